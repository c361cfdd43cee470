package io.storelane.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import io.storelane.support.Browsers;
import io.storelane.support.ChannelAccounts;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Every page without a fault that a machine can see: axe (WCAG 2.1 A and AA), no error in the console, nothing wider than the
 * window, no missing message. Each page has eight states of language, theme and size; one of them and its contrary a day, of a page
 * of one thing one, all with {@code -Dstorelane.long=true}.
 */
@ResourceLock("plugins")
class AccessibilityTests extends ServerTests {

    private static final List<String> PUBLIC = List.of(
            "/",
            "/signup",
            "/signup/sent",
            "/terms",
            "/privacy",
            "/login/failed",
            "/nowhere",
            "/design",
            "/developers");

    private static final List<String> SIGNED_IN = List.of("/start", "/account", "/workspaces/new");

    private static final List<String> WORKSPACE = List.of(
            "",
            "/orders",
            "/orders?view=held&q=a",
            "/orders/new",
            "/orders/settings",
            "/orders/views/new",
            "/fulfilments",
            "/fulfilments?view=all&q=a",
            "/fulfilments/settings",
            "/hand-overs",
            "/customers",
            "/customers?q=a",
            "/customers/duplicates",
            "?period=90",
            "/locations?q=a",
            "/stock?state=low",
            "/products/views/new?state=listed",
            "/customers/new",
            "/members",
            "/members/invite",
            "/members/invitations",
            "/organization",
            "/organization?view=list",
            "/organization/new",
            "/organization/levels",
            "/staff",
            "/staff/new",
            "/departments",
            "/departments/new",
            "/roles",
            "/roles/new",
            "/audit",
            "/locations",
            "/locations/new",
            "/work",
            "/work?mine=true",
            "/routing",
            "/routing/trial",
            "/stock",
            "/stock/receive",
            "/stock/count",
            "/transfers",
            "/transfers/new",
            "/returns",
            "/returns?view=late&q=a",
            "/returns/settings",
            "/keys",
            "/keys/new",
            "/plugins",
            "/webhooks",
            "/channel-accounts",
            "/channel-accounts/new",
            "/webhooks/new",
            "/webhook-deliveries",
            "/webhook-deliveries?q=a",
            "/settings",
            "/products",
            "/products?q=nothing",
            "/products/new",
            "/price-lists",
            "/price-lists/new",
            "/categories",
            "/categories/new",
            "/brands",
            "/brands/new",
            "/channels",
            "/channels/new",
            "/jobs",
            "/notifications",
            "/notifications/settings",
            "/imports",
            "/imports/new?kind=prices",
            "/failed-events",
            "/exports",
            "/exports/new?list=orders",
            "/palette?q=a");

    /** Each page in all states, and with a picture of each. */
    private static final boolean ALL = Boolean.getBoolean("storelane.long");

    /** Browsers that look at pages at a time. */
    private static final int WINDOWS = 2;

    private record State(String language, String theme, int width, int height) {

        boolean phone() {
            return width < 500;
        }
    }

    /** The n-th from the end is the contrary of the n-th. */
    private static final List<State> STATES = List.of(
            new State("zh-CN", "light", 1440, 900),
            new State("en", "dark", 1440, 900),
            new State("zh-CN", "dark", 390, 844),
            new State("en", "light", 390, 844),
            new State("zh-CN", "dark", 1440, 900),
            new State("en", "light", 1440, 900),
            new State("zh-CN", "light", 390, 844),
            new State("en", "dark", 390, 844));

    @Test
    void everyPageIsAccessibleInItsStatesOfToday() {
        String state;
        try (Person owner = new Person(TestStack.DEMO_USER, "林晓 Lin Xiao", "zh-CN")) {
            owner.signIn();
            state = owner.window().context().storageState();
        }
        List<String> pages = new ArrayList<>(PUBLIC);
        pages.addAll(SIGNED_IN);
        WORKSPACE.forEach(page -> pages.add("/w/" + TestStack.DEMO_WORKSPACE + page));
        int lists = pages.size();
        failAnEvent();
        pages.addAll(details());
        Map<String, List<String>> faults = new ConcurrentHashMap<>();
        try (ExecutorService windows = Executors.newFixedThreadPool(WINDOWS)) {
            for (int w = 0; w < WINDOWS; w++) {
                int first = w;
                Future<?> _ = windows.submit(() -> look(state, pages, lists, first, faults));
            }
        }
        Stage.all("delete from core.event_failure where consumer = 'axe'");
        assertThat(faults).isEmpty();
    }

    /** What the server shows of a plugin, with news, warnings and a past, and a page of the plugin itself. */
    @Test
    void pagesOfPluginsAreAccessible() {
        PluginJar.remove("loyalty");
        PluginJar jar = PluginJar.loyalty("1.0.0")
                .replace("ui/messages.properties", "plugin.name", "plugin.news=Cards have colours.\nplugin.name")
                .replace("ui/messages_zh_CN.properties", "plugin.name", "plugin.news=卡片有颜色了。\nplugin.name");
        assertThat(jar.install().statusCode()).isEqualTo(200);
        PluginJar.mirror("1.0.0").installAnew();
        PluginJar.market("1.0.0").installAnew();
        UUID account = ChannelAccounts.refused(TestStack.DEMO_WORKSPACE);
        Stage.all("""
                insert into core.plugin_enabled (tenant_id, plugin_id, since, enabled_by)
                select t.id, p, now(), uuidv7() from platform.tenant t, unnest(array['loyalty', 'mirror', 'market']) p where t.slug = ?
                on conflict do nothing""", TestStack.DEMO_WORKSPACE);
        Stage.all("""
                insert into core.plugin_call (tenant_id, id, plugin_id, received_at, query, headers, body, state, attempts, next_at, fault)
                select id, uuidv7(), 'mirror', now(), '', '{}', '{}', 'dead', 10, now(), 'a wrong signature'
                from platform.tenant where slug = ?""", TestStack.DEMO_WORKSPACE);
        Map<String, List<String>> faults = new java.util.LinkedHashMap<>();
        try (Person owner = new Person(TestStack.DEMO_USER, "林晓 Lin Xiao", "zh-CN")) {
            owner.signIn();
            String state = owner.window().context().storageState();
            List<String> pages = Stream.of(
                            "/plugins/loyalty",
                            "/plugins/loyalty/settings",
                            "/plugins/loyalty/roles",
                            "/p/loyalty/cards",
                            "/plugins/mirror",
                            "/plugins/mirror/calls",
                            "/channel-accounts",
                            "/channel-accounts/new?plugin=market",
                            "/channel-accounts/" + account,
                            "/channel-accounts/" + account + "/edit")
                    .map(page -> "/w/" + TestStack.DEMO_WORKSPACE + page)
                    .toList();
            for (int s = 0; s < STATES.size(); s++) {
                look(state, pages, pages.size(), s, STATES.get(s), faults);
            }
        } finally {
            Stage.all("delete from core.plugin_enabled where plugin_id in ('loyalty', 'mirror', 'market')");
            ChannelAccounts.remove(account);
            PluginJar.remove("market");
            PluginJar.remove("loyalty");
            PluginJar.remove("mirror");
        }
        assertThat(faults).isEmpty();
    }

    /** Buttons of lists, figures, data sets, ways to be told and what was given up. */
    @Test
    void whatPluginsAddToPagesIsAccessible() {
        PluginJar.points("1.0.0").installAnew();
        Stage.all("""
                insert into core.plugin_enabled (tenant_id, plugin_id, since, enabled_by)
                select t.id, 'points', now(), uuidv7() from platform.tenant t where t.slug = ? on conflict do nothing""", TestStack.DEMO_WORKSPACE);
        Stage.all("""
                insert into core.notification_sending (tenant_id, id, user_id, kind, way, count, page, detail, last_at, next_at, state, attempts, fault)
                select t.id, uuidv7(), uuidv7(), 'job.done', 'points/pigeon', 1, '/jobs', '["x", 1, 0]', now(), now(), 'dead', 10,
                  'plugin/points/pigeon.nowhere' from platform.tenant t where t.slug = ?""", TestStack.DEMO_WORKSPACE);
        Map<String, List<String>> faults = new java.util.LinkedHashMap<>();
        try (Person owner = new Person(TestStack.DEMO_USER, "林晓 Lin Xiao", "zh-CN")) {
            owner.signIn();
            String home = "/w/" + TestStack.DEMO_WORKSPACE;
            owner.window().page().navigate(TestStack.APP_URL + home + "/customers");
            assertThat(owner.window().page().content()).contains("points/give-customers");
            String state = owner.window().context().storageState();
            List<String> pages = Stream.of(
                            "",
                            "/customers",
                            "/orders",
                            "/products",
                            "/imports",
                            "/exports",
                            "/notifications/settings",
                            "/plugins/points")
                    .map(page -> home + page)
                    .toList();
            for (int s = 0; s < STATES.size(); s++) {
                look(state, pages, pages.size(), s, STATES.get(s), faults);
            }
        } finally {
            Stage.all("delete from core.notification_sending where way like 'points/%'");
            Stage.all("delete from core.plugin_enabled where plugin_id = 'points'");
            PluginJar.remove("points");
        }
        assertThat(faults).isEmpty();
    }

    /** Those states that fall to this thread, in a browser of its own. */
    private static void look(String state, List<String> pages, int lists, int first, Map<String, List<String>> faults) {
        try {
            for (int s = first; s < STATES.size(); s += WINDOWS) {
                look(state, pages, lists, s, STATES.get(s), faults);
            }
        } catch (RuntimeException | Error e) {
            faults.put("a browser broke", List.of(e.toString()));
        } finally {
            Browsers.end();
        }
    }

    private static void look(
            String state, List<String> pages, int lists, int s, State look, Map<String, List<String>> faults) {
        try (Browsers.Window window =
                Browsers.signedIn(state, look.language(), look.theme(), look.width(), look.height())) {
            for (int p = 0; p < pages.size(); p++) {
                if (isDue(p, s, p < lists)) {
                    List<String> found = faults(window, pages.get(p), look);
                    if (!found.isEmpty()) {
                        faults.put(pages.get(p) + " " + look, found);
                    }
                }
            }
            if (!window.complaints().isEmpty()) {
                faults.put("console " + look, window.complaints());
            }
        }
    }

    /** As if a consumer had not taken an event. */
    private static void failAnEvent() {
        Stage.all("""
                insert into core.event_failure (tenant_id, id, consumer, event_id, aggregate_id, epoch, seq, type, state, attempts, next_at,
                  since, error)
                select e.tenant_id, uuidv7(), 'axe', e.id, e.aggregate_id, e.epoch, e.seq, e.type, 'dead', 8, now(), now(),
                  'IllegalStateException'
                from core.event e join platform.tenant t on t.id = e.tenant_id where t.slug = ? order by e.id limit 1
                on conflict do nothing""", TestStack.DEMO_WORKSPACE);
    }

    /** Pages of one thing each, in each of its states, of the demo workspace; once they are there. */
    private static List<String> details() {
        List<String> pages = new ArrayList<>();
        for (String state : List.of("open", "accepted", "picking", "packed", "shipped", "delivered", "rejected")) {
            pages.add(ofDemo("/fulfilments/", "core.fulfilment", "f.state = '" + state + "'"));
        }
        for (String state : List.of("open", "picking", "packed", "shipped")) {
            pages.add(ofDemo("/work/", "core.fulfilment", "f.state = '" + state + "'"));
        }
        for (String state : List.of("requested", "approved", "received", "inspected", "closed", "refused")) {
            pages.add(ofDemo("/returns/", "core.rma", "f.state = '" + state + "'"));
        }
        pages.add(ofDemo("/returns/of/", "core.sales_order", "f.id in (select order_id from core.rma)"));
        pages.add(ofDemo("/hand-overs/", "core.hand_over", "f.state = 'open'"));
        pages.add(ofDemo("/webhooks/", "core.webhook", "f.state = 'disabled'"));
        pages.add(ofDemo("/webhooks/", "core.webhook", "f.state = 'off'"));
        for (String state : List.of("delivered", "waiting", "dead")) {
            pages.add(ofDemo("/webhook-deliveries/", "core.webhook_delivery", "f.state = '" + state + "'"));
        }
        pages.add(ofDemo("/imports/", "core.import_file", "f.check_job_id is null"));
        pages.add(ofDemo("/imports/", "core.import_file", "f.check_job_id is not null and f.run_job_id is null"));
        pages.add(ofDemo("/imports/", "core.import_file", "f.run_job_id is not null"));
        pages.add(ofDemo("/exports/", "core.export", "f.finished_at is not null"));
        pages.add(ofDemo("/jobs/", "core.job", "f.kind = 'imports.run' and f.state = 'done'"));
        pages.add(ofDemo("/failed-events/", "core.event_failure", "f.state = 'dead'"));
        pages.add(ofDemo("/orders/", "core.sales_order", "f.id in (select order_id from core.rma)"));
        pages.add(ofDemo("/customers/", "core.customer", "f.id in (select customer_id from core.sales_order)"));
        pages.add(ofDemo("/products/", "core.product", "f.state = 'listed'"));
        pages.add(ofDemo("/locations/", "core.location", "true"));
        return pages;
    }

    private static String ofDemo(String path, String table, String which) {
        String sql = "select f.id from " + table
                + " f join platform.tenant t on t.id = f.tenant_id where t.slug = ? and " + which + " limit 1";
        org.awaitility.Awaitility.await(sql)
                .atMost(Duration.ofMinutes(1))
                .until(() -> !Stage.all(sql, TestStack.DEMO_WORKSPACE).isEmpty());
        return "/w/" + TestStack.DEMO_WORKSPACE + path + Stage.<Object>one(sql, TestStack.DEMO_WORKSPACE);
    }

    private static boolean isDue(int page, int state, boolean both) {
        int today = (int) ((LocalDate.now(Clock.systemUTC()).toEpochDay() + page) % STATES.size());
        return ALL || state == today || (both && state == STATES.size() - 1 - today);
    }

    private static List<String> faults(Browsers.Window window, String address, State look) {
        Page page = window.page();
        int status = Objects.requireNonNull(page.navigate(TestStack.APP_URL + address))
                .status();
        List<String> faults = new ArrayList<>();
        if (status != (address.equals("/nowhere") ? 404 : 200)) {
            faults.add("answers " + status);
        }
        if (page.content().contains("??")) {
            faults.add("a message is missing");
        }
        int tooWide = (Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        if (tooWide > 0) {
            faults.add("wider than the window by " + tooWide + " px");
        }
        if (!address.contains("/palette")) {
            new AxeBuilder(page)
                    .setLegacyMode(true) // without frames there is nothing to gather in a window of its own
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                    .analyze()
                    .getViolations()
                    .forEach(v -> faults.add(
                            v.getId() + ": " + v.getNodes().getFirst().getHtml()));
            if (ALL) {
                picture(page, address, look);
            }
        }
        return faults;
    }

    private static void picture(Page page, String address, State look) {
        String file = address.replaceAll("[^a-z]+", "-") + "-" + look.language() + "-" + look.theme()
                + (look.phone() ? "-phone" : "") + ".png";
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures", file))));
    }
}
