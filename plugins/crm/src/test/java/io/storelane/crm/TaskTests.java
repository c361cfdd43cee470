package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tasks that rules make, and what becomes of them. */
class TaskTests {

    static void rule(Market market, String kind, int days, String title) {
        Outcome added = market.shop.post(
                "/tasks/rules", Map.of("kind", kind, "days", Integer.toString(days), "title", title, "person", ""));
        assertThat(added.status()).as(added.body()).isEqualTo(302);
    }

    /** The page of the first task in the list, below the plugin's own. */
    static String task(Market market, String view) {
        Matcher link = Pattern.compile("/p/crm(/tasks/[0-9a-f-]{36})")
                .matcher(market.shop.get("/tasks?view=" + view).body());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static int times(String text, String body) {
        return body.split(Pattern.quote(text), -1).length - 1;
    }

    @Test
    void ruleMakesATaskOncePerOccasion() {
        Market hill = new Market("Hill Coffee");
        rule(hill, "AFTER_DELIVERY", 7, "Ask how it was");
        rule(hill, "FIRST_ORDER", 0, "Say welcome");
        UUID ann = hill.customer("Ann Miller");
        UUID first = hill.order(ann, 10_00);
        hill.says("/tasks", "Say welcome");
        UUID second = hill.order(ann, 20_00);
        hill.delivered(first);
        hill.delivered(first);
        hill.delivered(second);

        Patience.until(() -> times(">Ask how it was<", hill.shop.get("/tasks").body()) >= 2);
        hill.says("/customers/" + ann, "Delivered");
        String list = hill.shop.get("/tasks").body();
        assertThat(times(">Ask how it was<", list)).isEqualTo(2);
        assertThat(times(">Say welcome<", list)).isEqualTo(1);

        String month = YearMonth.from(LocalDate.now(ZoneOffset.UTC).plusDays(7)).toString();
        assertThat(hill.shop.get("/tasks/calendar?month=" + month).body()).contains("Ask how it was · Ann Miller");
        assertThat(hill.shop.get("/tasks/calendar?month=nonsense").status()).isEqualTo(200);
    }

    @Test
    void ruleThatIsStoppedMakesNone() {
        Market hill = new Market("Hill Coffee");
        rule(hill, "FIRST_ORDER", 0, "Say welcome");
        Matcher id = Pattern.compile("/tasks/rules/([0-9a-f-]{36})/stop")
                .matcher(hill.shop.get("/tasks/rules").body());
        assertThat(id.find()).isTrue();
        hill.shop.post("/tasks/rules/" + id.group(1) + "/stop", Map.of());
        UUID ann = hill.customer("Ann Miller");
        hill.order(ann, 10_00);
        hill.says("/customers/" + ann, "Ordered");
        assertThat(hill.shop.get("/tasks").body()).contains("Nothing to do");
    }

    @Test
    void taskIsDoneUndoneAndTriedAgain() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.says("/customers/" + ann, "Added");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertThat(hill.shop
                        .post(
                                "/tasks/new",
                                Map.of(
                                        "customer",
                                        ann.toString(),
                                        "title",
                                        "Call back",
                                        "due",
                                        today.minusDays(1).toString(),
                                        "person",
                                        ""))
                        .status())
                .isEqualTo(302);
        String page = task(hill, "overdue");
        assertThat(hill.shop.post(page + "/assign", Map.of("person", "me")).status())
                .isEqualTo(302);
        assertThat(hill.shop.get("/tasks").body()).contains("Hill Coffee owner", ">Mine<");

        assertThat(hill.shop
                        .post(page + "/close", Map.of("outcome", "AGAIN", "again", "", "remark", ""))
                        .body())
                .contains("Choose today or a later day");
        Map<String, String> again =
                Map.of("outcome", "AGAIN", "again", today.plusDays(3).toString(), "remark", "on holiday");
        assertThat(hill.shop.post(page + "/close", again).status()).isEqualTo(302);
        assertThat(hill.shop.post(page + "/close", again).status()).isEqualTo(302);
        assertThat(times(">Call back<", hill.shop.get("/tasks").body())).isEqualTo(1);
        assertThat(hill.shop.get("/customers/" + ann).body()).containsOnlyOnce("Call back – on holiday");

        assertThat(hill.shop.post(page + "/reopen", Map.of()).status()).isEqualTo(302);
        assertThat(times(">Call back<", hill.shop.get("/tasks").body())).isEqualTo(1);
        assertThat(hill.shop.get(page).body()).contains("What came of it");
        assertThat(hill.shop
                        .post(page + "/close", Map.of("outcome", "REACHED", "remark", "", "again", ""))
                        .status())
                .isEqualTo(302);
        assertThat(hill.shop.get("/tasks").body()).contains("Nothing to do");
        assertThat(hill.shop.get("/tasks?view=closed").body()).contains("Call back", "Reached");
    }

    @Test
    void whoFallsSilentIsCalledOnce() throws SQLException {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.order(ann, 10_00);
        hill.says("/customers/" + ann, "$10.00");
        rule(hill, "NO_ORDER", 90, "Ask why");
        changed("update plugin_crm.profile set last_order_at = now() - interval '91 days' where customer_id = ?", ann);

        hourPasses(hill);
        hill.says("/tasks", "Ask why");
        hourPasses(hill);
        assertThat(times(">Ask why<", hill.shop.get("/tasks").body())).isEqualTo(1);
    }

    /** The work of each hour is due, and whatever happens in the workspace wakes who does it. */
    private static void hourPasses(Market market) throws SQLException {
        changed(
                "update core.plugin_task set next_at = now() - interval '1 second' where tenant_id = ?",
                market.shop.tenant());
        market.customer("Somebody");
        Patience.until(() -> {
            try {
                return changed(
                                "update core.plugin_task set fault = fault where tenant_id = ? and next_at > now() + interval '30 minutes'",
                                market.shop.tenant())
                        > 0;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static int changed(String sql, UUID id) throws SQLException {
        try (Connection connection = TestServer.get().database();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            return statement.executeUpdate();
        }
    }

    @Test
    void whatIsWrongWithARuleIsSaidAtItsField() {
        Market hill = new Market("Hill Coffee");
        Outcome answer =
                hill.shop.post("/tasks/rules", Map.of("kind", "SOMETIMES", "days", "x", "title", " ", "person", ""));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "Choose what is looked at.", "Enter a number of days, 0 to 3,650.", "Say what is to be done.");
        assertThat(hill.shop
                        .owner()
                        .speaking("zh-CN")
                        .post(hill.shop.path("/tasks/rules"), Map.of("kind", "NO_ORDER", "days", "-1", "title", "x"))
                        .body())
                .contains("请输入天数，0 到 3650。");
    }
}
