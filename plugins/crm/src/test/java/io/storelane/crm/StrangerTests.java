package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Ids of one workspace in the addresses of another one that uses the plugin too: they name nothing, and nothing changes. */
class StrangerTests {

    private static String id(Market market, String page, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(market.shop.get(page).body());
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    @Test
    void idsOfAnotherWorkspaceNameNothing() {
        Market hill = new Market("Hill Coffee");
        Market lake = new Market("Lake Books");
        UUID ann = hill.customer("Ann Miller");
        String customer = "/customers/" + ann;
        hill.says(customer, "Added");
        AttributeTests.declare(hill, "Likes", "TEXT", "");
        TaskTests.rule(hill, "FIRST_ORDER", 0, "Say welcome");
        hill.order(ann, 10_00);
        hill.says("/tasks", "Say welcome");
        String task = TaskTests.task(hill, "open");
        String segment = SegmentTests.added(hill.shop, SegmentTests.form("All", "all", "ORDERS", "AT_LEAST", "0", ""));
        String attribute = id(hill, "/attributes", "/attributes/([0-9a-f-]{36})/delete");
        String rule = id(hill, "/tasks/rules", "/tasks/rules/([0-9a-f-]{36})/stop");

        Map<String, String> changed = SegmentTests.form("Mine", "all", "ORDERS", "AT_LEAST", "1", "");
        changed.put("version", "0");
        Map<String, Integer> answers = new LinkedHashMap<>();
        for (String page : new String[] {
            customer,
            customer + "/attributes",
            segment,
            segment + "/edit",
            segment + "/count",
            segment + "/members.csv",
            task,
            "/tasks/new?customer=" + ann
        }) {
            Outcome answer = lake.shop.get(page);
            answers.put("GET " + page, answer.status());
            assertThat(answer.body()).as(page).doesNotContain("Ann Miller", "Say welcome");
        }
        Map<String, Map<String, String>> forms = new HashMap<>(Map.of(
                customer + "/notes",
                Map.of("text", "Mine now"),
                customer + "/attributes",
                Map.of("value-" + attribute, "Mine now"),
                segment,
                changed,
                segment + "/delete",
                Map.of(),
                task + "/close",
                Map.of("outcome", "REACHED", "remark", "", "again", ""),
                task + "/reopen",
                Map.of(),
                task + "/assign",
                Map.of("person", "me"),
                "/tasks/rules/" + rule + "/stop",
                Map.of(),
                "/attributes/" + attribute + "/delete",
                Map.of()));
        forms.put(
                "/tasks/new",
                Map.of("customer", ann.toString(), "title", "Mine now", "due", "2030-01-01", "person", ""));
        forms.forEach((page, form) ->
                answers.put("POST " + page, lake.shop.post(page, form).status()));

        assertThat(answers).allSatisfy((_, status) -> assertThat(status).isEqualTo(404));
        assertThat(hill.shop.get(customer).body()).contains("Likes").doesNotContain("Mine now");
        assertThat(hill.shop.get(segment).body()).contains("All", "Ann Miller");
        assertThat(hill.shop.get("/tasks").body()).contains("Say welcome").doesNotContain("Mine now");
        assertThat(hill.shop.get("/tasks/rules").body()).contains(rule + "/stop");
        assertThat(lake.shop.get("/customers").body()).doesNotContain("Ann Miller");
    }
}
