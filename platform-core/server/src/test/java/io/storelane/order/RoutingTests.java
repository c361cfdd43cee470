package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.inventory.Area;
import io.storelane.inventory.InventoryProblem;
import io.storelane.inventory.Opening;
import io.storelane.inventory.Router;
import io.storelane.inventory.RoutingRules;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.nio.charset.Charset;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Rules of routing, regions and hours of locations: how orders follow them, and what they say before an order comes. */
class RoutingTests extends ServerTests {

    private static final String XIHU = "330106";

    /** A Monday, 20:00 in UTC. */
    private static final Instant EVENING = Instant.parse("2026-03-02T20:00:00Z");

    @Autowired
    ApplicationContext context;

    @Autowired
    RoutingRules routing;

    @Autowired
    RoutingTrials trials;

    @Autowired
    Orders orders;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID channel;
    private UUID near;
    private UUID far;
    private ApiClient client;

    @BeforeEach
    void twoLocations() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        UUID mug = shop.goods("MUG", 1_500);
        near = shop.location("NEAR", XIHU, 100);
        far = shop.location("FAR", "310104", 50);
        shop.stock(mug, near, 100);
        shop.stock(mug, far, 100);
        client = stage.program(workspace.owner(), workspace, stage.top(workspace));
    }

    private void owner(Runnable work) {
        stage.run(workspace.owner(), workspace, work);
    }

    private void rules(String... order) {
        owner(() -> routing.change(
                new RoutingRules.Values(List.of(order), routing.shown().version())));
    }

    private void serve(UUID location, Area area, Opening opening) {
        owner(() -> routing.serve(location, routing.service(location).location().version(), area, opening));
    }

    /** Where an order for a mug in Hangzhou ships from, and the rule that decided. */
    private String placed() {
        Answer answer = client.post("/api/v1/orders", """
                {"channelId": "%s", "shipTo": {"country": "CN", "region": "%s"}, "allowBackorder": true,
                 "lines": [{"sku": "MUG", "quantity": 1}]}""".formatted(channel, XIHU));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().at("/lines/0/reservations").isEmpty()
                ? "nowhere"
                : answer.at("/lines/0/reservations/0/location") + " by " + answer.at("/lines/0/reservations/0/rule");
    }

    private RoutingTrial tried(Instant at) {
        return stage.as(
                        workspace.owner(),
                        workspace,
                        () -> trials.plan(List.of(new RoutingTrial.Question(
                                "A",
                                channel,
                                new Router.Place("CN", XIHU, "", ""),
                                at,
                                false,
                                List.of(new RoutingTrial.Line("MUG", 2))))))
                .getFirst();
    }

    private static String outcome(RoutingTrial trial) {
        return trial.decisions().stream()
                .map(d -> d.pick().units() + " " + d.pick().site().code() + " by "
                        + d.pick().rule().code())
                .toList()
                .toString();
    }

    @Test
    void theNextOrderFollowsTheRulesAsTheyAre() {
        assertThat(placed()).isEqualTo("NEAR by nearness");
        rules("priority", "stock");
        assertThat(placed()).isEqualTo("FAR by priority");
        rules("stock");
        assertThat(placed()).isEqualTo("FAR by code");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'routing.changed'"))
                .isEqualTo(2);
        assertThat(shop.number("select count(*) from core.event where type = 'routing.changed'"))
                .isEqualTo(2);
    }

    @Test
    void aLocationThatServesARegionFirstGoesBeforeANearerOne() {
        serve(far, new Area(List.of("310000", "330100"), false), Opening.ALWAYS);
        assertThat(placed()).isEqualTo("FAR by division");
        serve(near, new Area(List.of(XIHU), true), Opening.ALWAYS);
        assertThat(placed()).isEqualTo("NEAR by nearness");
        serve(far, Area.EVERYWHERE, Opening.ALWAYS);
        assertThat(placed()).isEqualTo("NEAR by division");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'location.service_changed'"))
                .isEqualTo(3);
    }

    @Test
    void aLocationThatServesOtherRegionsOnlyIsLeftOut() {
        serve(near, new Area(List.of("440000"), true), Opening.ALWAYS);
        assertThat(placed()).isEqualTo("FAR by only");
        serve(far, new Area(List.of("310000"), true), Opening.ALWAYS);
        assertThat(placed()).isEqualTo("nowhere");
        RoutingTrial trial = tried(EVENING);
        assertThat(trial.isComplete()).isFalse();
        assertThat(trial.missing())
                .singleElement()
                .satisfies(m ->
                        assertThat(m.leftOut()).extracting(Router.Site::code).containsExactlyInAnyOrder("NEAR", "FAR"));
    }

    @Test
    void aLocationThatIsClosedDoesNotShipToday() {
        rules("cut_off", "nearness");
        assertThat(outcome(tried(EVENING))).isEqualTo("[2 NEAR by nearness]");
        serve(near, Area.EVERYWHERE, open(8, 18));
        assertThat(outcome(tried(EVENING))).isEqualTo("[2 FAR by cut_off]");
        serve(near, Area.EVERYWHERE, open(8, 21));
        assertThat(outcome(tried(EVENING))).isEqualTo("[2 NEAR by nearness]");
        serve(
                near,
                Area.EVERYWHERE,
                new Opening(
                        Map.of(),
                        List.of(new Opening.Closure(
                                LocalDate.parse("2026-03-01"), LocalDate.parse("2026-03-03"), "盘点"))));
        assertThat(outcome(tried(EVENING))).isEqualTo("[2 FAR by cut_off]");
        assertThat(outcome(tried(Instant.parse("2026-03-04T20:00:00Z")))).isEqualTo("[2 NEAR by nearness]");
    }

    private static Opening open(int from, int until) {
        Map<DayOfWeek, List<Opening.Hours>> week = new HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, List.of(new Opening.Hours(LocalTime.of(from, 0), LocalTime.of(until, 0))));
        }
        return new Opening(week, List.of());
    }

    @Test
    void aTrialSaysWhatTheOrderThenDoesAndWritesNothing() {
        String before = rows();
        RoutingTrial trial = tried(EVENING);
        String json = """
                {"orders": [{"name": "A-1", "channelId": "%s", "shipTo": {"country": "CN", "region": "330106"},
                   "lines": [{"sku": "MUG", "units": 101}]},
                  {"channelId": "%s", "shipTo": {}, "lines": [{"sku": "NONE", "units": 1}]},
                  {"channelId": "%s", "shipTo": {"country": "CN", "region": "330106"}, "lines": [{"sku": "MUG", "units": 100}]}]}""".formatted(channel, channel, channel);
        Answer answer = client.post("/api/v1/routing/trials", json);
        Browser browser = stage.browser(workspace.owner());
        String address = "/w/" + workspace.slug() + "/routing/trial";
        Browser.Answer page = browser.post(
                address,
                Map.of(
                        "channelId",
                        channel.toString(),
                        "region",
                        "杭州市西湖区",
                        "lines[0].sku",
                        "mug",
                        "lines[0].units",
                        "2"));
        Browser.Answer refused = browser.post(address, Map.of("region", "Nowhere", "lines[0].units", "x"));

        assertThat(rows()).isEqualTo(before);
        assertThat(outcome(trial)).isEqualTo("[2 NEAR by nearness]");
        assertThat(trial.decisions().getFirst().choice().ranked())
                .extracting(r -> r.site().code() + " " + r.free() + " " + r.nearness() + " " + r.today())
                .containsExactly("NEAR 100 DISTRICT true", "FAR 100 COUNTRY true");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.at("/trials/0/decisions/0/location")).isEqualTo("NEAR");
        assertThat(answer.at("/trials/0/decisions/0/units")).isEqualTo("100");
        assertThat(answer.at("/trials/0/decisions/1/location")).isEqualTo("FAR");
        assertThat(answer.at("/trials/0/decisions/1/reason")).contains("only location that has any");
        assertThat(answer.at("/trials/1/errors/0/code")).isEqualTo("order/unknown-sku");
        assertThat(answer.at("/trials/2/missing/0/units"))
                .as("the first order took what the third one asks for")
                .isEqualTo("1");
        assertThat(page.body()).contains("Ships from 1 location", "2 × MUG from NEAR", "2 locations compared", "FAR");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("“Nowhere” is no region", "no such sales channel");
        assertThat(placed()).isEqualTo("NEAR by nearness");
    }

    @Test
    void aFileOfOrdersIsTriedInBothEncodingsAndItsWrongLinesAreNamed() {
        String file =
                "订单号,渠道,地区,SKU,数量\nA,web,浙江省杭州市西湖区,MUG,60\nA,web,,MUG,1\nB,WEB,310104,MUG,60\nC,web,330106,MUG,90\n";
        for (String charset : List.of("UTF-8", "GBK")) {
            Answer answer = client.with("Content-Type", "text/csv")
                    .send("POST", "/api/v1/routing/trials/file", file.getBytes(Charset.forName(charset)));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.at("/trials/0/decisions/0/location")).isEqualTo("NEAR");
            assertThat(answer.at("/trials/1/decisions/0/location")).isEqualTo("FAR");
            assertThat(answer.at("/trials/2/missing/0/units")).isEqualTo("11");
        }
        Browser browser = stage.browser(workspace.owner());
        String address = "/w/" + workspace.slug() + "/routing/trial";
        assertThat(browser.post(address, Map.of("pasted", file)).body())
                .contains("From several locations", "11 units are missing", "Ships from 1 location");
        Browser.Answer csv = browser.post(address, Map.of("pasted", file, "as", "csv"));
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body()).contains("A,Ships from 1 location,MUG,60,NEAR,NEAR,");
        assertThat(browser.post(
                                address,
                                Map.of("pasted", "A,web,330106,MUG,two\nB,none,330106,MUG,1\nC,web,330106,MUG,1"))
                        .body())
                .contains("whole number of units: 1", "does not exist: 2");
        Answer wrong = client.with("Content-Type", "text/csv")
                .send(
                        "POST",
                        "/api/v1/routing/trials/file",
                        "A,web,330106,MUG,two\n".getBytes(Charset.forName("UTF-8")));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("/errors/0/field")).isEqualTo("/lines/1");
        Answer workbook = client.with("Content-Type", "text/csv")
                .send("POST", "/api/v1/routing/trials/file", new byte[] {'P', 'K', 3, 4, 0});
        assertThat(workbook.at("/errors/0/code")).isEqualTo("order/bad-trial-file");
    }

    @Test
    void rulesAndServiceAreChangedOnThePagesAndByApi() {
        Browser browser = stage.browser(workspace.owner());
        String base = "/w/" + workspace.slug();
        assertThat(browser.get(base + "/routing").body())
                .contains("Division of regions", "Every region", "Always open");
        Map<String, String> act = Map.of("act", "UP", "rule", "cut_off", "version", "0");
        assertThat(browser.post(base + "/routing", act).status()).isEqualTo(302);
        browser.post(base + "/routing", Map.of("act", "OFF", "rule", "splits", "version", "1"));
        browser.post(base + "/routing", Map.of("act", "OFF", "rule", "stock", "version", "1"));
        Answer rules = client.get("/api/v1/settings/routing");
        assertThat(rules.at("/version")).as("the second click saw old rules").isEqualTo("2");
        assertThat(rules.json().at("/rules").toString())
                .isEqualTo("[\"stock\",\"division\",\"nearness\",\"region\",\"cut_off\",\"priority\"]");
        Answer stale = client.with("If-Match", "\"1\"").put("/api/v1/settings/routing", "{\"rules\": [\"stock\"]}");
        assertThat(stale.status()).as(stale.body()).isEqualTo(412);
        Answer bad = client.with("If-Match", "\"2\"")
                .put("/api/v1/settings/routing", "{\"rules\": [\"stock\", \"stock\", \"luck\"]}");
        assertThat(bad.at("/errors/0/code")).isEqualTo("inventory/rule-twice");
        assertThat(bad.at("/errors/1/field")).isEqualTo("/rules/2");

        String service = base + "/locations/" + near + "/service";
        Map<String, String> form = new HashMap<>(Map.of(
                "version",
                "0",
                "regions[0].name",
                "330000 浙江省",
                "regions[1].name",
                "上海市",
                "only",
                "true",
                "week[0].from",
                "08:00",
                "week[0].until",
                "18:00"));
        form.put("closed[0].first", "2026-10-01");
        form.put("closed[0].last", "2026-10-07");
        form.put("closed[0].note", "国庆节");
        form.put("week[1].from", "09:00");
        assertThat(browser.post(service, form).body()).contains("Enter both times");
        form.put("week[1].until", "08:00");
        form.put("regions[2].name", "朝阳区");
        assertThat(browser.post(service, form).body()).contains("“朝阳区” is no region, or there are several");
        form.remove("regions[2].name");
        assertThat(browser.post(service, form).body()).contains("The end must be later");
        form.put("week[1].until", "12:00");
        form.put("week[1].from2", "11:30");
        form.put("week[1].until2", "18:00");
        assertThat(browser.post(service, form).body()).contains("begins before the hours in front of it end");
        form.put("week[1].from2", "14:00");
        Browser.Answer saved = browser.post(service, form);
        assertThat(saved.status()).as(saved.body()).isEqualTo(302);
        assertThat(browser.get(base + "/locations/" + near).body())
                .contains(
                        "Only: 上海市, 浙江省",
                        "Mon 08:00–18:00, Tue 09:00–12:00 / 14:00–18:00",
                        "2026-10-01 – 2026-10-07 · 国庆节");
        assertThat(browser.get(service).body()).contains("310000 上海市", "value=\"18:00\"");
        assertThat(browser.get(base + "/locations/regions?x=西湖").body()).contains("330106 浙江省 杭州市 西湖区");
        Answer read = client.get("/api/v1/locations/" + near + "/service");
        assertThat(read.at("/only")).isEqualTo("true");
        assertThat(read.at("/week/1/from")).isEqualTo("09:00");
        assertThat(read.at("/week/2/from")).isEqualTo("14:00");
        assertThat(read.json().at("/week")).hasSize(3);
        String hours = """
                {"regions": [], "only": false, "closed": [], "week": [{"day": 3, "from": "08:00", "until": "09:00"},
                  {"day": 2, "from": "14:00", "until": "13:00"}, {"day": 2, "from": "08:00", "until": "12:00"}%s]}""";
        ApiClient same = client.with("If-Match", read.header("ETag"));
        assertThat(same.put("/api/v1/locations/" + near + "/service", hours.formatted(""))
                        .at("/errors/0/field"))
                .as("rows in any order")
                .isEqualTo("/week/1/until");
        assertThat(same.put(
                                "/api/v1/locations/" + near + "/service",
                                hours.formatted(", {\"day\": 2, \"from\": \"19:00\", \"until\": \"20:00\"}"))
                        .at("/errors/0/code"))
                .isEqualTo("inventory/too-many-hours");
        Answer changed =
                client.with("If-Match", read.header("ETag")).put("/api/v1/locations/" + near + "/service", """
                {"regions": ["330000"], "only": false, "week": [], "closed": [{"first": "2026-10-02", "last": "2026-10-01"}]}""");
        assertThat(changed.at("/errors/0/field")).isEqualTo("/closed/0/last");
        assertThat(client.with("If-Match", read.header("ETag"))
                        .put("/api/v1/locations/" + near + "/service", """
                {"regions": ["330000"], "only": false, "week": [], "closed": []}""")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoeverManagesALocationSetsItsHoursAndNoOthers() {
        UUID node = stage.node(workspace, stage.top(workspace), "North");
        UUID other = stage.node(workspace, stage.top(workspace), "South");
        UUID mine = shop.location("MINE", XIHU, 1, node, path(node));
        Person manager = stage.member(workspace, "Nora", "node_manager", node);
        UUID theirs = shop.location("THEIRS", XIHU, 1, other, path(other));
        stage.run(manager, workspace, () -> routing.serve(mine, 0, Area.EVERYWHERE, open(8, 18)));
        Stage.refused(
                InventoryProblem.LOCATION_NOT_FOUND,
                () -> stage.run(manager, workspace, () -> routing.serve(theirs, 0, Area.EVERYWHERE, Opening.ALWAYS)));
        Stage.refused(
                AccessProblem.NOT_ALLOWED,
                () -> stage.run(manager, workspace, () -> routing.change(new RoutingRules.Values(List.of(), 0))));
        Stage.refused(AccessProblem.NOT_ALLOWED, () -> stage.run(manager, workspace, () -> trials.plan(List.of())));
        ApiClient settings = new ApiClient(
                stage.key(workspace.owner(), workspace, stage.top(workspace), Set.of(Permission.SETTINGS_VIEW))
                        .token());
        assertThat(settings.post("/api/v1/routing/trials", """
                        {"orders": [{"channelId": "%s", "shipTo": {}, "lines": [{"sku": "MUG", "units": 1}]}]}""".formatted(channel))
                        .status())
                .as("stock is told to those alone who may see it")
                .isEqualTo(403);
        assertThat(shop.number("select count(*) from core.location_hours")).isEqualTo(7);
        owner(() -> context.getBean(io.storelane.inventory.Locations.class).delete(mine));
        assertThat(shop.number("select count(*) from core.location_hours")).isZero();
    }

    private static String path(UUID node) {
        return Stage.one("select path from core.org_node where id = ?", node);
    }

    /** A hash of the rows of each table that holds anything of the workspace. */
    private String rows() {
        List<String> hashes = new ArrayList<>();
        for (Object table : Stage.all("select c.table_schema || '.' || c.table_name from information_schema.columns c"
                + " join pg_tables t on t.schemaname = c.table_schema and t.tablename = c.table_name"
                + " where c.table_schema in ('core', 'platform') and c.column_name = 'tenant_id'"
                + " and c.table_name not in ('event_cursor', 'api_key', 'usage_day', 'search_entry') order by 1")) {
            hashes.add(table + " "
                    + Stage.<String>one(
                            "select count(*) || ' ' || coalesce(md5(string_agg(md5(x::text), '' order by md5(x::text))), '') from "
                                    + table + " x where tenant_id = ?",
                            workspace.tenant().value()));
        }
        return String.join("\n", hashes);
    }
}
