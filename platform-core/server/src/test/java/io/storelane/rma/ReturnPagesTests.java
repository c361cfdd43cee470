package io.storelane.rma;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.order.Orders;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The pages of returns, as a browser gets them. */
class ReturnPagesTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    private SoldOrders sold;
    private Browser browser;
    private Orders.Whole order;
    private UUID line;

    @BeforeEach
    void anOrderOfThreeMugs() {
        sold = new SoldOrders(context);
        sold.goods("MUG", 1_500, 10);
        order = sold.delivered(0, 500, 5_000, Shop.line("MUG", 3));
        line = order.lines().getFirst().id();
        browser = sold.stage.browser(sold.owner);
    }

    private Answer page(String path) {
        Answer answer = browser.get("/w/" + sold.workspace.slug() + path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("??");
        return answer;
    }

    private Answer send(String path, Map<String, String> form) {
        return browser.post("/w/" + sold.workspace.slug() + path, form);
    }

    private String version(UUID id) {
        return Long.toString(sold.read(id).version());
    }

    @Test
    void aPersonTakesAReturnFromTheOrderToTheRefund() {
        String orders = "/orders/" + order.order().id();
        String form = "/returns/of/" + order.order().id();
        assertThat(page(orders).body()).contains(form);
        assertThat(page(form).body()).contains("MUG", "3 of 3 can come back", "within 7 days");

        Answer wrong = send(form, Map.of("resolution", "refund", "reason", "damaged", line.toString(), "4"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("Of MUG only 3 more units can come back", "value=\"4\"");
        Answer made = send(
                form, Map.of("resolution", "exchange", "reason", "damaged", "note", "Handle", line.toString(), "2"));
        String here = made.header("Location").replaceFirst("^.*(?=/returns/)", "");
        UUID id = UUID.fromString(here.substring("/returns/".length()));
        assertThat(page(here).body()).contains("Requested", "Handle", "Approve", "Refuse");
        assertThat(page(here).body())
                .as("goods go back to where they came from")
                .contains("value=\"" + sold.east + "\" selected=\"selected\"");
        send(here + "/approve", Map.of("location", sold.east.toString()));
        assertThat(page(here).body()).contains("Take in", "2 to come", "EAST");
        send(here + "/receive", Map.of("version", version(id), line.toString(), "1"));
        assertThat(page(here).body()).contains("Partly received", "1 to inspect");
        send(here + "/receive", Map.of("version", version(id), "last", "true"));
        assertThat(page(here).body()).contains("1 never came", "Place exchange order");
        send(here + "/inspect", Map.of("version", version(id), "restock-" + line, "1", "note", "As new"));
        assertThat(page(here).body()).contains("1 back in stock", "As new", "At most $15.00");
        send(here + "/refund", Map.of("version", version(id), "amount", "15.01", "method", "bank"));
        assertThat(page(here).body()).contains("At most 15.00 USD can go back");
        send(here + "/refund", Map.of("version", version(id), "amount", "15.00", "method", "bank"));
        assertThat(page(here).body()).contains("Closed", "$15.00").doesNotContain("Take in");
        assertThat(page(orders).body()).contains(sold.read(id).number(), "Return closed");
        assertThat(sold.broken()).isEqualTo("[]");
    }

    @Test
    void theListIsSearchedFilteredAnsweredInBulkAndSaved() {
        UUID first = sold.requested(order, "refund", Map.of(line, 1L));
        UUID second = sold.requested(order, "exchange", Map.of(line, 1L));
        String one = sold.read(first).number();
        String two = sold.read(second).number();

        assertThat(page("/returns").body()).contains(one, two, order.order().number());
        assertThat(page("/returns?resolution=exchange").body()).contains(two).doesNotContain(one);
        assertThat(page("/returns?q=" + one).body()).contains(one).doesNotContain(two);
        assertThat(page("/returns?view=x&reason=x&location=x&from=x&sort=x&after=x")
                        .body())
                .isNotEmpty();
        assertThat(page("/returns?view=requested&sort=due").body()).contains(one);
        assertThat(page("/returns/" + first).body()).contains(one);
        assertThat(page("/palette?q=" + one).body()).contains(one);
        Answer drawer = sold.stage
                .browser(sold.owner)
                .header("HX-Request", "true")
                .get("/w/" + sold.workspace.slug() + "/returns/" + first);
        assertThat(drawer.body()).contains(one).doesNotContain("<html");

        sold.run(() -> context.getBean(Returns.class).refuse(first, "Used"));
        Answer bulk = send("/returns/bulk", Map.of("id", first.toString(), "action", "approve", "back", "?view=all"));
        assertThat(page(bulk.header("Location").replaceFirst("^.*(?=/returns)", ""))
                        .body())
                .contains(one + ": This request is answered already.");
        send("/returns/bulk", Map.of("id", second.toString(), "action", "approve"));
        assertThat(sold.read(second).state()).isEqualTo(ReturnState.APPROVED);
        assertThat(page("/returns/export?resolution=exchange").body())
                .contains(two, "Exchange", "Damaged on the way")
                .doesNotContain(one);
        assertThat(sold.stage
                        .browser(sold.owner)
                        .header("Accept-Language", "zh-CN")
                        .get("/w/" + sold.workspace.slug() + "/returns")
                        .body())
                .contains("退换货");
    }

    @Test
    void theDaysAreSetOnAPage() {
        assertThat(page("/returns/settings").body()).contains("value=\"7\"");
        assertThat(send("/returns/settings", Map.of("days", "x", "answerHours", "24", "version", "0"))
                        .body())
                .contains("Enter whole days from 0 to 3,650");
        send("/returns/settings", Map.of("days", "30", "answerHours", "12", "version", "0"));
        assertThat(page("/returns/settings").body()).contains("value=\"30\"", "value=\"12\"");
    }
}
