package io.storelane.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.order.OrderChanges;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.Receivers;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The home page: what waits, and how things stand; each number is that of the list behind it. */
class HomeTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern ROW = Pattern.compile("<tr data-row");
    private static final Pattern WAITING =
            Pattern.compile("<li><a href=\"/w/[^/]+(/[^\"]+)\">.*?<strong>(\\d+)</strong>", Pattern.DOTALL);

    @Autowired
    ApplicationContext context;

    @Autowired
    Orders orders;

    @Autowired
    OrderChanges changes;

    @Autowired
    Metrics metrics;

    @Autowired
    Clock clock;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID web;
    private UUID mug;
    private UUID site;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        web = shop.channel("web");
        site = shop.location("NEAR", "330106", 1);
        mug = shop.goods("MUG", 1_500);
        shop.stock(mug, site, 20);
    }

    private UUID place(UUID channel, Source source, String sku, long units, Instant at, boolean paid) {
        PlaceOrder usual = Shop.order(source, channel, Stage.tail(), List.of(Shop.line(sku, units)));
        var order = new PlaceOrder(
                source,
                channel,
                usual.externalId(),
                at,
                "",
                null,
                usual.buyer(),
                usual.shipTo(),
                usual.invoice(),
                usual.lines(),
                List.of(),
                0,
                null,
                true,
                paid ? List.of(new PlaceOrder.Payment("card", "", units * 1_500, null)) : List.of(),
                null,
                List.of(),
                "",
                null);
        Placement placement = stage.as(workspace.owner(), workspace, () -> orders.place(order));
        return ((Placement.Placed) java.util.Objects.requireNonNull(placement)).id();
    }

    private UUID place(long units) {
        return place(web, Source.API, "MUG", units, clock.instant(), false);
    }

    private Map<String, Long> toDos(Person person) {
        Map<String, Long> found = new HashMap<>();
        stage.run(person, workspace, () -> metrics.toDos().forEach(t -> found.put(t.code(), t.count())));
        return found;
    }

    private Map<String, Report.Value> figures(Person person, String currency) {
        Map<String, Report.Value> found = new HashMap<>();
        stage.run(
                person,
                workspace,
                () -> metrics.report("30", null, null).lines().forEach(l -> {
                    Report.Value value = l.values().get(l.unit() == Unit.MONEY ? currency : "");
                    if (value != null) {
                        found.put(l.code(), value);
                    }
                }));
        return found;
    }

    private void counted(long number) {
        await().atMost(SOON)
                .until(() -> new Report.Value(number, 0)
                        .equals(figures(workspace.owner(), "USD").get("orders.placed")));
    }

    private String home(Person person, String query) {
        return stage.browser(person).get("/w/" + workspace.slug() + query).body();
    }

    private void somethingOfEach() {
        Instant now = clock.instant();
        place(web, Source.API, "MUG", 2, now.minus(Duration.ofDays(3)), true); // late
        place(1);
        place(50); // short
        place(web, Source.CHANNEL, "NO-SUCH", 1, now, false); // on hold
        UUID tenant = workspace.tenant().value();
        UUID scarce = shop.goods("SCARCE", 100);
        shop.stock(scarce, site, 1);
        Stage.all("update core.stock_level set safety = 5 where tenant_id = ? and variant_id = ?", tenant, scarce);
        Stage.all("""
                insert into core.job (tenant_id, id, kind, params, state, total, requested_by, requester_name, locale, created_at, lease_until)
                values (?, ?, 'orders.tag', '{}', 'failed', 1, ?, 'Ming', 'en', now(), now())""", tenant, Ids.next(), workspace.owner().id());
        Stage.all("""
                insert into core.event_failure (tenant_id, id, consumer, event_id, aggregate_id, epoch, seq, type, state, next_at, since)
                select tenant_id, ?, 'probe', id, aggregate_id, epoch, seq, type, 'dead', now(), now() from core.event
                where tenant_id = ? limit 1""", Ids.next(), tenant);
        UUID webhook = Receivers.off(context, workspace);
        Receivers.givenUp(workspace, webhook);
    }

    @Test
    void eachNumberThatWaitsIsThatOfTheListBehindIt() {
        somethingOfEach();
        // what was paid is soon with its location
        await().atMost(SOON).until(() -> toDos(workspace.owner()).getOrDefault("fulfilments.open", 0L) > 0);
        Stage.all(
                "update core.hand_over set due_at = now() - interval '1 hour' where tenant_id = ?",
                workspace.tenant().value());
        Stage.all(
                "update core.fulfilment set due_at = now() - interval '1 hour' where tenant_id = ?",
                workspace.tenant().value());
        assertThat(toDos(workspace.owner()))
                .containsEntry("fulfilments.open", 1L)
                .containsEntry("fulfilments.late", 1L)
                .containsEntry("handovers.late", 1L)
                .containsEntry("webhooks.dead", 1L)
                .containsEntry("orders.late", 1L)
                .containsEntry("orders.short", 1L)
                .containsEntry("orders.allocate", 2L)
                .containsEntry("orders.held", 1L)
                .containsEntry("stock.low", 1L)
                .containsEntry("jobs.failed", 1L)
                .containsEntry("events.failed", 1L);

        Browser browser = stage.browser(workspace.owner());
        Matcher waiting = WAITING.matcher(home(workspace.owner(), ""));
        int lists = 0;
        while (waiting.find()) {
            String list = browser.get(
                            "/w/" + workspace.slug() + waiting.group(1).replace("&amp;", "&"))
                    .body();
            assertThat(ROW.matcher(list).results().count())
                    .as(waiting.group(1))
                    .isEqualTo(Long.parseLong(waiting.group(2)));
            lists++;
        }
        assertThat(lists)
                .isEqualTo((int) toDos(workspace.owner()).values().stream()
                        .filter(n -> n > 0)
                        .count())
                .isGreaterThanOrEqualTo(11);
    }

    @Test
    void figuresAreThoseOfTheOrdersOfThePeriodAndTheListsSaySo() {
        Instant now = clock.instant();
        place(2);
        UUID gone = place(1);
        place(web, Source.API, "MUG", 4, now.minus(Duration.ofDays(40)), false);
        stage.run(workspace.owner(), workspace, () -> changes.cancel(gone, "no"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(figures(workspace.owner(), "USD"))
                        .containsEntry("orders.placed", new Report.Value(2, 1))
                        .containsEntry("orders.cancelled", new Report.Value(1, 0))
                        .containsEntry("orders.sales", new Report.Value(3_000, 6_000))
                        .containsEntry("orders.average", new Report.Value(3_000, 6_000))
                        .containsEntry("orders.units", new Report.Value(2, 4)));
        Browser browser = stage.browser(workspace.owner());
        stage.run(
                workspace.owner(),
                workspace,
                () -> metrics.report("90", null, null).lines().forEach(line -> {
                    if (!line.page().isEmpty()) {
                        String list = browser.get("/w/" + workspace.slug() + line.page())
                                .body();
                        assertThat(ROW.matcher(list).results().count())
                                .as(line.page())
                                .isEqualTo(java.util.Objects.requireNonNull(
                                                line.values().get(""))
                                        .now());
                    }
                }));
        assertThat(home(workspace.owner(), "?period=90")).contains("$90.00", "charts.js", "data-chart=\"line\"");
    }

    @Test
    void currenciesStandApart() {
        UUID euro = shop.channel("euro");
        UUID tenant = workspace.tenant().value();
        UUID list = Ids.next();
        Stage.all("update core.channel set currency = 'EUR' where tenant_id = ? and code = 'euro'", tenant);
        Stage.all(
                "insert into core.price_list (tenant_id, id, name, currency) values (?, ?, 'euros', 'EUR')",
                tenant,
                list);
        Stage.all(
                "insert into core.price (tenant_id, price_list_id, variant_id, amount) values (?, ?, ?, 1300)",
                tenant,
                list,
                mug);
        place(1);
        place(euro, Source.API, "MUG", 1, clock.instant(), false);
        counted(2);
        assertThat(figures(workspace.owner(), "USD")).containsEntry("orders.sales", new Report.Value(1_500, 0));
        assertThat(figures(workspace.owner(), "EUR")).containsEntry("orders.sales", new Report.Value(1_300, 0));
        assertThat(home(workspace.owner(), "")).contains("$15.00", "€13.00", "currency=EUR");
        assertThat(home(workspace.owner(), "?currency=EUR")).contains("&quot;currency&quot;:&quot;EUR&quot;");
    }

    @Test
    void nobodySeesMoreThanWhatHeReaches() {
        UUID branch = stage.node(workspace, stage.top(workspace), "Branch");
        String path = Stage.one("select path from core.org_node where id = ?", branch);
        UUID store = shop.channel("store", branch, path);
        Person clerk = stage.member(workspace, "Clerk", "node_manager", branch);
        place(50);
        place(store, Source.API, "MUG", 60, clock.instant(), false);
        counted(2);

        assertThat(toDos(workspace.owner())).containsEntry("orders.short", 2L);
        assertThat(toDos(clerk)).containsEntry("orders.short", 1L).doesNotContainKey("events.failed");
        assertThat(figures(clerk, "USD"))
                .containsEntry("orders.placed", new Report.Value(1, 0))
                .containsEntry("orders.sales", new Report.Value(90_000, 0));
        assertThat(home(clerk, "")).contains("$900.00").doesNotContain("$1,650.00");
    }

    @Test
    void aNewWorkspaceShowsTheFirstStepsAndNoEmptyCharts() {
        String page = home(workspace.owner(), "");
        assertThat(page).contains("First steps").doesNotContain("home-figure\"", "charts.js", "data-chart");
        Browser browser = stage.browser(workspace.owner());
        browser.post("/w/" + workspace.slug() + "/first-steps", Map.of("hidden", "true"));
        assertThat(browser.get("/w/" + workspace.slug()).body())
                .contains("Nothing was sold in this period", "home-figure")
                .doesNotContain("charts.js");
    }

    @Test
    void aPeriodThatCannotBeMeantIsTold() {
        place(1);
        counted(1);
        assertThat(home(workspace.owner(), "?period=custom&from=2026-02-03&to=2026-02-01"))
                .contains("The period ends before it begins");
        assertThat(home(workspace.owner(), "?period=custom&from=2026-02-30&to="))
                .contains("Choose the first and the last");
        assertThat(home(workspace.owner(), "?period=custom&from=2020-01-01&to=2026-01-01"))
                .contains("longer than 366 days");
        assertThat(home(workspace.owner(), "?from=2026-02-01&to=2026-02-03"))
                .contains("count only with a period of your own", "Last 30 days");
        assertThat(home(workspace.owner(), "?period=7&to=2026-02-03"))
                .contains("count only with a period of your own", "Last 7 days");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        assertThat(home(workspace.owner(), "?period=custom&from=" + today + "&to=" + today))
                .contains("$15.00");
        assertThat(home(workspace.owner(), "?period=nonsense&currency=x")).contains("Last 30 days", "$15.00");
    }

    @Test
    void programsReadTheSame() {
        place(2);
        counted(1);
        ApiClient program = stage.program(workspace.owner(), workspace, stage.top(workspace));

        var figures = program.get("/api/v1/metrics?period=today");
        assertThat(figures.status()).as(figures.body()).isEqualTo(200);
        assertThat(figures.at("/figures/0/code")).isEqualTo("orders.sales");
        assertThat(figures.at("/figures/0/values/0/currency")).isEqualTo("USD");
        assertThat(figures.at("/figures/0/values/0/value")).isEqualTo("3000");
        assertThat(figures.at("/complete")).isEqualTo("true");

        var days = program.get("/api/v1/metrics/orders.placed?period=7");
        assertThat(days.json().at("/days").size()).isEqualTo(7);
        assertThat(days.at("/days/6/value")).isEqualTo("1");
        assertThat(program.get("/api/v1/metrics/no.such").status()).isEqualTo(404);
        assertThat(program.get("/api/v1/metrics?period=week").status()).isEqualTo(400);
        assertThat(program.get("/api/v1/metrics?from=x").status()).isEqualTo(422);
        var wrong = program.get("/api/v1/metrics?period=custom&from=2026-02-03&to=2026-02-01");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("\"to\"");
        for (String asked : List.of(
                "?from=2026-02-01&to=2026-02-03", "?from=2026-02-03&to=2026-02-01", "?period=7&from=2026-02-01")) {
            var unused = program.get("/api/v1/metrics" + asked);
            assertThat(unused.status()).as(asked).isEqualTo(422);
            assertThat(unused.at("/errors/0/field")).as(asked).isEqualTo("from");
            assertThat(unused.at("/errors/0/code")).isEqualTo("metric/day-unused");
            assertThat(program.get("/api/v1/metrics/orders.placed" + asked).status())
                    .isEqualTo(422);
        }
        assertThat(program.get("/api/v1/metrics?to=2026-02-03").at("/errors/0/field"))
                .isEqualTo("to");
        assertThat(program.get("/api/v1/metrics/to-do").body()).contains("orders.short");

        assertThat(program.post("/api/v1/metrics/recount", "").status()).isEqualTo(202);
        await().atMost(SOON)
                .until(() -> program.get("/api/v1/metrics").at("/complete").equals("true"));
        assertThat(program.get("/api/v1/metrics?period=today").at("/figures/0/values/0/value"))
                .isEqualTo("3000");
    }
}
