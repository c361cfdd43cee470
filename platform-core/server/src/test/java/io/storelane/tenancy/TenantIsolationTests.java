package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.ChannelAccounts;
import io.storelane.support.Person;
import io.storelane.support.Receivers;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Wares;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of the application, asked by each kind of person who must not get an answer: nobody signed in, the owner of
 * another workspace, a member without a role, members whose roles end at another outlet, the owner of a suspended workspace.
 * No refused request changes a row, and none shows a word of what it asked for.
 */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantIsolationTests extends ServerTests {

    /**
     * What each route needs, by module: {@code io/storelane/<module>/routes.txt} beside the module's tests. A new route gets its
     * line there, or the test of the table fails and names it.
     */
    private static final Map<String, Need> NEEDS = needs();

    /**
     * What a route needs.
     *
     * @param module in whose table it stands
     * @param says true if it answers a refusal by a word on the next page, so with a redirect
     */
    private record Need(String module, String who, @Nullable Permission permission, boolean says, boolean upload) {

        boolean inWorkspace() {
            return who.equals("member") || permission != null;
        }
    }

    private record Route(String method, String pattern, String params, String module) {

        String key() {
            return method + " " + pattern + (params.isEmpty() ? "" : " ?" + params);
        }

        boolean names() {
            return pattern.replace("{workspace}", "")
                    .replace("{list}", "")
                    .replace("{kind}", "")
                    .contains("{");
        }

        boolean writes() {
            return method.equals("POST");
        }
    }

    private static final List<String> COMMON = List.of("/roles/{id}", "/stock/{id}", "/products/", "/price-lists/{id}");

    private final ApplicationContext context;
    private final RequestMappingHandlerMapping mapping;
    private final Database database;
    private final TransactionTemplate transaction;
    private final Stage stage;

    /** Older than each workspace of these tests, younger than all others: ids begin with their time. */
    private static UUID begun = Ids.next();

    /** Begins each name of the first workspace, and stands nowhere else. */
    private final String mark = "Qz" + Stage.tail();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace one;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace two;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person specialist;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person manager;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person idle;

    /** For each name in a pattern or a form, an id at the outlet that others must not reach. */
    private final Map<String, UUID> ids = new TreeMap<>();

    private final List<String> beyond = new ArrayList<>();

    @Autowired
    TenantIsolationTests(
            ApplicationContext context,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
            Database database,
            TransactionTemplate transactionTemplate) {
        this.context = context;
        this.mapping = mapping;
        this.database = database;
        this.transaction = transactionTemplate;
        this.stage = new Stage(context);
    }

    @BeforeAll
    void twoWorkspaces() {
        begun = Ids.next();
        one = stage.workspace(stage.person(mark + " Olga"), mark + " Lantern");
        UUID top = stage.top(one);
        UUID province = stage.node(one, top, mark + " Province");
        UUID cityA = stage.node(one, province, mark + " City A");
        UUID cityB = stage.node(one, province, mark + "b City");
        UUID outletA = stage.node(one, cityA, mark + " Outlet A");
        UUID outletB = stage.node(one, cityB, mark + "b Outlet");
        stage.member(one, mark + " Anna", "administrator", top);
        specialist = stage.member(one, "Will Specialist", "logistics_specialist", outletA);
        manager = stage.member(one, "Mary Manager", "node_manager", outletA);
        Person beyondThem = stage.member(one, mark + "b Beth", "node_manager", outletB);
        idle = stage.member(one, "Ivy Idle", "auditor", top);
        Stage.all("delete from core.role_assignment where user_id = ?", idle.id());
        Person invited = stage.person(mark + "b Ines");
        UUID invitation = stage.invite(one, invited, "auditor", outletB);
        // long enough ago that it could be sent again
        Stage.all("update core.invitation set expires_at = expires_at - interval '1 day' where id = ?", invitation);
        Stage.Employment employment = stage.employ(one, beyondThem, outletB);
        UUID entry = Stage.one("select id from core.audit_entry where node_id = ? limit 1", outletB);
        UUID role = stage.role(one, "auditor").id();
        UUID job = stage.as(
                one.owner(),
                one,
                () -> context.getBean(io.storelane.member.Members.class)
                        .removeAll(List.of(one.owner().id())));
        UUID failure = Ids.next();
        Stage.all("""
                insert into core.event_failure (tenant_id, id, consumer, event_id, aggregate_id, epoch, seq, type, state, next_at, since)
                select tenant_id, ?, 'usage', id, aggregate_id, epoch, seq, type, 'dead', now(), now() from core.event
                where tenant_id = ? limit 1""", failure, one.tenant().value());
        org.awaitility.Awaitility.await()
                .until(() -> Stage.one("select state from core.job where id = ?", job)
                        .equals("done"));
        UUID notification = Ids.next();
        Stage.all("""
                insert into core.notification (tenant_id, id, user_id, kind, count, page, detail, shown, first_at, last_at, read_at)
                values (?, ?, ?, 'job.done', 1, '/jobs', '["x", 1, 0]', true, now(), now(), now())""", one.tenant().value(), notification, one.owner().id());
        ids.put("notifications", notification);
        ids.put("jobs", job);
        ids.put(
                "exports",
                stage.as(
                        one.owner(),
                        one,
                        () -> context.getBean(io.storelane.export.Exports.class)
                                .startList(
                                        "brands",
                                        io.storelane.web.list.FileFormat.CSV,
                                        "{}",
                                        java.time.ZoneOffset.UTC)));
        ids.put("failed-events", failure);
        UUID webhook = Receivers.off(context, one);
        UUID delivery = Receivers.givenUp(one, webhook);
        ids.put("webhooks", webhook);
        ids.put("webhook-deliveries", delivery);
        ids.putAll(ChannelAccounts.paused(one));
        ids.putAll(Map.of(
                "organization", outletB,
                "members", beyondThem.id(),
                "invitations", invitation,
                "staff", employment.staff(),
                "assignment", employment.assignment(),
                "department", employment.department(),
                "position", employment.position(),
                "roles", role,
                "audit", entry,
                "logo", Ids.next()));
        ids.put(
                "keys",
                stage.key(one.owner(), one, outletB, Set.of(Permission.ORGANIZATION_VIEW))
                        .id());
        ids.putAll(new Wares(context, one, mark, mark + "b").at(outletB));
        beyond.add(mark + "b");
        beyond.add(beyondThem.email());
        beyond.add(invited.email());
        two = stage.workspace(stage.person("Tom Other"), "Other");
        stage.node(two, stage.top(two), "Elsewhere");
    }

    @Test
    void everyRouteHasItsLine() {
        Set<String> unknown = routes().stream()
                .map(Route::key)
                .filter(k -> !NEEDS.containsKey(k))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> gone = new TreeSet<>(NEEDS.keySet());
        routes().forEach(route -> gone.remove(route.key()));
        assertThat(unknown).as("routes without a line in the table").isEmpty();
        assertThat(gone).as("lines of the table without a route").isEmpty();
        assertThat(routes().stream()
                        .filter(route -> !need(route).module().equals(route.module()))
                        .map(route -> route.key() + " belongs to module " + route.module()))
                .as("lines in the table of another module")
                .isEmpty();
    }

    @Test
    void whoIsNotSignedInIsSentToTheLogin() {
        Browser nobody = new Browser();
        List<String> findings = new ArrayList<>();
        String before = rows();
        for (Route route : guarded(need -> !need.who().equals("public"))) {
            Answer answer = ask(nobody, route, one.slug());
            if (answer.status() != 401
                    && !(answer.status() == 302 && answer.header("Location").endsWith("/login"))) {
                findings.add(route.key() + " answers " + answer.status() + " to nobody");
            }
            shown(route, answer, List.of(mark), findings);
        }
        assertThat(findings).isEmpty();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void theOwnerOfAnotherWorkspaceFindsNothing() {
        assertThat(refusals(stage.browser(two.owner()), one.slug(), Need::inWorkspace, Set.of(404), List.of(mark)))
                .isEmpty();
    }

    @Test
    void idsOfAnotherWorkspaceNameNothing() {
        Browser stranger = stage.browser(two.owner());
        List<String> findings = new ArrayList<>();
        String before = rows(one);
        for (Route route : guarded(Need::inWorkspace)) {
            if (route.pattern().endsWith("/members/leave")) {
                continue;
            }
            Answer answer = ask(stranger, route, two.slug());
            Need need = need(route);
            if (answer.status() >= 500 || (route.names() && !refused(route, need, answer, Set.of(403, 404, 422)))) {
                findings.add(route.key() + " answers " + answer.status() + " to ids of another workspace");
            }
            shown(route, answer, List.of(mark), findings);
        }
        assertThat(findings).isEmpty();
        assertThat(rows(one)).isEqualTo(before);
    }

    @Test
    void aMemberWithoutARoleMayDoNothing() {
        assertThat(refusals(
                        stage.browser(idle),
                        one.slug(),
                        need -> need.permission() != null,
                        Set.of(403, 404),
                        List.of(mark + " Outlet", mark + "b", mark + " Anna")))
                .isEmpty();
    }

    @Test
    void aSpecialistMayNotDoWhatTheRoleDoesNotAllow() {
        Set<Permission> allowed = stage.role(one, "logistics_specialist").permissions();
        assertThat(refusals(
                        stage.browser(specialist),
                        one.slug(),
                        need -> need.permission() != null && !allowed.contains(need.permission()),
                        Set.of(403, 404),
                        beyond))
                .isEmpty();
    }

    @Test
    void rolesEndAtTheirOutlet() {
        Browser browser = stage.browser(manager);
        List<String> findings = new ArrayList<>();
        Set<Permission> allowed = stage.role(one, "node_manager").permissions();
        Watch watch = new Watch(findings);
        for (Route route : guarded(need -> need.permission() != null && allowed.contains(need.permission()))) {
            if (route.names() || route.writes()) {
                // these are the same for the whole workspace: they may be seen, not changed
                boolean common = !route.writes()
                        && !route.pattern().contains("/members/")
                        && COMMON.stream().anyMatch(route.pattern()::contains);
                Answer answer = ask(browser, route, one.slug());
                if (!common && !refused(route, need(route), answer, Set.of(403, 404, 422))) {
                    findings.add(route.key() + " answers " + answer.status() + " to the manager of another outlet");
                }
                shown(route, answer, beyond, findings);
                watch.asked(route);
            }
        }
        watch.look();
        assertThat(findings).isEmpty();
    }

    @Test
    void listsEndAtTheOutlet() {
        List<String> findings = new ArrayList<>();
        for (Person person : List.of(manager, specialist, idle)) {
            Browser browser = stage.browser(person);
            for (Route route : guarded(Need::inWorkspace)) {
                if (!route.names() && !route.writes()) {
                    Answer answer = ask(browser, route, one.slug());
                    if (answer.status() >= 500) {
                        findings.add(route.key() + " answers " + answer.status());
                    }
                    shown(route, answer, beyond, findings);
                }
            }
            for (String question : List.of("?q=" + mark, "?q=" + mark + "b")) {
                for (String page : List.of(
                        "/palette",
                        "/orders",
                        "/orders/export",
                        "/customers",
                        "/customers/export",
                        "/organization",
                        "/members",
                        "/staff",
                        "/locations",
                        "/stock",
                        "/locations/export",
                        "/stock/export",
                        "/members/export",
                        "/organization/export",
                        "/staff/export")) {
                    shown(
                            new Route("GET", page + question, "", "web"),
                            browser.get("/w/" + one.slug() + page + question),
                            List.of(
                                    mark + "b City",
                                    mark + "b Outlet",
                                    mark + "b Beth",
                                    mark + "b Ines",
                                    beyond.get(1),
                                    beyond.get(2)),
                            findings);
                }
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void theOwnOutletIsSeen() {
        // else the tests above would hold for a server that refuses everything
        Answer page = stage.browser(manager).get("/w/" + one.slug() + "/organization");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains(mark + " Outlet A");
        assertThat(stage.browser(specialist)
                        .get("/w/" + one.slug() + "/members")
                        .body())
                .contains("Mary Manager");
        assertThat(stage.browser(one.owner())
                        .get("/w/" + one.slug() + "/members")
                        .body())
                .contains(mark + "b Beth");
        assertThat(stage.browser(idle).get("/w/" + one.slug()).status()).isEqualTo(200);
    }

    @Test
    void aSuspendedWorkspaceIsClosedToItsOwner() {
        Browser browser = stage.browser(two.owner());
        Stage.all(
                "update platform.tenant set status = 'suspended' where id = ?",
                two.tenant().value());
        try {
            assertThat(refusals(browser, two.slug(), Need::inWorkspace, Set.of(403), List.of("Elsewhere")))
                    .isEmpty();
            assertThat(browser.get("/account").status()).isEqualTo(200);
        } finally {
            Stage.all(
                    "update platform.tenant set status = 'active' where id = ?",
                    two.tenant().value());
        }
    }

    @Test
    void aRemovedMemberFindsNothingFromTheNextRequestOn() {
        Person leaver = stage.member(one, "Lea Leaver", "auditor", stage.top(one));
        Browser browser = stage.browser(leaver);
        assertThat(browser.get("/w/" + one.slug() + "/members").status()).isEqualTo(200);
        stage.run(
                one.owner(),
                one,
                () -> context.getBean(io.storelane.member.Members.class).remove(leaver.id()));
        assertThat(browser.get("/w/" + one.slug() + "/members").status()).isEqualTo(404);
        assertThat(browser.get("/w/" + one.slug()).body()).doesNotContain(mark);
    }

    @Test
    void aTenantScopeSeesNoForeignRowInAnyTable() {
        assertThat(foreignRows()).isEmpty();
    }

    /** A mutant: without the wall the check above must report. */
    @Test
    void aDroppedWallIsReported() {
        Stage.all("alter table core.org_node disable row level security");
        try {
            assertThat(foreignRows()).anyMatch(f -> f.startsWith("org_node"));
        } finally {
            Stage.all("alter table core.org_node enable row level security");
        }
        assertThat(foreignRows()).isEmpty();
    }

    /** A mutant: if the roles of a person were not asked, the checks above must report. */
    @Test
    void aRemovedPermissionCheckIsReported() {
        Person everybody = stage.member(one, "Eve Everywhere", "administrator", stage.top(one));
        Browser browser = stage.browser(everybody);
        List<String> findings = new ArrayList<>();
        for (Route route : guarded(need -> need.permission() != null)) {
            if (!route.writes()) {
                Answer answer = ask(browser, route, one.slug());
                if (!refused(route, need(route), answer, Set.of(403, 404))) {
                    findings.add(route.key());
                }
                shown(route, answer, beyond, findings);
            }
        }
        assertThat(findings)
                .hasSizeGreaterThan(30)
                .contains("GET /w/{workspace}/organization/{id}", "GET /w/{workspace}/audit/{id}")
                .anyMatch(f -> f.startsWith("GET /w/{workspace}/members shows"));
        String before = rows();
        assertThat(ask(
                                browser,
                                new Route("POST", "/w/{workspace}/organization/{id}/close", "", "organization"),
                                one.slug())
                        .status())
                .isEqualTo(302);
        assertThat(rows()).isNotEqualTo(before);
        ask(browser, new Route("POST", "/w/{workspace}/organization/{id}/open", "", "organization"), one.slug());
    }

    /** Asks all these routes and says which did not refuse, showed a word, or changed a row. */
    private List<String> refusals(
            Browser browser,
            String slug,
            java.util.function.Predicate<Need> which,
            Set<Integer> statuses,
            List<String> words) {
        List<String> findings = new ArrayList<>();
        Watch watch = new Watch(findings);
        for (Route route : guarded(which)) {
            Answer answer = ask(browser, route, slug);
            boolean strict = !statuses.contains(404) || statuses.size() == 1;
            if (strict ? !statuses.contains(answer.status()) : !refused(route, need(route), answer, statuses)) {
                findings.add(route.key() + " answers " + answer.status());
            }
            shown(route, answer, words, findings);
            watch.asked(route);
        }
        watch.look();
        return findings;
    }

    private static boolean refused(Route route, Need need, Answer answer, Set<Integer> statuses) {
        return statuses.contains(answer.status()) || (route.writes() && need.says() && answer.status() == 302);
    }

    private static void shown(Route route, Answer answer, List<String> words, List<String> findings) {
        for (String word : words) {
            if (answer.body().contains(word)) {
                findings.add(route.key() + " shows " + word);
            }
        }
        if (answer.status() >= 500) {
            findings.add(route.key() + " breaks with " + answer.status());
        }
    }

    /** Looks from time to time whether a row has changed: that is dearer than the requests. */
    private static final class Watch {

        private static final int TOGETHER = 20;

        private final List<String> findings;
        private final List<String> asked = new ArrayList<>();
        private String before = rows();

        Watch(List<String> findings) {
            this.findings = findings;
        }

        void asked(Route route) {
            if (route.writes()) {
                asked.add(route.key());
            }
            if (asked.size() == TOGETHER) {
                look();
            }
        }

        void look() {
            String after = rows();
            if (!after.equals(before)) {
                findings.add("One of " + asked + " changed rows: " + difference(before, after));
                before = after;
            }
            asked.clear();
        }
    }

    private Answer ask(Browser browser, Route route, String slug) {
        String path = route.pattern()
                .replace("{workspace}", slug)
                .replace("{token}", "A".repeat(43))
                .replace("{list}", "orders")
                .replace("{kind}", "products")
                .replace("{plugin}", "nothing");
        for (String name : List.of(
                "assignment",
                "department",
                "position",
                "variant",
                "image",
                "file",
                "line",
                "reservation",
                "record",
                "task",
                "contact",
                "address",
                "parcel",
                "order")) {
            path = path.replace("{" + name + "}", String.valueOf(ids.get(name)));
        }
        int at = path.indexOf("/{id}");
        if (at >= 0) {
            String noun = path.substring(path.lastIndexOf('/', at - 1) + 1, at);
            path = path.replace(
                    "{id}", Objects.requireNonNull(ids.get(noun), noun).toString());
        }
        if (!route.params().isEmpty()) {
            path += "?" + route.params();
        }
        if (!route.writes()) {
            return browser.get(path);
        }
        Need need = NEEDS.get(route.key());
        return need != null && need.upload()
                ? browser.upload(
                        path, path.endsWith("/images") ? "image" : "logo", "logo.png", "image/png", new byte[] {1, 2, 3
                        })
                : browser.post(path, form(path));
    }

    private Map<String, String> form(String path) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("name", "Changed");
        form.put("description", "Changed");
        form.put("code", "c");
        form.put("city", "c");
        form.put("version", "0");
        form.put("parentId", path.contains("/categories") ? "" : String.valueOf(ids.get("organization")));
        form.put("kind", path.contains("/channels") ? "store" : "goods");
        form.put("titleEn", "Changed");
        form.put("sku", "CHANGED");
        form.put("column", "p." + ids.get("price-lists"));
        form.put("stockBuffer", "0");
        form.put("sort", "1");
        form.put("nodeId", String.valueOf(ids.get("organization")));
        form.put("roleId", String.valueOf(ids.get("roles")));
        form.put("userId", String.valueOf(ids.get("members")));
        form.put("positionId", String.valueOf(ids.get("position")));
        form.put("id", String.valueOf(ids.get(listed(path))));
        form.put("email", "new" + mark.toLowerCase(Locale.ROOT).replace("q", "") + "@example.org");
        form.put("locale", "en");
        form.put("currency", "USD");
        form.put("timeZone", "UTC");
        form.put("country", path.contains("/locations/") ? "CN" : "");
        form.put("kind", "own");
        form.put("priority", "1");
        form.put("locationId", String.valueOf(ids.get("locations")));
        form.put("fromId", String.valueOf(ids.get("locations")));
        form.put("toId", String.valueOf(ids.get("locations")));
        form.put("lines[0].sku", "IS-1");
        form.put("lines[0].quantity", "1");
        form.put("level", ids.get("stock") + ":" + ids.get("locations"));
        form.put("safety", "1");
        form.put("action", "delist");
        form.put("permissions", "organization.view");
        form.put("scopes", "organization.view");
        form.put("hidden", "true");
        form.put("returnTo", "/start");
        for (int i = 0; i < 5; i++) {
            form.put("levels[" + i + "].zh", "级" + i);
            form.put("levels[" + i + "].en", "Level " + i);
        }
        return form;
    }

    private List<Route> guarded(java.util.function.Predicate<Need> which) {
        return routes().stream()
                .filter(r -> NEEDS.containsKey(r.key()) && which.test(need(r)))
                .toList();
    }

    private static Need need(Route route) {
        return Objects.requireNonNull(NEEDS.get(route.key()), route.key());
    }

    /** The routes of the application, as the dispatcher knows them. */
    private List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        mapping.getHandlerMethods().forEach((info, handler) -> {
            String params = info.getParamsCondition().getExpressions().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining("&"));
            Set<String> methods = info.getMethodsCondition().getMethods().stream()
                    .map(Enum::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String pattern :
                    Objects.requireNonNull(info.getPathPatternsCondition()).getPatternValues()) {
                // departments and positions have names of their own in the table, since both stand in one address
                String named = pattern.replace("/departments/positions/{id}", "/departments/positions/{position}")
                        .replace("/departments/{id}", "/departments/{department}");
                for (String method : methods.isEmpty() ? Set.of("ANY") : methods) {
                    routes.add(new Route(method, named, params, module(handler.getBeanType())));
                }
            }
        });
        // the API has a matrix of its own: keys instead of people
        return routes.stream()
                .filter(route -> !route.pattern().startsWith("/api/"))
                .distinct()
                .sorted(java.util.Comparator.comparing(Route::key))
                .toList();
    }

    private static Map<String, Need> needs() {
        Map<String, Need> needs = new LinkedHashMap<>();
        try {
            for (Resource table :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:io/storelane/*/routes.txt")) {
                String module = table.getURL().getPath().replaceFirst(".*/(\\w+)/routes.txt", "$1");
                table.getContentAsString(StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(line -> need(module, line, needs));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return needs;
    }

    private static void need(String module, String line, Map<String, Need> needs) {
        List<String> words = new ArrayList<>(List.of(line.split(" +", -1)));
        boolean says = words.remove("says");
        boolean upload = words.remove("upload");
        String who = words.removeLast();
        Permission permission = Permission.of(who).orElse(null);
        if (permission == null && !Set.of("public", "signed-in", "member").contains(who)) {
            throw new IllegalStateException("Not a need: " + line);
        }
        Need before = needs.put(String.join(" ", words), new Need(module, who, permission, says, upload));
        if (before != null) {
            throw new IllegalStateException("Twice, in " + before.module() + " and " + module + ": " + line);
        }
    }

    /** The module that a page belongs to; what comes with the framework stands in the table of module web. */
    private static String module(Class<?> page) {
        String name = page.getPackageName();
        return name.startsWith("io.storelane.") ? name.split("\\.", -1)[2] : "web";
    }

    /** What the list that a bulk action belongs to shows. */
    private static String listed(String path) {
        return Stream.of("staff", "locations", "products", "channels", "customers")
                .filter(name -> path.contains("/" + name + "/"))
                .findFirst()
                .orElse("members");
    }

    /** Tables of the core, as far as a scope reaches them itself, in which the scope of the other workspace sees rows that are not its own. */
    private List<String> foreignRows() {
        List<String> findings = new ArrayList<>();
        for (Object table : Stage.all("select tablename::text from pg_tables where schemaname = 'core'"
                + " and has_table_privilege('core_rt', schemaname || '.' || tablename, 'SELECT')")) {
            long seen = Objects.requireNonNull(Scope.tenant(two.tenant())
                    .call(() -> transaction.execute(_ -> database.core()
                            .sql("select count(*) from core." + table + " where tenant_id <> :tenant")
                            .param("tenant", two.tenant().value())
                            .query(Long.class)
                            .single())));
            if (seen > 0) {
                findings.add(table + ": " + seen + " foreign rows");
            }
        }
        return findings;
    }

    /** Digests are written by background work, some time after what they tell of. */
    private static final String OWN_MAIL = "(select * from core.mail where template <> 'digest')";

    /**
     * A hash of each table's rows, of some workspaces or of all that are younger than these tests and of none: older ones may have
     * work of their own going on. Of mails and sign-ups without what workers change.
     */
    static String rows(Workspace... whose) {
        String tenants =
                Stream.of(whose).map(w -> "'" + w.tenant().value() + "'").collect(Collectors.joining(", "));
        Set<String> ofTenants = Stage.all(
                        "select table_schema || '.' || table_name from"
                                + " information_schema.columns where column_name = 'tenant_id' and table_schema in ('core', 'platform')")
                .stream()
                .map(String::valueOf)
                .collect(Collectors.toSet());
        List<String> parts = new ArrayList<>();
        String tables =
                "select schemaname || '.' || tablename from pg_tables t where schemaname in ('core', 'platform')"
                        // written by consumers of the log, some time after what caused it
                        + " and tablename not in ('event_cursor', 'usage_day', 'notification', 'notification_sending', 'order_day', 'order_counted',"
                        + " 'order_day_state', 'channel_account', 'channel_record', 'channel_seen', 'channel_stock')"
                        + " order by 1";
        for (Object table : Stage.all(tables)) {
            boolean ofTenant = ofTenants.contains(String.valueOf(table));
            if (!ofTenant && !tenants.isEmpty()) {
                continue;
            }
            String which = tenants.isEmpty()
                    ? "tenant_id is null or tenant_id > '" + begun + "'"
                    : "tenant_id in (" + tenants + ")";
            String row = switch (String.valueOf(table)) {
                case "core.mail" -> "x.id::text";
                case "platform.sign_up" -> "x.id::text";
                default -> "x::text";
            };
            parts.add("select '" + table + " ' || count(*) || ' ' || coalesce(sum(hashtextextended(" + row
                    + ", 0)), 0) as h from " + ("core.mail".equals(table) ? OWN_MAIL : table) + " x"
                    + (ofTenant ? " where " + which : ""));
        }
        return Stage.one(
                "select string_agg(h, ';' order by h) from (" + String.join(" union all ", parts) + ") hashes");
    }

    static String difference(String before, String after) {
        Set<String> changed = new TreeSet<>(List.of(after.split(";", -1)));
        changed.removeAll(List.of(before.split(";", -1)));
        return changed.stream().map(c -> c.split(" ", 2)[0]).collect(Collectors.joining(", "));
    }
}
