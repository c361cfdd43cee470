package io.storelane.rma;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.order.Orders;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Returns, as programs handle them. */
class ReturnApiTests extends ServerTests {

    private static final String RETURNS = "/api/v1/returns";

    @Autowired
    ApplicationContext context;

    private SoldOrders sold;
    private ApiClient client;
    private Orders.Whole order;
    private UUID line;

    @BeforeEach
    void anOrderOfThreeMugs() {
        sold = new SoldOrders(context);
        sold.goods("MUG", 1_500, 10);
        order = sold.delivered(0, 500, 5_000, Shop.line("MUG", 3));
        line = order.lines().getFirst().id();
        client = sold.stage.program(sold.owner, sold.workspace, sold.stage.top(sold.workspace));
    }

    private String request(String resolution, long units) {
        return """
                {"orderId": "%s", "resolution": "%s", "reason": "damaged", "lines": [{"lineId": "%s", "quantity": %d}]}""".formatted(order.order().id(), resolution, line, units);
    }

    private static ApiClient at(ApiClient client, Answer answer) {
        return client.with("If-Match", answer.header("ETag"));
    }

    private static Answer ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    @Test
    void aProgramTakesAReturnFromItsRequestToItsRefund() {
        assertThat(client.get(RETURNS + "/returnable/" + order.order().id()).at("/lines/0/left"))
                .isEqualTo("3");
        ApiClient once = client.with("Idempotency-Key", "r-1");
        Answer made = once.post(RETURNS, request("refund", 2));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(once.post(RETURNS, request("refund", 2)).at("/id")).isEqualTo(made.at("/id"));
        String here = RETURNS + "/" + made.at("/id");
        assertThat(made.header("Location")).isEqualTo(here);

        Answer approved = ok(client.post(here + "/approve", "{\"locationId\": \"" + sold.east + "\"}"));
        ok(client.post(here + "/tracking", "{\"tracking\": \"SF77\"}"));
        assertThat(client.get(RETURNS + "?q=SF77").at("/data/0/id")).isEqualTo(made.at("/id"));
        String arrival = "{\"lines\": [{\"lineId\": \"" + line + "\", \"quantity\": %d}]}";
        assertThat(client.post(here + "/receive", arrival.formatted(1)).status())
                .isEqualTo(428);
        assertThat(at(client, approved)
                        .post(here + "/receive", arrival.formatted(1))
                        .problem())
                .isEqualTo("rma/changed-meanwhile");
        Answer first = ok(at(client, client.get(here)).post(here + "/receive", arrival.formatted(1)));
        assertThat(at(client, first)
                        .post(here + "/receive", arrival.formatted(2))
                        .at("/errors/0/field"))
                .isEqualTo("/lines/0/quantity");
        Answer received = ok(at(client, first).post(here + "/receive", arrival.formatted(1)));
        assertThat(received.at("/state")).isEqualTo("received");
        Answer inspected = ok(at(client, received)
                .post(
                        here + "/inspect",
                        "{\"lines\": [{\"lineId\": \"" + line + "\", \"restock\": 1, \"scrap\": 1}]}"));
        assertThat(inspected.at("/state")).isEqualTo("inspected");

        String refund = """
                {"amount": {"amount": %d, "currency": "%s"}, "shipping": {"amount": %d, "currency": "USD"}, "method": "bank",
                 "reference": "B-1"}""";
        Answer large = at(client, inspected).post(here + "/refunds", refund.formatted(3_001, "USD", 0));
        assertThat(large.status()).isEqualTo(409);
        assertThat(large.problem()).isEqualTo("rma/refund-too-large");
        assertThat(large.at("/errors/0/field")).isEqualTo("/amount/amount");
        assertThat(large.at("/detail")).contains("30.00 USD");
        assertThat(at(client, inspected)
                        .post(here + "/refunds", refund.formatted(1, "EUR", 0))
                        .at("/errors/0/field"))
                .isEqualTo("/amount/currency");
        assertThat(at(client, inspected)
                        .post(here + "/refunds", refund.formatted(1, "USD", 501))
                        .at("/errors/0/field"))
                .isEqualTo("/shipping/amount");
        Answer closed = ok(at(client, inspected).post(here + "/refunds", refund.formatted(3_000, "USD", 500)));
        assertThat(closed.at("/state")).isEqualTo("closed");
        assertThat(client.get("/api/v1/orders/" + order.order().id()).at("/money/refunded/amount"))
                .isEqualTo("3500");
        assertThat(client.get(RETURNS + "/counts").at("/ended")).isEqualTo("1");
        assertThat(client.get(RETURNS + "?view=closed").status()).isEqualTo(400);
        assertThat(client.get(RETURNS + "?colour=red").status()).isEqualTo(400);
    }

    @Test
    void whatIsWrongIsNamedWithItsPlace() {
        assertThat(client.post(RETURNS, request("gift", 1)).at("/errors/0/field"))
                .isEqualTo("/resolution");
        Answer many = client.post(RETURNS, request("refund", 4));
        assertThat(many.status()).isEqualTo(409);
        assertThat(many.problem()).isEqualTo("rma/more-than-shipped");
        assertThat(many.at("/errors/0/field")).isEqualTo("/lines/0/quantity");
        assertThat(client.post(
                                RETURNS,
                                request("refund", 1)
                                        .replace(
                                                line.toString(),
                                                UUID.randomUUID().toString()))
                        .at("/errors/0/field"))
                .isEqualTo("/lines/0/lineId");
        assertThat(client.post(
                                RETURNS,
                                request("refund", 1)
                                        .replace(
                                                order.order().id().toString(),
                                                UUID.randomUUID().toString()))
                        .at("/errors/0/field"))
                .isEqualTo("/orderId");
        sold.deliveredDaysAgo(order.order().id(), 10);
        Answer late = client.with("Accept-Language", "zh-CN").post(RETURNS, request("refund", 1));
        assertThat(late.problem()).isEqualTo("rma/too-late");
        assertThat(late.at("/detail")).isEqualTo("MUG 签收已超过 7 天，须由有超期受理权限的人员填写原因。");
    }

    @Test
    void aWrongAmountIsNamedByItsPlaceBeforeAnythingCame() {
        Answer made = client.post(RETURNS, request("exchange", 1));
        String here = RETURNS + "/" + made.at("/id");
        Answer refund = at(client, made)
                .post(
                        here + "/refunds",
                        "{\"amount\": {\"amount\": 1, \"currency\": \"USD\"}, \"shipping\": {\"amount\": -1, \"currency\": \"USD\"},"
                                + " \"method\": \"bank\"}");
        assertThat(refund.status()).as(refund.body()).isEqualTo(422);
        assertThat(refund.at("/errors/0/field")).isEqualTo("/shipping/amount");
        Answer exchange = at(client, made)
                .post(
                        here + "/exchange",
                        "{\"lines\": [{\"sku\": \"MUG\", \"quantity\": 1, \"unitPrice\": {\"amount\": -1, \"currency\": \"USD\"}}]}");
        assertThat(exchange.status()).as(exchange.body()).isEqualTo(422);
        assertThat(exchange.at("/errors/0/field")).isEqualTo("/lines/0/unitPrice/amount");
    }

    @Test
    void manyAreAnsweredAtOnceEachForItself() {
        Answer first = client.post(RETURNS, request("refund", 1));
        Answer second = client.post(RETURNS, request("exchange", 1));
        ok(client.post(RETURNS + "/" + first.at("/id") + "/refuse", "{\"reason\": \"Used\"}"));
        Answer done = ok(client.post(
                RETURNS + "/actions/bulk",
                "{\"action\": \"approve\", \"ids\": [\"" + first.at("/id") + "\", \"" + second.at("/id") + "\"]}"));
        assertThat(done.at("/done")).isEqualTo("1");
        assertThat(done.at("/data/0/error/code")).isEqualTo("rma/already-answered");
        assertThat(done.json().at("/data/1/error").isNull()).isTrue();
        assertThat(client.post(
                                RETURNS + "/actions/bulk",
                                "{\"action\": \"eat\", \"ids\": [\"" + first.at("/id") + "\"]}")
                        .at("/errors/0/field"))
                .isEqualTo("/action");
    }

    @Test
    void anExchangeByApiAnswersWithItsOrder() {
        Answer made = client.post(RETURNS, request("exchange", 1));
        String here = RETURNS + "/" + made.at("/id");
        ok(client.post(here + "/approve", "{}"));
        Answer received = ok(at(client, client.get(here))
                .post(
                        here + "/receive",
                        "{\"locationId\": \"%s\", \"lines\": [{\"lineId\": \"%s\", \"quantity\": 1}]}"
                                .formatted(sold.east, line)));
        Answer exchanged = ok(at(client, received).post(here + "/exchange", "{}"));
        assertThat(client.get("/api/v1/orders/" + exchanged.at("/exchangeOrderId"))
                        .at("/money/total/amount"))
                .isEqualTo("0");
        assertThat(at(client, exchanged).post(here + "/exchange", "{}").problem())
                .isEqualTo("rma/not-exchangeable");
    }

    @Test
    void aKeyDoesWhatItsScopesAllow() {
        ApiClient viewer = new ApiClient(sold.stage
                .key(sold.owner, sold.workspace, sold.stage.top(sold.workspace), Set.of(Permission.RETURNS_VIEW))
                .token());
        Answer made = client.post(RETURNS, request("refund", 1));
        String here = RETURNS + "/" + made.at("/id");
        assertThat(viewer.get(here).status()).isEqualTo(200);
        assertThat(viewer.post(here + "/approve", "{}").status()).isEqualTo(403);
        assertThat(viewer.post(RETURNS, request("refund", 1)).status()).isEqualTo(403);
        assertThat(client.get("/api/v1/settings/returns").at("/days")).isEqualTo("7");
        Answer changed = at(client, client.get("/api/v1/settings/returns"))
                .put("/api/v1/settings/returns", "{\"days\": null, \"answerHours\": 48}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(at(client, changed)
                        .put("/api/v1/settings/returns", "{\"days\": 9999, \"answerHours\": 0}")
                        .at("/errors/0/field"))
                .isEqualTo("/days");
    }
}
