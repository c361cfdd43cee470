package io.storelane.channelvendure;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** With a real server and a real Vendure. */
@Tag("peers")
class PeerTests {

    private final RealVendure vendure = RealVendure.get();

    private static void took(String what, BooleanSupplier so) {
        Instant begin = Instant.now();
        Patience.until(so);
        assertThat(so.getAsBoolean()).as(what).isTrue();
        System.out.printf(
                "%s: %d ms%n", what, Duration.between(begin, Instant.now()).toMillis());
    }

    @Test
    void whatIsWrongWithAnAccountIsSaidAtOnceInBothLanguages() {
        Merchant merchant = new Merchant("Faults");
        Map<String, String> good =
                Map.of("address", vendure.adminApi(), "user", RealVendure.USER, "password", RealVendure.PASSWORD);
        refused(merchant, with(good, "password", "wrong"), "does not let in peer", "网店不允许 peer 登录");
        refused(
                merchant,
                with(good, "address", vendure.address() + "/nothing"),
                "no admin API of Vendure",
                "不是 Vendure 的管理 API");
        refused(merchant, with(good, "address", TestServer.get().address() + "/"), "nobody is let in", "不允许访问");
        refused(merchant, with(good, "address", "http://127.0.0.1:1"), "Nothing answers at", "没有应答");
        refused(merchant, with(good, "address", "http://10.0.0.1"), "not in the public internet", "不在公共互联网上");
        refused(merchant, with(good, "address", "a b"), "is no address", "不是地址");
        refused(merchant, with(good, "key", "no-such-key"), "does not let the API key do this", "不允许该 API 密钥进行此操作");
        refused(merchant, with(good, "password", ""), "Enter an API key", "请填写 API 密钥");
        refused(merchant, with(good, "channel", "no-such-channel"), "no channel with this token", "没有使用此令牌的渠道");
        refused(merchant, with(good, "location", "Nowhere"), "no stock location", "没有名为");
        String reader = vendure.administrator("reader@example.com", "ReadOrder", "ReadCatalog");
        refused(
                merchant,
                with(with(good, "user", reader), "password", RealVendure.PASSWORD),
                "does not let reader@example.com do this: UpdateCatalog",
                "网店不允许 reader@example.com 进行此操作：UpdateCatalog");
        assertThat(merchant.connects("en", good).location()).contains("/channel-accounts/");
    }

    @Test
    void keyOfTheShopOpensItAsALoginDoes() {
        Merchant merchant = new Merchant("Key");
        Outcome connected = merchant.connects("en", Map.of("address", vendure.address(), "key", vendure.apiKey()));
        assertThat(connected.location()).as(connected.body()).contains("/channel-accounts/");
    }

    /** Its login has ended, then its password is another one. */
    @Test
    void accountLogsInAgainAndRestsWhenItMayNot() {
        String user =
                vendure.administrator("keeper@example.com", "ReadOrder", "UpdateOrder", "ReadCatalog", "UpdateCatalog");
        Merchant merchant = new Merchant("Keeper");
        merchant.connects(vendure, user);
        String cup = vendure.product("LOG-CUP", 1_000);
        merchant.arrived(vendure.buyer().add(cup, 1).pays());
        vendure.sql("delete from public.session where \"userId\" = (select id from public.user where identifier = '"
                + user + "')");
        merchant.arrived(vendure.buyer().add(cup, 1).pays());

        vendure.sql("update public.role set permissions = 'Authenticated' where code = '" + user + "'");
        vendure.sql("delete from public.session where \"userId\" = (select id from public.user where identifier = '"
                + user + "')");
        merchant.press("hurry");
        Patience.until(() -> merchant.account().contains("does not let " + user + " do this"));
        assertThat(merchant.account()).contains("does not let " + user + " do this");
    }

    private static Map<String, String> with(Map<String, String> fields, String field, String value) {
        Map<String, String> changed = new java.util.HashMap<>(fields);
        changed.put(field, value);
        return changed;
    }

    private static void refused(Merchant merchant, Map<String, String> fields, String english, String chinese) {
        Outcome answer = merchant.connects("en", fields);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains(english);
        assertThat(merchant.connects("zh-CN", fields).body()).contains(chinese);
    }

    @Test
    void orderOfTheShopIsHereOnceWithWhatTheBuyerPaid() {
        vendure.product("IN-CUP", 1_250);
        String cup = variant("IN-CUP");
        Merchant merchant = new Merchant("Orders");
        merchant.sells("IN-CUP", 20);
        merchant.connects(vendure);
        String code = vendure.buyer().add(cup, 3).pays();
        merchant.press("hurry");
        took("An order of the shop is here", () -> merchant.order(code).has("id"));

        JsonNode order = merchant.arrived(code);
        JsonNode there = vendure.order(code);
        assertThat(order.at("/money/total/amount").asLong())
                .as(order.toPrettyString())
                .isEqualTo(there.path("totalWithTax").asLong());
        assertThat(order.at("/money/paid/amount").asLong())
                .isEqualTo(there.path("totalWithTax").asLong());
        assertThat(order.path("held").asBoolean()).as(order.toPrettyString()).isFalse();

        merchant.press("hurry");
        Patience.until(() -> merchant.account().contains("1 known"));
        assertThat(merchant.shop.api().get("/api/v1/orders?q=" + code).at("/data/1/id"))
                .isEmpty();
    }

    private String variant(String sku) {
        return vendure.admin(
                        "query ($sku: String!) { productVariants(options: {filter: {sku: {eq: $sku}}}) { items { id } } }",
                        Map.of("sku", sku))
                .at("/productVariants/items/0/id")
                .asString();
    }

    @Test
    void oneOrderThatCannotBeReadStopsNoOther() {
        String good = vendure.product("OK-CUP", 1_000);
        String odd = vendure.product("ODD-CUP", 1_000);
        Merchant merchant = new Merchant("Broken");
        String broken = vendure.buyer().add(odd, 1).pays();
        String next = vendure.buyer().add(good, 1).pays();
        vendure.sql("update public.\"order\" set \"currencyCode\" = 'ZZZ' where code = '" + broken + "'");
        try {
            merchant.connects(vendure);
            JsonNode held = merchant.arrived(next);
            assertThat(held.path("held").asBoolean())
                    .as("its SKU is unknown here")
                    .isTrue();
            Patience.until(() -> merchant.account().contains("Order " + broken + " cannot be read in the shop"));
            assertThat(merchant.account()).contains("Order " + broken + " cannot be read in the shop");
        } finally {
            vendure.sql("update public.\"order\" set \"currencyCode\" = 'USD' where code = '" + broken + "'");
        }
        merchant.press("retry");
        merchant.arrived(broken);
    }

    /** A shop lists such an order under the time at which it was placed, however late it is paid. */
    @Test
    void orderThatIsPaidLaterComesThen() {
        String cup = vendure.product("PAY-CUP", 1_000);
        Merchant merchant = new Merchant("Later");
        merchant.sells("PAY-CUP", 8);
        merchant.connects(vendure);
        String code = vendure.buyer().add(cup, 2).pays("paid-later");
        String other = vendure.buyer().add(cup, 1).pays();
        merchant.arrived(other);
        assertThat(merchant.order(code).has("id")).isFalse();
        // what waits holds two units in the shop that are free here, so it is told of two less
        Patience.until(() -> vendure.stock(cup).equals(Map.of("onHand", 8L, "allocated", 3L)));
        assertThat(vendure.stock(cup)).isEqualTo(Map.of("onHand", 8L, "allocated", 3L));

        vendure.admin(
                "mutation ($id: ID!) { settlePayment(id: $id) { __typename } }",
                Map.of("id", vendure.order(code).at("/payments/0/id").asString()));
        merchant.arrived(code);
        Patience.until(() -> vendure.stock(cup).equals(Map.of("onHand", 8L, "allocated", 3L)));
    }

    @Test
    void orderThatIsCancelledInTheShopIsCancelledHere() {
        String cup = vendure.product("OFF-CUP", 1_000);
        Merchant merchant = new Merchant("Cancelled");
        merchant.sells("OFF-CUP", 5);
        merchant.connects(vendure);
        String code = vendure.buyer().add(cup, 2).pays();
        merchant.arrived(code);
        vendure.admin(
                "mutation ($id: ID!) { cancelOrder(input: {orderId: $id, cancelShipping: true}) { __typename } }",
                Map.of("id", vendure.order(code).path("id").asString()));
        merchant.press("hurry");
        took(
                "An order that the shop cancelled is cancelled here",
                () -> merchant.order(code).path("state").asString("").equals("cancelled"));
    }

    @Test
    void shopMaySellWhatIsFreeHere() {
        String cup = vendure.product("ST-CUP", 1_000);
        String gone = vendure.product("ST-GONE", 1_000);
        Merchant merchant = new Merchant("Stock");
        merchant.sells("ST-CUP", 30);
        merchant.sells("ST-GONE", 30);
        merchant.connects(vendure);
        took(
                "Stock of a shop that was connected is told",
                () -> vendure.stock(cup).get("onHand") == 30
                        && vendure.stock(gone).get("onHand") == 30);

        // its own open order is held there too, so what it may sell is 26 on both sides
        String code = vendure.buyer().add(cup, 4).pays();
        merchant.arrived(code);
        Patience.until(() -> vendure.stock(cup).equals(Map.of("onHand", 30L, "allocated", 4L)));
        assertThat(vendure.stock(cup)).isEqualTo(Map.of("onHand", 30L, "allocated", 4L));

        vendure.admin(
                "mutation ($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }",
                Map.of("input", List.of(Map.of("id", gone, "sku", "ST-NEW"))));
        merchant.receives("ST-GONE", 1);
        merchant.receives("ST-CUP", 10);
        took("Stock that changed here is there", () -> vendure.stock(cup).get("onHand") == 40);
        Patience.until(() -> merchant.account().contains("is called ST-NEW in the shop now"));
        assertThat(merchant.account()).contains("SKU ST-GONE is called ST-NEW in the shop now");
    }

    @Test
    void parcelsAreFulfilmentsOnceEach() {
        String cup = vendure.product("SH-CUP", 1_000);
        String tea = vendure.product("SH-TEA", 500);
        Merchant merchant = new Merchant("Parcels");
        merchant.sells("SH-CUP", 10);
        merchant.sells("SH-TEA", 10);
        merchant.connects(vendure);
        String code = vendure.buyer().add(cup, 2).add(tea, 1).pays();
        JsonNode packed = merchant.packed(merchant.arrived(code).path("id").asString());

        merchant.ships(packed, """
                {"carrier": "DHL", "tracking": "TRACK-1", "lines": [{"lineId": "%s", "quantity": 2}]}""".formatted(line(packed, "SH-CUP")));
        took(
                "A parcel of a part is there",
                () -> vendure.order(code).path("state").asString("").equals("PartiallyShipped"));
        JsonNode first = vendure.order(code).at("/fulfillments/0");
        assertThat(List.of(
                        first.path("method").asString(),
                        first.path("trackingCode").asString(),
                        first.path("state").asString()))
                .containsExactly("DHL", "TRACK-1", "Shipped");

        // the shop has made the second one already, but its answer was lost
        vendure.admin(
                "mutation ($input: FulfillOrderInput!) { addFulfillmentToOrder(input: $input) { __typename } }",
                Map.of(
                        "input",
                        Map.of(
                                "lines", List.of(Map.of("orderLineId", lineThere(code, "SH-TEA"), "quantity", 1)),
                                "handler",
                                        Map.of(
                                                "code",
                                                "manual-fulfillment",
                                                "arguments",
                                                List.of(
                                                        Map.of("name", "method", "value", "DHL"),
                                                        Map.of("name", "trackingCode", "value", "TRACK-2"))))));
        merchant.ships(packed, "{\"carrier\": \"DHL\", \"tracking\": \"TRACK-2\"}");
        took(
                "The last parcel is there",
                () -> vendure.order(code).path("state").asString("").equals("Shipped"));
        assertThat(vendure.order(code).path("fulfillments").size()).isEqualTo(2);
        assertThat(merchant.account()).doesNotContain("were shipped in the shop itself");
    }

    private static String line(JsonNode fulfilment, String sku) {
        return fulfilment
                .path("lines")
                .valueStream()
                .filter(l -> l.path("sku").asString("").equals(sku))
                .map(l -> l.path("lineId").asString())
                .findFirst()
                .orElseThrow();
    }

    private String lineThere(String code, String sku) {
        return vendure.order(code)
                .path("lines")
                .valueStream()
                .filter(l -> l.at("/productVariant/sku").asString("").equals(sku))
                .map(l -> l.path("id").asString())
                .findFirst()
                .orElseThrow();
    }
}
