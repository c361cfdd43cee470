package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.api.ApiKeys;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Orders that cannot be placed, sent one at a time, among others, and by hand: each is named by a stable type, its place and a
 * sentence in the sender's language, and nothing of it is written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTests extends ServerTests {

    private static final String ORDERS = "/api/v1/orders";
    private static final String BULK = ORDERS + "/bulk";
    private static final int MEGABYTE = 1024 * 1024;

    private static final List<String> TABLES = List.of(
            "sales_order",
            "order_line",
            "order_entry",
            "order_task",
            "customer",
            "reservation",
            "stock_level",
            "stock_move",
            "event",
            "audit_entry",
            "idempotency");

    @Autowired
    ApplicationContext context;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID top;
    private UUID channel;
    private UUID location;
    private UUID elsewhere;
    private UUID strangersChannel;
    private UUID strangersCustomer;
    private ApiClient client;

    @BeforeAll
    void aShopAndAStranger() {
        stage = new Stage(context);
        workspace = stage.shop();
        top = stage.top(workspace);
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        location = shop.location("NEAR", "330106", 100);
        shop.stock(shop.goods("MUG", 1_500), location, 1_000);
        UUID floored = shop.goods("FLOORED", 1_500);
        shop.stock(floored, location, 1_000);
        shop.floor(channel, floored, 1_000);
        UUID exclusive = shop.goods("EXCLUSIVE", 1_500);
        shop.stock(exclusive, location, 1_000);
        shop.exclusive(exclusive);
        elsewhere = stage.node(workspace, top, "Elsewhere");
        client = stage.program(workspace.owner(), workspace, top);

        Workspace stranger = stage.shop();
        strangersChannel = new Shop(context, stage, stranger).channel("web");
        strangersCustomer = stage.as(
                stranger.owner(),
                stranger,
                () -> context.getBean(io.storelane.customer.Customers.class)
                        .add(new io.storelane.customer.CustomerDetails(
                                "person", "Stranger", "13800000000", "", "", stage.top(stranger))));
    }

    /**
     * An order with a fault.
     *
     * @param type of the problem when it is sent alone
     * @param field where it is
     * @param code what it is
     */
    private record Bad(String name, String order, int status, String type, String field, String code) {}

    private static Bad invalid(String name, String order, String field, String code) {
        return new Bad(name, order, 422, "fields/invalid", field, code);
    }

    private static Bad unread(String name, String order, String field, String code) {
        return new Bad(name, order, 422, code, field, code);
    }

    private String order(String line) {
        return order(line, "");
    }

    /** @param more fields of the order, each followed by a comma */
    private String order(String line, String more) {
        return "{\"channelId\": \"%s\", %s \"externalId\": \"BAD\", \"lines\": [{%s}]}".formatted(channel, more, line);
    }

    private List<Bad> bad() {
        String mug = "\"sku\": \"MUG\", \"quantity\": 1";
        String dollars = "\"unitPrice\": {\"amount\": 1500, \"currency\": \"USD\"}";
        String yen = "{\"amount\": 1500, \"currency\": \"JPY\"}";
        String good = order(mug);
        return List.of(
                invalid(
                        "unknown SKU",
                        order("\"sku\": \"NONE\", \"quantity\": 1"),
                        "/lines/0/sku",
                        "order/unknown-sku"),
                invalid(
                        "no units",
                        order("\"sku\": \"MUG\", \"quantity\": 0"),
                        "/lines/0/quantity",
                        "order/bad-quantity"),
                invalid(
                        "less than none",
                        order("\"sku\": \"MUG\", \"quantity\": -1"),
                        "/lines/0/quantity",
                        "order/bad-quantity"),
                invalid(
                        "a huge quantity",
                        order("\"sku\": \"MUG\", \"quantity\": 1000000"),
                        "/lines/0/quantity",
                        "order/bad-quantity"),
                unread(
                        "a quantity that is no number of ours",
                        order("\"sku\": \"MUG\", \"quantity\": 99999999999999999999999"),
                        "/lines/0/quantity",
                        "api/wrong-type"),
                unread(
                        "half a unit",
                        order("\"sku\": \"MUG\", \"quantity\": 1.5"),
                        "/lines/0/quantity",
                        "api/wrong-type"),
                unread(
                        "a quantity as text",
                        order("\"sku\": \"MUG\", \"quantity\": \"2\""),
                        "/lines/0/quantity",
                        "api/wrong-type"),
                invalid(
                        "the least number that there is",
                        order("\"sku\": \"MUG\", \"quantity\": -9223372036854775808"),
                        "/lines/0/quantity",
                        "order/bad-quantity"),
                new Bad(
                        "more than there is",
                        order("\"sku\": \"MUG\", \"quantity\": 5000"),
                        409,
                        "order/short",
                        "/lines/0/quantity",
                        "order/short"),
                invalid(
                        "another currency than the channel's",
                        order(mug, "\"currency\": \"JPY\","),
                        "/currency",
                        "order/currency-mismatch"),
                invalid(
                        "a price in another currency",
                        order(mug + ", \"unitPrice\": " + yen),
                        "/lines/0/unitPrice/currency",
                        "order/currency-mismatch"),
                invalid(
                        "amounts in two currencies",
                        order(mug + ", " + dollars, "\"shipping\": " + yen + ","),
                        "/shipping/currency",
                        "order/amount-currency"),
                invalid(
                        "below the lowest price",
                        order(
                                "\"sku\": \"FLOORED\", \"quantity\": 1, \"unitPrice\": {\"amount\": 999, \"currency\": \"USD\"}"),
                        "/lines/0/unitPrice",
                        "order/below-floor"),
                invalid(
                        "not for this channel",
                        order("\"sku\": \"EXCLUSIVE\", \"quantity\": 1"),
                        "/lines/0/sku",
                        "order/not-authorized"),
                invalid(
                        "a total that does not add up",
                        order(mug, "\"total\": {\"amount\": 1499, \"currency\": \"USD\"},"),
                        "/total",
                        "order/total-mismatch"),
                unread("an unknown field", order(mug, "\"colour\": 1,"), "/colour", "api/unknown-field"),
                unread(
                        "an unknown field of a line",
                        order(mug + ", \"colour\": 1"),
                        "/lines/0/colour",
                        "api/unknown-field"),
                unread("a line that is a text", good.replaceFirst("\\[.*]", "\"MUG\""), "/lines", "api/wrong-type"),
                unread(
                        "a channel that is no id",
                        good.replace(channel.toString(), "web"),
                        "/channelId",
                        "api/wrong-type"),
                invalid("no lines at all", "{\"channelId\": \"%s\"}".formatted(channel), "/lines", "api/required"),
                invalid("an empty list of lines", good.replaceFirst("\\[.*]", "[]"), "/lines", "order/no-lines"),
                invalid(
                        "a text with U+0000",
                        order(mug, "\"note\": \"a\\u0000\","),
                        "/note",
                        "api/forbidden-character"),
                invalid(
                        "half of a pair of surrogates",
                        order(mug, "\"note\": \"a\\ud800b\","),
                        "/note",
                        "api/forbidden-character"),
                invalid(
                        "half of a pair of surrogates in a list",
                        order(mug, "\"tags\": [\"vip\", \"\\udc00\"],"),
                        "/tags/1",
                        "api/forbidden-character"),
                invalid(
                        "a phone with letters",
                        order(mug, "\"buyer\": {\"name\": \"Wang\", \"phone\": \"call me maybe\"},"),
                        "/buyer/phone",
                        "order/bad-phone"),
                invalid(
                        "an e-mail address that is none",
                        order(mug, "\"buyer\": {\"email\": \"nobody\"},"),
                        "/buyer/email",
                        "order/bad-email"),
                invalid(
                        "a gift that costs",
                        order(mug + ", \"gift\": true, " + dollars),
                        "/lines/0/unitPrice",
                        "order/gift-price"),
                invalid(
                        "a payment twice",
                        order(
                                mug,
                                "\"payments\": [%1$s, %1$s],"
                                        .formatted("{\"method\": \"card\", \"reference\": \"R-1\","
                                                + " \"amount\": {\"amount\": 100, \"currency\": \"USD\"}}")),
                        "/payments/1/reference",
                        "order/payment-twice"),
                invalid(
                        "a total in another currency",
                        order(mug, "\"total\": " + yen + ","),
                        "/total/currency",
                        "order/currency-mismatch"),
                invalid(
                        "a phone of four digits",
                        order(mug, "\"shipTo\": {\"phone\": \"1 2-34\"},"),
                        "/shipTo/phone",
                        "order/bad-phone"),
                invalid(
                        "a country that is none",
                        order(mug, "\"shipTo\": {\"country\": \"XX\"},"),
                        "/shipTo/country",
                        "order/bad-country"),
                invalid(
                        "a country by name",
                        order(mug, "\"shipTo\": {\"country\": \"China\"},"),
                        "/shipTo/country",
                        "order/bad-country"),
                invalid(
                        "a region that is none",
                        order(mug, "\"shipTo\": {\"country\": \"CN\", \"region\": \"999999\"},"),
                        "/shipTo/region",
                        "order/bad-region"),
                invalid(
                        "a currency that is none",
                        order(mug + ", " + dollars, "\"currency\": \"dollars\","),
                        "/currency",
                        "order/bad-currency"),
                unread("a time as a number", order(mug, "\"placedAt\": 1764000000,"), "/placedAt", "api/wrong-type"),
                invalid(
                        "another tenant's channel",
                        good.replace(channel.toString(), strangersChannel.toString()),
                        "/channelId",
                        "order/unknown-channel"),
                invalid(
                        "another tenant's customer",
                        order(mug, "\"customerId\": \"" + strangersCustomer + "\","),
                        "/customerId",
                        "order/unknown-customer"));
    }

    private String rows() {
        StringBuilder rows = new StringBuilder();
        for (String table : TABLES) {
            rows.append(table)
                    .append(Stage.<String>one(
                            "select ' ' || count(*) || ' ' || coalesce(md5(string_agg(x::text, '' order by x::text)), '') from core."
                                    + table + " x where tenant_id = ?",
                            workspace.tenant().value()))
                    .append('\n');
        }
        return rows.toString();
    }

    private static void isSaidInBothLanguages(String english, String chinese) {
        assertThat(english).matches("[ -~“”’–]+").doesNotContain("{");
        assertThat(chinese).containsPattern("\\p{IsHan}").doesNotContain("{");
    }

    private ApiClient chinese() {
        return client.with("Accept-Language", "zh-CN");
    }

    @TestFactory
    Stream<DynamicTest> alone() {
        return bad().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    String before = rows();
                    Answer answer = client.post(ORDERS, bad.order());
                    Answer inChinese = chinese().post(ORDERS, bad.order());

                    assertThat(answer.status()).as(answer.body()).isEqualTo(bad.status());
                    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
                    assertThat(answer.problem()).isEqualTo(bad.type());
                    assertThat(answer.at("/errors/0/field")).isEqualTo(bad.field());
                    assertThat(answer.at("/errors/0/code")).isEqualTo(bad.code());
                    isSaidInBothLanguages(answer.at("/errors/0/detail"), inChinese.at("/errors/0/detail"));
                    isSaidInBothLanguages(answer.at("/detail"), inChinese.at("/detail"));
                    assertThat(rows()).isEqualTo(before);
                }));
    }

    @TestFactory
    Stream<DynamicTest> amongOthers() {
        return bad().stream()
                .map(bad -> DynamicTest.dynamicTest(bad.name(), () -> {
                    long orders = shop.number("select count(*) from core.sales_order");
                    String good = order("\"sku\": \"MUG\", \"quantity\": 1").replace("BAD", "%s");
                    String body = "{\"orders\": [%s, %s, %s]}"
                            .formatted(
                                    good.formatted("G-" + Stage.tail()),
                                    bad.order(),
                                    good.formatted("G-" + Stage.tail()));

                    Answer answer = client.post(BULK, body);
                    String afterwards = rows();
                    Answer inChinese = chinese().post(BULK, body);

                    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.at("/results/0/status")).isEqualTo("placed");
                    assertThat(answer.at("/results/2/status")).isEqualTo("placed");
                    assertThat(answer.at("/results/1/status")).isEqualTo("refused");
                    assertThat(answer.at("/results/1/index")).isEqualTo("1");
                    assertThat(answer.at("/results/1/errors/0/field")).isEqualTo("/orders/1" + bad.field());
                    assertThat(answer.at("/results/1/errors/0/code")).isEqualTo(bad.code());
                    isSaidInBothLanguages(
                            answer.at("/results/1/errors/0/detail"), inChinese.at("/results/1/errors/0/detail"));
                    // sent again, the good ones are known and nothing is written
                    assertThat(inChinese.at("/results/0/status")).isEqualTo("known");
                    assertThat(rows()).isEqualTo(afterwards);
                    assertThat(shop.number("select count(*) from core.sales_order"))
                            .isEqualTo(orders + 2);
                    assertThat(shop.number("select count(*) from core.sales_order where external_id = 'BAD'"))
                            .isZero();
                }));
    }

    // ---- what concerns the request as a whole

    /** @param field where it is; empty if it is nowhere in the body */
    private void refused(ApiClient asking, String path, byte[] body, int status, String type, String field) {
        String before = rows();
        ApiClient json = asking.with("Content-Type", "application/json");
        Answer answer = json.send("POST", path, body);
        Answer inChinese = json.with("Accept-Language", "zh-CN").send("POST", path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(type);
        assertThat(answer.at("/errors/0/field")).isEqualTo(field);
        isSaidInBothLanguages(answer.at("/detail"), inChinese.at("/detail"));
        assertThat(rows()).isEqualTo(before);
    }

    private byte[] body(String path) {
        String order = order("\"sku\": \"MUG\", \"quantity\": 1").replace("BAD", "W-" + Stage.tail());
        return (path.equals(BULK) ? "{\"orders\": [" + order + "]}" : order).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, BULK})
    void aBodyOfTenMegabytes(String path) {
        byte[] body = (new String(body(path), StandardCharsets.UTF_8) + " ".repeat(10 * MEGABYTE))
                .getBytes(StandardCharsets.UTF_8);
        refused(client, path, body, 413, "api/too-large", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, BULK})
    void whatIsNoUtf8(String path) {
        byte[] body = new String(body(path), StandardCharsets.UTF_8)
                .replace("MUG", "M\u00dcG")
                .getBytes(StandardCharsets.ISO_8859_1);
        refused(client, path, body, 400, "api/malformed", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, BULK})
    void whatIsNoJson(String path) {
        refused(client, path, "{\"orders\": [{".getBytes(StandardCharsets.UTF_8), 400, "api/malformed", "");
    }

    @Test
    void aBulkThatIsNone() {
        refused(client, BULK, "{\"orders\": []}".getBytes(StandardCharsets.UTF_8), 422, "fields/invalid", "/orders");
        refused(client, BULK, "{\"orderz\": []}".getBytes(StandardCharsets.UTF_8), 422, "api/unknown-field", "/orderz");
        String many = "{\"orders\": [" + "{},".repeat(100) + "{}]}";
        refused(client, BULK, many.getBytes(StandardCharsets.UTF_8), 422, "fields/invalid", "/orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, BULK})
    void anExpiredKey(String path) {
        ApiKeys.Made key = stage.key(workspace.owner(), workspace, top, Set.of());
        Stage.all("update core.api_key set expires_at = now() where id = ?", key.id());
        refused(new ApiClient(key.token()), path, body(path), 401, "api/key-expired", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, BULK})
    void aKeyWithoutTheScope(String path) {
        ApiKeys.Made key = stage.key(workspace.owner(), workspace, top, Set.of(Permission.ORDERS_VIEW));
        refused(new ApiClient(key.token()), path, body(path), 403, "access/not-allowed", "");
        assertThat(new ApiClient(key.token())
                        .post(path, new String(body(path), StandardCharsets.UTF_8))
                        .at("/detail"))
                .contains(Permission.ORDERS_MANAGE.key(), "key")
                .doesNotContain("roles");
    }

    @Test
    void aKeyOfAnotherOutlet() {
        Answer placed = client.post(ORDERS, new String(body(ORDERS), StandardCharsets.UTF_8));
        ApiClient local = stage.program(workspace.owner(), workspace, elsewhere);
        String before = rows();
        Answer alone = local.post(ORDERS, new String(body(ORDERS), StandardCharsets.UTF_8));
        Answer among = local.post(BULK, new String(body(BULK), StandardCharsets.UTF_8));

        assertThat(alone.status()).isEqualTo(422);
        assertThat(alone.at("/errors/0/field")).isEqualTo("/channelId");
        assertThat(alone.at("/errors/0/code")).isEqualTo("order/unknown-channel");
        assertThat(among.at("/results/0/errors/0/field")).isEqualTo("/orders/0/channelId");
        assertThat(local.get(placed.header("Location")).problem()).isEqualTo("order/not-found");
        assertThat(local.post(placed.header("Location") + "/hold", "{}").problem())
                .isEqualTo("order/not-found");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aChangeOfWhatWasChangedMeanwhile() {
        Answer placed = client.post(ORDERS, new String(body(ORDERS), StandardCharsets.UTF_8));
        ApiClient seen = client.with("If-Match", placed.header("ETag"));
        String address = placed.header("Location");
        assertThat(seen.send("PATCH", address, "{\"note\": \"Ring twice\"}").status())
                .isEqualTo(200);
        String before = rows();

        Answer stale = seen.send("PATCH", address, "{\"note\": \"Never\"}");
        Answer inChinese = seen.with("Accept-Language", "zh-CN").send("PATCH", address, "{\"note\": \"Never\"}");

        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("order/changed-meanwhile");
        isSaidInBothLanguages(stale.at("/detail"), inChinese.at("/detail"));
        assertThat(client.send("PATCH", address, "{\"note\": \"Never\"}").status())
                .isEqualTo(428);
        assertThat(rows()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {ORDERS, BULK})
    void aKeyOfARepeatThatBelongsToAnotherRequest(String path) {
        ApiClient repeating = client.with("Idempotency-Key", "bad-" + Stage.tail());
        assertThat(repeating
                        .post(path, new String(body(path), StandardCharsets.UTF_8))
                        .status())
                .isBetween(200, 201);
        refused(repeating, path, body(path), 422, "api/idempotency-reused", "");
    }

    // ---- a number that is taken

    @Test
    void aNumberOfAnotherOrderIsRefusedAndTheSameOrderKnown() {
        String number = "USED-" + Stage.tail();
        String price = "\"unitPrice\": {\"amount\": 1500, \"currency\": \"USD\"}";
        String sent = order("\"sku\": \"MUG\", \"quantity\": 2, " + price).replace("BAD", number);
        Answer placed = client.post(ORDERS, sent);
        assertThat(placed.status()).isEqualTo(201);
        String before = rows();

        assertThat(client.post(ORDERS, sent).status()).isEqualTo(200);
        for (String other : List.of(
                sent.replace("\"quantity\": 2", "\"quantity\": 3"),
                sent.replace("\"MUG\"", "\"FLOORED\""),
                sent.replace("1500", "1400"),
                sent.replace("\"lines\"", "\"shipping\": {\"amount\": 5, \"currency\": \"USD\"}, \"lines\""))) {
            Answer refused = client.post(ORDERS, other);
            Answer inChinese = chinese().post(ORDERS, other);
            Answer among = client.post(BULK, "{\"orders\": [" + other + ", " + sent + "]}");

            assertThat(refused.status()).as(refused.body()).isEqualTo(409);
            assertThat(refused.problem()).isEqualTo("order/external-id-used");
            assertThat(refused.at("/errors/0/field")).isEqualTo("/externalId");
            assertThat(refused.at("/errors/0/detail")).contains(placed.at("/number"), placed.at("/id"));
            isSaidInBothLanguages(refused.at("/detail"), inChinese.at("/detail"));
            assertThat(among.at("/results/0/status")).isEqualTo("refused");
            assertThat(among.at("/results/0/errors/0/field")).isEqualTo("/orders/0/externalId");
            assertThat(among.at("/results/1/status")).isEqualTo("known");
        }
        Map<String, String> form = form();
        form.put("reference", number);
        Browser.Answer typed = stage.browser(workspace.owner()).post("/w/" + workspace.slug() + "/orders/new", form);
        assertThat(typed.status()).isEqualTo(422);
        assertThat(typed.body()).contains("id=\"f-reference-error\"", placed.at("/number"));
        assertThat(rows()).isEqualTo(before);

        // what was cancelled of it since, or what the list says now, makes it no other order
        String line = placed.at("/lines/0/id");
        assertThat(client.post(
                                placed.header("Location") + "/cancel",
                                "{\"lines\": [{\"lineId\": \"" + line + "\", \"quantity\": 1}]}")
                        .status())
                .isEqualTo(200);
        assertThat(client.post(ORDERS, sent).status()).isEqualTo(200);
    }

    // ---- what is done to an order

    @Test
    void unitsThatCannotBeCancelledOrMovedAreNamed() {
        Answer placed = client.post(ORDERS, new String(body(ORDERS), StandardCharsets.UTF_8));
        String address = placed.header("Location");
        String line = placed.at("/lines/0/id");
        String held = placed.at("/lines/0/reservations/0/id");
        String there = placed.at("/lines/0/reservations/0/locationId");
        String cancel = "{\"lines\": [{\"lineId\": \"%s\", \"quantity\": %s}]}";
        String move = "{\"locationId\": \"%s\", \"units\": %s}";
        String before = rows();

        is(address + "/cancel", cancel.formatted(line, 2), 422, "/lines/0/quantity", "order/bad-units");
        is(address + "/cancel", cancel.formatted(line, -1), 422, "/lines/0/quantity", "order/bad-units");
        is(address + "/cancel", cancel.formatted(UUID.randomUUID(), 1), 422, "/lines/0/lineId", "order/line-unknown");
        is(address + "/cancel", "{\"lines\": []}", 422, "/lines", "order/nothing-to-cancel");
        String money = "{\"method\": \"cash\", \"amount\": {\"amount\": 1000000, \"currency\": \"USD\"}}";
        is(address + "/payments", money, 409, "/amount/amount", "order/payment-too-large");
        is(address + "/refunds", money, 409, "/amount/amount", "order/refund-too-large");
        String of = address + "/reservations/" + held + "/move";
        is(of, move.formatted(there, 1), 409, "/locationId", "reservation/same-location");
        is(of, move.formatted(there, 0), 422, "/units", "reservation/bad-units");
        is(of, move.formatted(there, -1), 422, "/units", "reservation/bad-units");
        is(of, move.formatted(UUID.randomUUID(), 1), 422, "/locationId", "reservation/location-not-found");
        assertThat(rows()).isEqualTo(before);
    }

    private void is(String address, String body, int status, String field, String code) {
        Answer answer = client.post(address, body);
        Answer inChinese = chinese().post(address, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.at("/errors/0/field")).isEqualTo(field);
        assertThat(answer.at("/errors/0/code")).isEqualTo(code);
        isSaidInBothLanguages(answer.at("/errors/0/detail"), inChinese.at("/errors/0/detail"));
    }

    // ---- what a channel sends is stored all the same

    @Test
    void anOrderOfAChannelWithAnImpossiblePlaceWaitsForAPerson() {
        PlaceOrder given = Shop.order(Source.CHANNEL, channel, "ODD-" + Stage.tail(), List.of(Shop.line("MUG", 1)));
        PlaceOrder.Address to = given.shipTo();
        PlaceOrder odd = new PlaceOrder(
                given.source(),
                given.channelId(),
                given.externalId(),
                given.placedAt(),
                given.currency(),
                null,
                new PlaceOrder.Buyer("Wang Fang", "unknown", ""),
                new PlaceOrder.Address(
                        to.name(),
                        to.phone(),
                        "CN",
                        "999999",
                        to.province(),
                        to.city(),
                        to.district(),
                        to.street(),
                        ""),
                given.invoice(),
                given.lines(),
                given.discounts(),
                given.shipping(),
                given.total(),
                given.allowBackorder(),
                given.payments(),
                null,
                given.tags(),
                given.note(),
                given.holdMinutes());
        Orders orders = context.getBean(Orders.class);

        Placement placed = stage.as(workspace.owner(), workspace, () -> orders.place(odd));

        assertThat(placed)
                .isInstanceOfSatisfying(
                        Placement.Placed.class, p -> assertThat(p.held()).isTrue());
        Orders.Whole whole =
                stage.as(workspace.owner(), workspace, () -> orders.order(((Placement.Placed) placed).id()));
        assertThat(whole.tasks())
                .extracting(OrderView.Task::fault)
                .containsExactlyInAnyOrder("BAD_PHONE", "BAD_REGION");
    }

    // ---- capitals and small letters

    @Test
    void aSkuIsTheSameInCapitalsAndInSmallLetters() {
        String named = "{\"kind\": \"goods\", \"title\": {\"en\": \"Twin\"}, "
                + "\"options\": [{\"name\": {\"en\": \"Size\"}, \"values\": [{\"en\": \"S\"}, {\"en\": \"L\"}]}],"
                + "\"variants\": [{\"optionValues\": [{\"en\": \"S\"}], \"sku\": \"%s\"},"
                + " {\"optionValues\": [{\"en\": \"L\"}], \"sku\": \"%s\"}]}";
        String before = rows();
        String products = "/api/v1/products";
        is(products, named.formatted("TWIN-A", "mug"), 409, "/variants/1/sku", "catalog/sku-taken");
        assertThat(client.post(products, named.formatted("TWIN-\u00dc", "twin-\u00fc"))
                        .at("/errors/0/code"))
                .isEqualTo("catalog/sku-taken");
        is(products, named.formatted("TWIN-A", "x".repeat(61)), 422, "/variants/1/sku", "catalog/sku-invalid");
        is(
                products,
                named.formatted("TWIN-A", "TWIN-B\", \"height\": -1, \"gtin\": \""),
                422,
                "/variants/1/height",
                "catalog/measure-invalid");
        assertThat(rows()).isEqualTo(before);

        assertThat(client.get("/api/v1/products/by-sku?sku=mug").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/stock/items/mUg").at("/sku")).isEqualTo("MUG");
        Answer placed =
                client.post(ORDERS, order("\"sku\": \"mug\", \"quantity\": 1").replace("BAD", "SMALL-" + Stage.tail()));
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(placed.at("/lines/0/sku")).isEqualTo("MUG");
        String line = "{\"sku\": \"%s\", \"quantity\": 1}";
        is(
                "/api/v1/stock/receipts",
                "{\"locationId\": \"" + location + "\", \"lines\": [" + line.formatted("MUG") + ", "
                        + line.formatted("mug") + "]}",
                422,
                "/lines/1/sku",
                "inventory/sku-twice");
    }

    // ---- lists

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders?payment=", "/orders?view=", "/orders?fulfilment=", "/orders?sort=", "/products?state=",
                "/products?kind=", "/products?sort=", "/stock?state=", "/locations?kind=", "/locations?state=",
                "/stock/transfers?state=", "/customers?kind=", "/members?sort=", "/invitations?state=", "/keys?state=",
                "/jobs?state=", "/orders?colour="
            })
    void aListIsNotAnsweredForAnother(String list) {
        String address = "/api/v1" + list + "nonsense";
        Answer answer = client.get(address);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.at("/errors/0/field")).isEqualTo(list.replaceAll(".*[?]|=", ""));
        assertThat(answer.problem()).isEqualTo(list.contains("colour") ? "api/unknown-parameter" : "api/unknown-value");
        isSaidInBothLanguages(answer.at("/detail"), chinese().get(address).at("/detail"));
    }

    @Test
    void aCursorBelongsToItsOrder() {
        for (int i = 0; i < 2; i++) {
            client.post(ORDERS, new String(body(ORDERS), StandardCharsets.UTF_8));
        }
        String next = client.get(ORDERS + "?limit=1").at("/next");

        assertThat(client.get(ORDERS + "?limit=1&after=" + next).status()).isEqualTo(200);
        Answer other = client.get(ORDERS + "?limit=1&sort=placed&after=" + next);
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.problem()).isEqualTo("tenancy/cursor");
        assertThat(other.at("/errors/0/field")).isEqualTo("after");
        // a page begins at the beginning
        Browser browser = stage.browser(workspace.owner());
        String page = "/w/" + workspace.slug() + "/orders?sort=placed";
        assertThat(browser.get(page + "&after=" + next).status()).isEqualTo(200);
        assertThat(browser.get("/w/" + workspace.slug() + "/orders?payment=nonsense&view=nonsense&sort=nonsense")
                        .body())
                .contains(client.get(ORDERS + "?limit=1").at("/data/0/number"));
    }

    // ---- by hand

    /** A form with a fault. @param field of the form that it stands at */
    private record Typed(String name, String field, Map<String, String> values) {}

    private static Typed typed(String name, String field, String... values) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            map.put(values[i], values[i + 1]);
        }
        return new Typed(name, field, map);
    }

    private List<Typed> typed() {
        String sku = "lines[0].sku";
        String quantity = "lines[0].quantity";
        String price = "lines[0].price";
        return List.of(
                typed("unknown SKU", "lines-0-sku", sku, "NONE"),
                typed("no units", "lines-0-quantity", quantity, "0"),
                typed("less than none", "lines-0-quantity", quantity, "-1"),
                typed("a huge quantity", "lines-0-quantity", quantity, "1000000"),
                typed("a quantity that is no number of ours", "lines-0-quantity", quantity, "99999999999999999999999"),
                typed("half a unit", "lines-0-quantity", quantity, "1.5"),
                typed("more than there is", "lines-0-quantity", quantity, "5000"),
                typed("below the lowest price", "lines-0-price", sku, "FLOORED", price, "9.99"),
                typed("a price that is none", "lines-0-price", price, "12.345"),
                typed("less than nothing", "lines-0-price", price, "-1"),
                typed("not for this channel", "lines-0-sku", sku, "EXCLUSIVE"),
                typed("more off than it costs", "discounts-0-amount", "discounts[0].amount", "15.01"),
                typed("a phone with letters", "buyerPhone", "buyerPhone", "call me"),
                typed("an e-mail address that is none", "buyerEmail", "buyerEmail", "nobody"),
                typed(
                        "a payment twice",
                        "payments-1-reference",
                        "payments[0].amount",
                        "1",
                        "payments[0].method",
                        "cash",
                        "payments[0].reference",
                        "R-1",
                        "payments[1].amount",
                        "2",
                        "payments[1].method",
                        "cash",
                        "payments[1].reference",
                        "R-1"),
                typed("a country that is none", "shipCountry", "shipCountry", "XX"),
                typed("a region that is none", "shipRegion", "shipCountry", "CN", "shipRegion", "999999"),
                typed("no lines at all", "", sku, "", quantity, ""),
                typed("no channel", "channelId", "channelId", ""),
                typed("another tenant's channel", "channelId", "channelId", strangersChannel.toString()),
                typed("another tenant's customer", "", "customerId", strangersCustomer.toString()));
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("channelId", channel.toString());
        form.put("buyerName", "Typed Buyer");
        form.put("lines[0].sku", "MUG");
        form.put("lines[0].quantity", "1");
        return form;
    }

    @TestFactory
    Stream<DynamicTest> byHand() {
        Browser english = stage.browser(workspace.owner());
        Browser chinese = stage.browser(workspace.owner()).header("Accept-Language", "zh-CN");
        String address = "/w/" + workspace.slug() + "/orders/new";
        return typed().stream()
                .map(typed -> DynamicTest.dynamicTest(typed.name(), () -> {
                    Map<String, String> form = form();
                    form.putAll(typed.values());
                    String before = rows();
                    Browser.Answer answer = english.post(address, form);
                    Browser.Answer inChinese = chinese.post(address, form);

                    assertThat(answer.status()).isEqualTo(422);
                    assertThat(inChinese.status()).isEqualTo(422);
                    assertThat(answer.body()).contains("Typed Buyer").doesNotContain("??", "problem.order");
                    if (!typed.field().isEmpty()) {
                        String place = "id=\"f-" + typed.field() + "-error\"";
                        assertThat(answer.body()).contains(place);
                        assertThat(inChinese.body())
                                .containsPattern("(?s)" + place + "[^>]*>(?:(?!</div>).)*\\p{IsHan}");
                    }
                    assertThat(rows()).isEqualTo(before);
                }));
    }

    @Test
    void aPersonWhoMayNotOrOfAnotherOutletPlacesNothing() {
        String address = "/w/" + workspace.slug() + "/orders/new";
        Browser auditor = stage.browser(stage.member(workspace, "Ada", "auditor", top));
        Browser manager = stage.browser(stage.member(workspace, "Mary", "node_manager", elsewhere));
        String before = rows();

        assertThat(auditor.post(address, form()).status()).isEqualTo(403);
        Browser.Answer local = manager.post(address, form());

        assertThat(local.status()).isEqualTo(422);
        assertThat(local.body()).contains("f-channelId-error");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aFormOfTenMegabytesOrInNoUtf8PlacesNothing() {
        String address = "/w/" + workspace.slug() + "/orders/new";
        Browser browser = stage.browser(workspace.owner());
        String type = "application/x-www-form-urlencoded";
        String form = "channelId=" + channel + "&lines%5B0%5D.sku=MUG&lines%5B0%5D.quantity=1&note=";
        String before = rows();

        assertThat(browser.postRaw(address, form + "x".repeat(10 * MEGABYTE), type, true)
                        .status())
                .isEqualTo(413);
        assertThat(browser.postRaw(address, form + "%FF%FE", type, true).status())
                .isBetween(400, 422);
        assertThat(rows()).isEqualTo(before);
    }
}
