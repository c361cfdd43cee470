package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One customer, here and on the server's own pages. */
class CustomerTests {

    /** A zone whose day is another one than that of UTC just now. */
    private static ZoneId elsewhere() {
        for (String zone : new String[] {"Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
            if (!LocalDate.now(ZoneId.of(zone)).equals(LocalDate.now(ZoneOffset.UTC))) {
                return ZoneId.of(zone);
            }
        }
        throw new AssertionError("at each hour one of both has another day");
    }

    private static String own(Market market, UUID customer, String language) {
        return market.shop
                .owner()
                .speaking(language)
                .get("/w/" + market.shop.slug() + "/customers/" + customer)
                .body();
    }

    private static void task(Market market, UUID customer, String title) {
        assertThat(market.shop
                        .post(
                                "/tasks/new",
                                Map.of(
                                        "customer",
                                        customer.toString(),
                                        "title",
                                        title,
                                        "due",
                                        "2030-05-04",
                                        "person",
                                        ""))
                        .status())
                .isEqualTo(302);
    }

    @Test
    void ownPageOfACustomerShowsTagsTasksAndTheLastNote() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        UUID bob = hill.customer("Bob Stone");
        hill.tag(ann, "VIP");
        hill.says("/customers/" + ann, ">VIP<");
        hill.says("/customers/" + bob, "Added");
        task(hill, ann, "Call about beans");
        hill.shop.post("/customers/" + ann + "/notes", Map.of("text", "Likes it mild"));
        hill.shop.post("/customers/" + ann + "/notes", Map.of("text", "Likes it strong"));

        assertThat(own(hill, ann, "en"))
                .contains(
                        ">CRM<",
                        "VIP",
                        "To do",
                        "May 4, 2030 · Call about beans",
                        "Hill Coffee owner: Likes it strong",
                        hill.shop.path("/customers/" + ann))
                .doesNotContain("Likes it mild");
        assertThat(own(hill, ann, "zh-CN")).contains("2030年5月4日 · Call about beans", "最近备注");
        assertThat(own(hill, bob, "en")).contains(">CRM<").doesNotContain("Call about beans", "Likes it");
        hill.shop.disable();
        assertThat(own(hill, ann, "en")).doesNotContain(">CRM<", "Call about beans");
    }

    @Test
    void tagsAreChangedWhereTheServerKeepsThem() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.tag(ann, "VIP");
        String page = "/customers/" + ann;
        hill.says(page, ">VIP<");
        Map<String, String> form = Map.of("tags", "loyal，wholesale , loyal", "version", version(hill, page));

        assertThat(hill.shop.post(page + "/tags", form).location()).endsWith(hill.shop.path(page));
        assertThat(hill.shop.get(page).body()).contains(">loyal<", ">wholesale<");
        assertThat(hill.shop.api().get("/api/v1/customers/" + ann).body())
                .contains("loyal", "wholesale")
                .doesNotContain("VIP");

        Outcome late = hill.shop.post(page + "/tags", form);
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.body()).contains("Somebody has changed this customer meanwhile");
        Outcome tooLong =
                hill.shop.post(page + "/tags", Map.of("tags", "x".repeat(41), "version", version(hill, page)));
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.body()).contains("At most 20 tags of at most 40 characters");
    }

    private static String version(Market market, String page) {
        Matcher version = Pattern.compile("name=\"version\" value=\"(\\d+)\"")
                .matcher(market.shop.get(page + "/tags").body());
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @Test
    void notesTagsAndTasksOfBothStayWhenTwoBecomeOne() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        UUID twin = hill.customer("Ann Millar");
        hill.tag(ann, "VIP");
        hill.tag(twin, "wholesale");
        hill.order(ann, 10_00);
        hill.order(twin, 20_00);
        hill.says("/customers/" + ann, ">VIP<");
        hill.says("/customers/" + ann, "$10.00");
        hill.says("/customers/" + twin, "wholesale");
        hill.says("/customers/" + twin, "$20.00");
        for (UUID one : new UUID[] {ann, twin}) {
            task(hill, one, "Task of " + (one.equals(ann) ? "Ann" : "the twin"));
            hill.shop.post(
                    "/customers/" + one + "/notes",
                    Map.of("text", "Note of " + (one.equals(ann) ? "Ann" : "the twin")));
        }

        hill.merge(ann, twin);
        // an event of the other one that comes late
        hill.shop.happened("customer.tagged", "customer", twin, "{\"tags\": [\"wholesale\"]}");

        Patience.until(() -> hill.shop.get("/customers/" + twin).status() == 404);
        hill.says("/customers/" + ann, "$30.00");
        assertThat(hill.shop.get("/customers/" + ann).body())
                .contains("Note of Ann", "Note of the twin", "Task of Ann", "Task of the twin", ">VIP<", ">wholesale<");
    }

    @Test
    void whoIsForgottenIsForgottenAlsoWhereThePluginIsOffByNow() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.says("/customers/" + ann, "Added");
        hill.shop.disable();
        assertThat(hill.shop
                        .api()
                        .post("/api/v1/customers/" + ann + "/erase", "", 0)
                        .status())
                .isLessThan(300);
        Patience.until(() -> {
            try {
                return hill.rows("profile", ann) == 0;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void daysAreThoseOfTheWorkspace() throws SQLException {
        Market hill = new Market("Hill Coffee");
        ZoneId zone = elsewhere();
        hill.livesIn(zone.getId());
        hill.shop.post(
                "/tasks/rules", Map.of("kind", "FIRST_ORDER", "days", "0", "title", "Say welcome", "person", ""));
        UUID ann = hill.customer("Ann Miller");
        hill.order(ann, 10_00);
        hill.says("/tasks", "Say welcome");
        assertThat(hill.due("Say welcome")).isEqualTo(LocalDate.now(zone)).isNotEqualTo(LocalDate.now(ZoneOffset.UTC));
    }

    @Test
    void cardOfTheHomePageCounts() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        UUID bob = hill.customer("Bob Stone");
        UUID eve = hill.customer("Eve Lane");
        hill.order(ann, 10_00);
        hill.order(ann, 20_00);
        hill.order(bob, 10_00);
        hill.says("/customers/" + ann, "$30.00");
        hill.says("/customers/" + bob, "$10.00");
        hill.says("/customers/" + eve, "Added");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        for (String due : new String[] {today, "2020-01-01", "2090-01-01"}) {
            hill.shop.post("/tasks/new", Map.of("customer", eve.toString(), "title", "Call", "due", due, "person", ""));
        }

        String home = hill.shop.owner().get("/w/" + hill.shop.slug()).body();
        assertThat(facts(home))
                .containsEntry("Calls due today", "2")
                .containsEntry("New in seven days", "3")
                .containsEntry("Bought more than once", "50%");
        assertThat(home)
                .containsPattern("(?s)First-time buyers.{0,400}>2<")
                .containsPattern("(?s)Sales to returning customers.{0,400}[$]20[.]00")
                .containsPattern("(?s)Follow-ups closed</a>.{0,400}>0<");
    }

    private static Map<String, String> facts(String page) {
        Map<String, String> facts = new java.util.HashMap<>();
        Matcher fact = Pattern.compile("<dt>([^<]*)</dt>\\s*<dd>(?:<a [^>]*>)?([^<]*)<")
                .matcher(page);
        while (fact.find()) {
            facts.put(fact.group(1), fact.group(2).strip());
        }
        return facts;
    }

    @Test
    void channelsAreCalledByTheirNames() {
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        hill.order(ann, 10_00);
        hill.says("/customers/" + ann, "$10.00");
        Map<String, String> form = Map.of(
                "name", "x", "match", "all", "groups[0].match", "all", "groups[0].conditions[0].field", "CHANNEL");
        assertThat(hill.shop.post("/segments/draft", form).body())
                .contains(">Web shop<")
                .doesNotContain(">web<");
    }
}
