package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.api.ApiKeys;
import io.storelane.plugin.PluginRoutes;
import io.storelane.plugin.PluginRoutes.Route;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every route of plugins, for programs and for people, and every page about them, asked by whoever must not get an answer. The plugins'
 * own dispatchers say which there are, so a route that a plugin of these tests gets is asked too. No refused request changes a row or
 * shows a word of the workspace that it was about.
 */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginIsolationTests extends ServerTests {

    private static final Set<String> BROUGHT = Set.of("mirror.use");

    /** What pages of these plugins change, and pages about them; not what they write in the background. */
    private static final List<String> TABLES = List.of(
            "plugin_loyalty.card",
            "plugin_mirror.seen where kind = 'api' and",
            "core.plugin_enabled",
            "core.plugin_setting",
            "core.plugin_secret",
            "core.plugin_hook",
            "core.plugin_file",
            "core.plugin_cursor",
            "core.role_permission",
            "core.customer",
            "core.sales_order",
            "core.job",
            "core.stock_level",
            "core.audit_entry",
            "platform.plugin_hook",
            "platform.plugin_authorization");

    private final ApplicationContext context;
    private final RequestMappingHandlerMapping mapping;
    private final Stage stage;

    /** Begins each name in the first workspace, and stands nowhere else. */
    private final String mark = "Qy" + Stage.tail();

    /** For the names in patterns, what is theirs in the first workspace. */
    private final Map<String, UUID> ids = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace one;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace two;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace without;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person auditor;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private List<Route> routes;

    @Autowired
    PluginIsolationTests(
            ApplicationContext context,
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
        this.context = context;
        this.mapping = mapping;
        this.stage = new Stage(context);
    }

    @BeforeAll
    void threeWorkspaces() {
        PluginJar.mirror("1.0.0").installAnew();
        PluginJar.loyalty("1.0.0").installAnew();
        routes = Stream.of("mirror", "loyalty")
                .flatMap(plugin -> PluginRoutes.of(context, plugin).stream())
                .toList();
        one = stage.workspace(stage.person(mark + " Olga"), "Lantern");
        auditor = stage.member(one, "Ada", "auditor", stage.top(one));
        two = stage.workspace(stage.person("Tom"), "Other");
        without = stage.workspace(stage.person("Una"), "Without");
        for (Workspace workspace : List.of(one, two, without)) {
            switched(workspace, "enable");
        }
        ids.put(
                "sights",
                UUID.fromString(key(one, BROUGHT)
                        .post("/api/v1/p/mirror/sights", "{\"name\": \"%s\", \"version\": 1}".formatted(mark))
                        .at("/id")));
        Browser owner = stage.browser(one.owner());
        owner.post(page(one, "loyalty", "/cards"), Map.of("name", mark + " Card"));
        owner.post(page(one, "mirror", "/secret"), Map.of("value", mark));
        owner.post(page(one, "mirror", "/cursor"), Map.of("version", "0", "value", mark));
        String customer = owner.post(page(one, "mirror", "/customers"), Map.of("name", mark + " Fang"))
                .body();
        ids.put("customers", UUID.fromString(customer));
        ids.put("orders", UUID.fromString(customer));
        ids.put("members", one.owner().id());
        ids.put("jobs", Ids.next());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
        PluginJar.remove("loyalty");
    }

    private void switched(Workspace workspace, String how) {
        Browser owner = stage.browser(workspace.owner());
        for (String plugin : List.of("mirror", "loyalty")) {
            assertThat(owner.post("/w/" + workspace.slug() + "/plugins/" + plugin + "/" + how, Map.of())
                            .status())
                    .isEqualTo(302);
        }
    }

    private static String page(Workspace workspace, String plugin, String path) {
        return "/w/" + workspace.slug() + "/p/" + plugin + path;
    }

    /** A key of the owner, for what plugins bring; its use is written now and not later. */
    private ApiClient key(Workspace workspace, Set<String> brought) {
        ApiKeys.Made made = stage.keyForPlugins(workspace.owner(), workspace, brought);
        Stage.all("update core.api_key set last_used_at = now() + interval '1 hour' where id = ?", made.id());
        return new ApiClient(made.token());
    }

    @Test
    void theMatrixHasRoutesOfEachKind() {
        assertThat(routes.stream().filter(Route::isApi)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(routes.stream().filter(r -> !r.isApi())).hasSizeGreaterThan(30);
        assertThat(about()).hasSizeGreaterThan(8);
    }

    @Test
    void programsAreNotAnsweredWithoutAKey() {
        assertThat(program(new ApiClient(""), Set.of(401))).isEmpty();
    }

    @Test
    void aKeyWithoutTheScopeMayNothing() {
        assertThat(program(key(one, Set.of()), Set.of(403))).isEmpty();
    }

    @Test
    void aKeyOfAnotherWorkspaceFindsNothing() {
        ApiClient stranger = key(two, BROUGHT);
        List<String> findings = new ArrayList<>();
        String before = rows(one, one);
        for (Route route : routes) {
            if (route.isApi()) {
                ApiClient.Answer answer = ask(stranger, route);
                if (route.path().contains("{") && answer.status() != 404) {
                    findings.add(route + " answers " + answer.status());
                }
                shown(route, answer.body(), findings);
            }
        }
        assertThat(findings).isEmpty();
        assertThat(rows(one, one)).isEqualTo(before);
    }

    @Test
    void whereAPluginIsNotEnabledProgramsFindNothing() {
        ApiClient theirs = key(without, BROUGHT);
        switched(without, "disable");
        try {
            assertThat(program(theirs, Set.of(404))).isEmpty();
            ApiClient.Answer document = theirs.get("/api/v1/p/mirror/openapi.json");
            assertThat(document.status()).isEqualTo(404);
            assertThat(document.problem()).isEqualTo("plugin/not-found");
        } finally {
            switched(without, "enable");
        }
    }

    @Test
    void aSuspendedWorkspaceIsClosedToProgramsAndPeople() {
        ApiClient program = key(two, BROUGHT);
        Browser owner = stage.browser(two.owner());
        status(two, "suspended");
        try {
            assertThat(program(program, Set.of(403))).isEmpty();
            assertThat(pages(owner, two, Set.of(403))).isEmpty();
        } finally {
            status(two, "active");
        }
    }

    private static void status(Workspace workspace, String status) {
        Stage.all(
                "update platform.tenant set status = ? where id = ? returning 1",
                status,
                workspace.tenant().value());
    }

    @Test
    void whoIsNotSignedInIsSentToTheLogin() {
        assertThat(pages(new Browser(), one, Set.of(302, 401))).isEmpty();
        assertThat(new Browser().get(page(one, "loyalty", "/cards")).header("Location"))
                .endsWith("/login");
    }

    @Test
    void theOwnerOfAnotherWorkspaceFindsNothing() {
        assertThat(pages(stage.browser(two.owner()), one, Set.of(404))).isEmpty();
        assertThat(pagesAbout(stage.browser(two.owner()), Set.of(404))).isEmpty();
    }

    /** The plugins are enabled in both: what they are asked for is the first one's all the same. */
    @Test
    void idsOfAnotherWorkspaceNameNothing() {
        Browser stranger = stage.browser(two.owner());
        List<String> findings = new ArrayList<>();
        String before = rows(one, one);
        for (Route route : routes) {
            if (!route.isApi() && route.path().replace("{workspace}", "").contains("{")) {
                shown(route, ask(stranger, route, two).body(), findings);
            }
        }
        assertThat(stranger.get(page(two, "loyalty", "/cards")).body()).doesNotContain(mark);
        assertThat(stranger.get(page(two, "mirror", "/secret")).body()).isEqualTo("none");
        assertThat(findings).isEmpty();
        assertThat(rows(one, one)).isEqualTo(before);
    }

    @Test
    void aMemberWithoutThePermissionMayNothing() {
        assertThat(pages(stage.browser(auditor), one, Set.of(403))).isEmpty();
        assertThat(pagesAbout(stage.browser(auditor), Set.of(403))).isEmpty();
    }

    @Test
    void whereAPluginIsNotEnabledThereAreNoPages() {
        switched(without, "disable");
        try {
            assertThat(pages(stage.browser(without.owner()), without, Set.of(404)))
                    .isEmpty();
        } finally {
            switched(without, "enable");
        }
    }

    /** A mutant: with whoever may do all, the checks above must report. */
    @Test
    void whoMayDoAllIsReported() {
        List<String> findings = new ArrayList<>();
        ApiClient program = key(one, BROUGHT);
        Browser owner = stage.browser(one.owner());
        for (Route route : routes) {
            if (route.isApi() && !route.writes()) {
                shown(route, ask(program, route).body(), findings);
            } else if (route.path().endsWith("/cards")
                    || route.path().endsWith("/secret")
                    || route.path().endsWith("/customers/{id}")) {
                shown(route, ask(owner, route, one).body(), findings);
            }
        }
        assertThat(findings)
                .contains(
                        "GET /api/v1/p/mirror/sights shows " + mark,
                        "GET /api/v1/p/mirror/sights/{id} shows " + mark,
                        "GET /w/{workspace}/p/loyalty/cards shows " + mark,
                        "GET /w/{workspace}/p/mirror/secret shows " + mark,
                        "GET /w/{workspace}/p/mirror/customers/{id} shows " + mark);
        String before = rows();
        owner.post(page(one, "loyalty", "/cards"), Map.of("name", "One more"));
        assertThat(rows()).isNotEqualTo(before);
    }

    private List<String> program(ApiClient client, Set<Integer> statuses) {
        List<String> findings = new ArrayList<>();
        String before = rows();
        for (Route route : routes) {
            if (route.isApi()) {
                ApiClient.Answer answer = ask(client, route);
                if (!statuses.contains(answer.status())) {
                    findings.add(route + " answers " + answer.status() + " " + answer.body());
                }
                shown(route, answer.body(), findings);
            }
        }
        changed(before, findings);
        return findings;
    }

    private List<String> pages(Browser browser, Workspace workspace, Set<Integer> statuses) {
        return refusals(browser, workspace, routes.stream().filter(r -> !r.isApi()), statuses);
    }

    private List<String> pagesAbout(Browser browser, Set<Integer> statuses) {
        return refusals(browser, one, about().stream(), statuses);
    }

    private List<String> refusals(Browser browser, Workspace workspace, Stream<Route> which, Set<Integer> statuses) {
        List<String> findings = new ArrayList<>();
        String before = rows();
        which.forEach(route -> {
            Browser.Answer answer = ask(browser, route, workspace);
            // a page that stays open says so on the next one; that no row changed is looked at below
            boolean said = route.path().contains("/calls/") && answer.status() == 302 && statuses.contains(403);
            if (!statuses.contains(answer.status()) && !said) {
                findings.add(route + " answers " + answer.status());
            }
            shown(route, answer.body(), findings);
        });
        changed(before, findings);
        return findings;
    }

    private void changed(String before, List<String> findings) {
        String after = rows();
        if (!after.equals(before)) {
            findings.add("One of them changed " + TenantIsolationTests.difference(before, after));
        }
    }

    private void shown(Route route, String body, List<String> findings) {
        if (body.contains(mark)) {
            findings.add(route + " shows " + mark);
        }
    }

    /** The server's own pages about a plugin. */
    private List<Route> about() {
        return mapping.getHandlerMethods().keySet().stream()
                .flatMap(info -> Objects.requireNonNull(info.getPathPatternsCondition()).getPatternValues().stream()
                        .filter(path -> path.startsWith("/w/{workspace}/plugins/{plugin}"))
                        .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                                .map(method -> new Route(method.name(), path, "plugins.manage"))))
                .toList();
    }

    private ApiClient.Answer ask(ApiClient client, Route route) {
        return route.writes()
                ? client.send(route.method(), path(route, one), "{\"name\": \"Moon\", \"version\": 1}")
                : client.get(path(route, one));
    }

    private Browser.Answer ask(Browser browser, Route route, Workspace workspace) {
        String path = path(route, workspace);
        return route.writes()
                ? browser.post(
                        path,
                        Map.of(
                                "name", "Changed", "value", "changed", "version", "1", "tag", "changed", "text",
                                "changed", "given", ""))
                : browser.get(path);
    }

    private String path(Route route, Workspace workspace) {
        String path = route.path().replace("{workspace}", workspace.slug()).replace("{plugin}", "mirror");
        while (path.contains("{")) {
            int at = path.indexOf('{');
            String noun = path.substring(path.lastIndexOf('/', at - 2) + 1, at - 1);
            path = path.substring(0, at)
                    + Objects.requireNonNull(ids.get(noun), "no id of " + noun + ": add one to this test")
                    + path.substring(path.indexOf('}') + 1);
        }
        return path;
    }

    private String rows() {
        return rows(one, two);
    }

    /** A hash of each table's rows of these workspaces. */
    private static String rows(Workspace first, Workspace second) {
        return TABLES.stream()
                .map(table -> table.split(" ", 2)[0] + " "
                        + Stage.<String>one(
                                """
                        select coalesce(md5(string_agg(x::text, ',' order by x::text)), '') from (select * from %s tenant_id in (?, ?)) x""".formatted(table.contains(" where ") ? table : table + " where"),
                                first.tenant().value(),
                                second.tenant().value()))
                .collect(Collectors.joining(";"));
    }
}
