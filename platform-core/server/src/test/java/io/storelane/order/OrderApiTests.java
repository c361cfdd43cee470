package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Orders, as programs place and change them. */
class OrderApiTests extends ServerTests {

    private static final String ORDERS = "/api/v1/orders";

    @Autowired
    ApplicationContext context;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID channel;
    private ApiClient client;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        shop.stock(shop.goods("MUG", 1_500), shop.location("NEAR", "330106", 100), 10);
        client = stage.program(workspace.owner(), workspace, stage.top(workspace));
    }

    private String order(String externalId, String sku, int quantity) {
        return """
                {"channelId": "%s", "externalId": "%s", "buyer": {"name": "Wang Fang", "phone": "13800000000"},
                 "lines": [{"sku": "%s", "quantity": %d}]}""".formatted(channel, externalId, sku, quantity);
    }

    @Test
    void anOrderIsPlacedOnceAndReadWithItsReasons() {
        Answer placed = client.post(ORDERS, order("A-1", "MUG", 2));
        Answer again = client.post(ORDERS, order("A-1", "MUG", 2));

        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(placed.at("/money/total/amount")).isEqualTo("3000");
        assertThat(placed.at("/buyer/phone")).isEqualTo("138****0000");
        assertThat(placed.at("/lines/0/reservations/0/rule")).isEqualTo("only");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/id")).isEqualTo(placed.at("/id"));
        assertThat(client.get(placed.header("Location") + "?personal=true").at("/buyer/phone"))
                .isEqualTo("13800000000");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.unmasked'"))
                .isOne();
    }

    /** The answer is made from what was written, without reading it again: it has to be the same to the letter. */
    @Test
    void whoPlacesAnOrderIsAnsweredWithWhatIsStored() {
        shop.stock(shop.goods("TEA", 990), shop.location("FAR", "310104", 50), 3);
        String whole = """
                {"channelId": "%s", "externalId": "W-1", "placedAt": "2026-11-01T08:00:00.123456789Z",
                 "buyer": {"name": "Wang Fang", "phone": "13800000000", "email": "wang@example.com"},
                 "shipTo": {"name": "李雷", "phone": "13900000000", "country": "CN", "region": "330106", "province": "浙江省",
                   "city": "杭州市", "district": "西湖区", "street": "文三路 1 号", "postalCode": "310012"},
                 "invoice": {"kind": "person", "title": "李雷", "taxNumber": "110101199003071234"},
                 "lines": [{"sku": "MUG", "quantity": 3, "discount": {"amount": 100, "currency": "USD"}, "taxRate": 1300},
                   {"sku": "TEA", "quantity": 5, "title": "绿茶"}, {"sku": "MUG", "quantity": 1, "gift": true}],
                 "discounts": [{"code": "TEN", "label": "10", "amount": {"amount": 333, "currency": "USD"}}],
                 "shipping": {"amount": 800, "currency": "USD"}, "allowBackorder": true,
                 "payments": [{"method": "Bank", "reference": "R-1", "amount": {"amount": 500, "currency": "USD"},
                   "at": "2026-11-01T09:00:00Z"}],
                 "tags": ["vip", "双11"], "note": "Ring twice", "holdMinutes": 30}""".formatted(channel);
        for (String sent : new String[] {order("A-1", "MUG", 2), whole}) {
            Answer placed = client.post(ORDERS, sent);
            assertThat(placed.status()).as(placed.body()).isEqualTo(201);
            Answer read = client.get(placed.header("Location"));
            assertThat(placed.body()).isEqualTo(read.body());
            assertThat(placed.header("ETag")).isEqualTo(read.header("ETag"));
        }
    }

    @Test
    void whatIsWrongIsNamedWithItsPlaceAndNothingIsWritten() {
        Answer unknown = client.post(ORDERS, order("A-1", "NONE", 2));
        Answer missing = client.post(ORDERS, order("A-1", "MUG", 11));

        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.at("/errors/0/field")).isEqualTo("/lines/0/sku");
        assertThat(unknown.at("/errors/0/code")).isEqualTo("order/unknown-sku");
        assertThat(missing.status()).isEqualTo(409);
        assertThat(missing.at("/errors/0/field")).isEqualTo("/lines/0/quantity");
        assertThat(shop.number("select count(*) from core.sales_order")).isZero();
    }

    /** A parameter that is no text is refused, as everywhere. */
    @Test
    void aParameterThatIsNoTextIsRefused() {
        for (String query : new String[] {"?q=%00", "?q=%ff", "?tag=%00"}) {
            Answer answer = client.get(ORDERS + query);
            assertThat(answer.status()).as(query + answer.body()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("api/unreadable");
            assertThat(answer.at("/detail")).doesNotContain("body", "JSON");
        }
    }

    @Test
    void aListHasTheLinesIfTheyAreAskedFor() {
        Answer first = client.post(ORDERS, order("A-1", "MUG", 2));
        Answer second = client.post(ORDERS, order("A-2", "MUG", 3));
        assertThat(client.get(ORDERS).json().at("/data/0/lines").isNull()).isTrue();
        Answer list = client.get(ORDERS + "?include=lines&sort=placed");
        for (Answer placed : List.of(first, second)) {
            String at = placed == first ? "/data/0/lines/0/" : "/data/1/lines/0/";
            for (String part :
                    List.of("id", "sku", "title", "quantity", "reserved", "unitPrice/amount", "total/amount")) {
                assertThat(list.at(at + part)).as(part).isEqualTo(placed.at("/lines/0/" + part));
            }
        }
        assertThat(client.get(ORDERS + "?include=notes").status()).isEqualTo(400);
    }

    @Test
    void aVersionThatNobodyComparesIsRefused() {
        Answer placed = client.post(ORDERS, order("A-1", "MUG", 2));
        Answer answer = client.with("If-Match", "\"777\"").post(placed.header("Location") + "/cancel", "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("api/version-unused");
        assertThat(client.get(placed.header("Location")).at("/state")).isEqualTo("open");
    }

    @Test
    void anOrderThatIsCancelledUnpaidWasNotPaid() {
        Answer placed = client.post(ORDERS, order("A-1", "MUG", 2));
        Answer cancelled = client.post(placed.header("Location") + "/cancel", "{}");
        assertThat(cancelled.at("/state")).as(cancelled.body()).isEqualTo("cancelled");
        assertThat(cancelled.at("/payment")).isEqualTo("unpaid");
        assertThat(cancelled.at("/fulfilment")).isEqualTo("unallocated");
    }

    @Test
    void whatAnActionNamesIsFoundInItsBody() {
        Answer placed = client.post(ORDERS, order("A-1", "MUG", 2));
        String address = placed.header("Location");
        assertThat(client.post(address + "/notes", "{\"text\": \"\"}").at("/errors/0/field"))
                .isEqualTo("/text");
        Answer late = client.post(address + "/payments", """
                {"amount": {"amount": 3000, "currency": "%s"}, "method": "Bank", "at": "2999-01-01T00:00:00Z"}""".formatted(placed.at("/money/total/currency")));
        assertThat(late.status()).as(late.body()).isEqualTo(422);
        assertThat(late.at("/errors/0/field")).isEqualTo("/at");
    }

    @Test
    void ofManyTheGoodOnesAreStoredAndEachBadOneIsNamed() {
        Answer answer = client.post(
                ORDERS + "/bulk",
                "{\"orders\": [" + order("B-1", "MUG", 1) + "," + order("B-2", "NONE", 1) + "," + order("B-3", "MUG", 1)
                        + "]}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.at("/results/0/status")).isEqualTo("placed");
        assertThat(answer.at("/results/1/status")).isEqualTo("refused");
        assertThat(answer.at("/results/1/errors/0/field")).isEqualTo("/orders/1/lines/0/sku");
        assertThat(answer.at("/results/2/status")).isEqualTo("placed");
        assertThat(shop.number("select count(*) from core.sales_order")).isEqualTo(2);
    }

    @Test
    void anOrderIsChangedOnlyAsItWasSeen() {
        Answer placed = client.post(ORDERS, order("A-1", "MUG", 2));
        String address = placed.header("Location");

        Answer edited =
                client.with("If-Match", placed.header("ETag")).send("PATCH", address, "{\"note\": \"Ring twice\"}");
        Answer stale = client.with("If-Match", placed.header("ETag")).send("PATCH", address, "{\"note\": \"Never\"}");

        assertThat(edited.status()).as(edited.body()).isEqualTo(200);
        assertThat(edited.at("/note")).isEqualTo("Ring twice");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(shop.number("select count(*) from core.sales_order where buyer_phone = '13800000000'"))
                .isOne();
    }

    @Test
    void whatIsDoneOnPagesIsDoneByPrograms() {
        Answer placed = client.post(ORDERS, order("A-1", "MUG", 2));
        String address = placed.header("Location");

        assertThat(client.post(address + "/hold", "{\"reason\": \"Wait\"}").at("/held"))
                .isEqualTo("true");
        assertThat(client.post(address + "/release", "").at("/held")).isEqualTo("false");
        assertThat(client.post(address + "/tags", "{\"tags\": [\"vip\"]}").at("/tags/0"))
                .isEqualTo("vip");
        assertThat(client.post(
                                address + "/payments",
                                "{\"method\": \"cash\", \"amount\": {\"amount\": 3000, \"currency\": \"USD\"}}")
                        .at("/payment"))
                .isEqualTo("paid");
        assertThat(client.post(
                                address + "/cancel",
                                "{\"lines\": [{\"lineId\": \"%s\", \"quantity\": 1}]}"
                                        .formatted(placed.at("/lines/0/id")))
                        .at("/lines/0/cancelled"))
                .isEqualTo("1");
        assertThat(client.post(address + "/cancel", "{}").at("/state")).isEqualTo("cancelled");
        assertThat(client.get(ORDERS + "?view=cancelled").at("/data/0/id")).isEqualTo(placed.at("/id"));
        assertThat(shop.number("select coalesce(sum(reserved), 0) from core.stock_level"))
                .isZero();
    }

    private static String sum(String amount) {
        return "{\"method\": \"cash\", \"amount\": {\"amount\": %s, \"currency\": \"USD\"}}".formatted(amount);
    }

    @Test
    void linesFollowACancellationAndWhatWasPaidForThemIsToBeRefunded() {
        Answer placed = client.post(ORDERS, """
                {"channelId": "%s", "lines": [{"sku": "MUG", "quantity": 4, "taxRate": 1300,
                   "unitPrice": {"amount": 999, "currency": "USD"}}],
                 "discounts": [{"code": "TEN", "amount": {"amount": 1000, "currency": "USD"}}]}""".formatted(channel));
        String address = placed.header("Location");
        assertThat(client.post(address + "/payments", sum(placed.at("/money/total/amount")))
                        .at("/money/toRefund/amount"))
                .isEqualTo("0");

        Answer left = client.post(
                address + "/cancel",
                "{\"lines\": [{\"lineId\": \"%s\", \"quantity\": 3}]}".formatted(placed.at("/lines/0/id")));

        assertThat(left.at("/money/subtotal/amount")).as(left.body()).isEqualTo("999");
        assertThat(left.at("/lines/0/discount/amount")).isEqualTo("250");
        for (String part : new String[] {"discount", "tax", "total"}) {
            assertThat(left.at("/lines/0/" + part + "/amount"))
                    .as(part)
                    .isEqualTo(left.at("/money/" + part + "/amount"));
        }
        long owed = left.json().at("/money/paid/amount").asLong()
                - left.json().at("/money/total/amount").asLong();
        assertThat(left.at("/money/toRefund/amount")).isEqualTo(Long.toString(owed));
        assertThat(client.get(ORDERS + "?view=refund").at("/data/0/id")).isEqualTo(placed.at("/id"));
        assertThat(client.get(ORDERS + "/counts").at("/refund")).isEqualTo("1");

        assertThat(client.post(address + "/refunds", sum(Long.toString(owed))).at("/money/toRefund/amount"))
                .isEqualTo("0");
        assertThat(client.get(ORDERS + "/counts").at("/refund")).isEqualTo("0");
        Answer cancelled = client.post(address + "/cancel", "{}");
        assertThat(cancelled.at("/lines/0/total/amount")).isEqualTo("0");
        assertThat(cancelled.at("/money/toRefund/amount")).isEqualTo(left.at("/money/total/amount"));
        assertThat(client.get(ORDERS + "?view=refund").at("/data/0/id")).isEqualTo(placed.at("/id"));
        Answer more = client.post(address + "/payments", sum("1"));
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.problem()).isEqualTo("order/not-open");
    }

    @Test
    void anOrderIsNotRefusedForWhatTheRecordOfItsCustomerSays() {
        UUID customer = stage.as(
                workspace.owner(),
                workspace,
                () -> context.getBean(io.storelane.customer.Customers.class)
                        .add(new io.storelane.customer.CustomerDetails(
                                "company", "N".repeat(150), "", "", "", stage.top(workspace))));
        Answer placed = client.post(ORDERS, """
                {"channelId": "%s", "customerId": "%s", "lines": [{"sku": "MUG", "quantity": 1}]}""".formatted(channel, customer));
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(placed.at("/buyer/name")).isEqualTo("N".repeat(100));
    }

    @Test
    void aWrongCurrencyIsBlamedAlone() {
        Answer refused = client.post(ORDERS, """
                {"channelId": "%s", "lines": [{"sku": "MUG", "quantity": 1}],
                 "total": {"amount": 1500, "currency": "JPY"}}""".formatted(channel));
        assertThat(refused.json().at("/errors").size()).as(refused.body()).isOne();
        assertThat(refused.at("/errors/0/field")).isEqualTo("/total/currency");
    }

    @Test
    void aKeyThatMayOnlyPlaceIsRefusedBeforeAnythingIsWritten() {
        ApiClient placing = new ApiClient(
                stage.key(workspace.owner(), workspace, stage.top(workspace), Set.of(Permission.ORDERS_MANAGE))
                        .token());

        assertThat(placing.post(ORDERS, order("A-1", "MUG", 2)).status()).isEqualTo(403);
        assertThat(shop.number("select count(*) from core.sales_order")).isZero();
    }
}
