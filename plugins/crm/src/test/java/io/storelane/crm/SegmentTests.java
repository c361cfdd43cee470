package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Shop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Segments, built on their pages as people build them. */
class SegmentTests {

    /** @param conditions field, op, value and more of each, all in one group */
    static Map<String, String> form(String name, String match, String... conditions) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("name", name);
        form.put("match", "all");
        form.put("groups[0].match", match);
        for (int i = 0; i < conditions.length / 4; i++) {
            String at = "groups[0].conditions[" + i + "].";
            form.put(at + "field", conditions[i * 4]);
            form.put(at + "op", conditions[i * 4 + 1]);
            form.put(at + "value", conditions[i * 4 + 2]);
            form.put(at + "more", conditions[i * 4 + 3]);
        }
        return form;
    }

    /** The page of the new segment, below the plugin's own. */
    static String added(Shop shop, Map<String, String> form) {
        Outcome answer = shop.post("/segments", form);
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        return answer.location().substring(answer.location().indexOf("/segments"));
    }

    @Test
    void membersFollowTheRuleAndTheEvents() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        UUID bob = hill.customer("Bob Stone");
        hill.order(ann, 60_00);
        hill.order(ann, 60_00);
        hill.order(bob, 15_00);
        hill.tag(bob, "VIP");
        hill.says("/customers/" + ann, "$120.00");
        hill.says("/customers/" + bob, "VIP");

        String rich =
                added(hill.shop, form("Rich", "all", "SPENT", "AT_LEAST", "100", "USD", "ORDERS", "AT_LEAST", "2", ""));
        assertThat(hill.shop.get(rich).body()).contains("Ann Miller").doesNotContain("Bob Stone");
        assertThat(hill.shop.get(rich + "/count").body()).isEqualTo("1");

        String either =
                added(hill.shop, form("Either", "any", "SPENT", "AT_LEAST", "100", "USD", "TAG", "IS", "VIP", ""));
        assertThat(hill.shop.get(either).body()).contains("Ann Miller", "Bob Stone");

        hill.order(bob, 100_00);
        hill.says(rich, "Bob Stone");
        assertThat(hill.shop.get("/segments").body()).contains("Rich", "2 conditions");
        assertThat(hill.shop.get(rich + "/members.csv").body())
                .contains("\"Ann Miller\",\"\",\"2\"")
                .hasLineCount(3);
    }

    @Test
    void countIsTheAnswerToWhatIsTyped() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.customer("Bob Stone");
        hill.order(ann, 60_00);
        hill.says("/customers/" + ann, "$60.00");

        Map<String, String> form = form("", "all", "LAST_ORDER", "WITHIN", "30", "");
        assertThat(hill.shop.post("/segments/count", form).body()).isEqualTo("1");
        form.put("groups[0].conditions[0].op", "NOT_WITHIN");
        assertThat(hill.shop.post("/segments/count", form).body()).isEqualTo("1");
        form.put("groups[0].conditions[0].value", "soon");
        assertThat(hill.shop.post("/segments/count", form).body()).isEqualTo("–");
    }

    @Test
    void whatIsWrongIsSaidAtItsField() {
        Market hill = new Market("Hill Coffee");
        Outcome answer = hill.shop.post(
                "/segments", form(" ", "all", "ORDERS", "AT_LEAST", "many", "", "SPENT", "AT_LEAST", "5", "dollars"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Enter a name.", "Enter a number.", "currency of three letters", "c0-1-error")
                .contains("value=\"many\"");
        assertThat(hill.shop
                        .owner()
                        .speaking("zh-CN")
                        .post(hill.shop.path("/segments"), form("a", "all", "TAG", "IS", "", ""))
                        .body())
                .contains("请输入不超过 200 个字符的文字");
        added(hill.shop, form("Loyal", "all", "ORDERS", "AT_LEAST", "2", ""));
        assertThat(hill.shop
                        .post("/segments", form("Loyal", "all", "ORDERS", "AT_LEAST", "2", ""))
                        .body())
                .contains("Another segment has this name");
    }

    @Test
    void builderAddsAndRemovesWithoutScript() {
        Market hill = new Market("Hill Coffee");
        Map<String, String> form = form("Mine", "all", "ORDERS", "AT_LEAST", "2", "");
        form.put("do", "add:0");
        assertThat(hill.shop.post("/segments/draft", form).body())
                .contains("groups[0].conditions[1].field", "value=\"Mine\"")
                .doesNotContain("groups[1].");
        form.put("do", "add-group");
        assertThat(hill.shop.post("/segments/draft", form).body()).contains("groups[1].conditions[0].field");
        form.put("do", "remove:0:7");
        assertThat(hill.shop.post("/segments/draft", form).status()).isEqualTo(200);
        form.put("groups[0].conditions[0].field", "CONSENT");
        assertThat(hill.shop.post("/segments/draft", form).body()).contains("WeChat", "is not");
    }

    @Test
    void secondOfTwoWhoChangeItIsTold() {
        Market hill = new Market("Hill Coffee");
        String page = added(hill.shop, form("Loyal", "all", "ORDERS", "AT_LEAST", "2", ""));
        assertThat(hill.shop.get(page + "/edit").body()).contains("value=\"2\"", "name=\"version\" value=\"0\"");
        Map<String, String> form = form("Loyal", "all", "ORDERS", "AT_LEAST", "3", "");
        form.put("version", "0");
        assertThat(hill.shop.post(page, form).status()).isEqualTo(302);
        assertThat(hill.shop.post(page, form).body()).contains("Somebody has changed this segment");
        assertThat(hill.shop.post(page + "/delete", Map.of()).status()).isEqualTo(302);
        assertThat(hill.shop.get(page).status()).isEqualTo(404);
    }

    @Test
    void whatLooksLikeSqlIsAText() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("=1+1");
        hill.says("/customers/" + ann, "Added");
        String page = added(
                hill.shop,
                form("' or true --", "any", "CITY", "IS", "' or true --", "", "TAG", "IS", "x') or (true", ""));
        assertThat(hill.shop.get(page).body()).contains("Nobody fits");
        String all = added(hill.shop, form("All", "any", "ORDERS", "AT_LEAST", "0", ""));
        assertThat(hill.shop.get(all + "/members.csv").body()).contains("\"'=1+1\"");
    }
}
