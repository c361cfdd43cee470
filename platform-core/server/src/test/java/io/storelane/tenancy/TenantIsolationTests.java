package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.organization.Departments;
import io.storelane.organization.Staff;
import io.storelane.role.RoleAssignments;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Wares;
import io.storelane.support.Workspace;
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

    /** What a route needs. A new route gets its line here, or the test of the table fails and names it. */
    private static final String EXPECTATIONS = """
            GET  /                                                            public
            GET  /favicon.ico                                                 public
            GET  /terms                                                       public
            GET  /privacy                                                     public
            GET  /login                                                       public
            GET  /login/failed                                                public
            GET  /signup                                                      public
            POST /signup                                                      public
            GET  /signup/sent                                                 public
            GET  /start                                                       public
            GET  /design                                                      public
            ANY  /error                                                       public
            POST /preferences                                                 public
            GET  /developers                                                  public
            GET  /invite/{token}                                              public
            GET  /invite/{token}/sign-in                                      signed-in
            POST /invite/{token}/accept                                       signed-in
            POST /invitations/{id}/accept                                     signed-in
            GET  /account                                                     signed-in
            POST /account                                                     signed-in
            GET  /workspaces/new                                              signed-in
            POST /workspaces/new                                              signed-in
            GET  /workspaces/slug                                             signed-in
            GET  /w/{workspace}                                               member
            GET  /w/{workspace}/palette                                       member
            GET  /w/{workspace}/logo/{id}                                     member
            POST /w/{workspace}/members/leave                                 member
            POST /w/{workspace}/first-steps                                   settings.manage
            GET  /w/{workspace}/settings                                      settings.view
            POST /w/{workspace}/settings                                      settings.manage
            POST /w/{workspace}/settings/logo                                 settings.manage upload
            POST /w/{workspace}/settings/logo/delete                          settings.manage
            GET  /w/{workspace}/organization                                  organization.view
            GET  /w/{workspace}/organization ?view=list                       organization.view
            GET  /w/{workspace}/organization/export.csv                       organization.view
            GET  /w/{workspace}/organization/{id}                             organization.view
            GET  /w/{workspace}/organization/new                              organization.manage
            POST /w/{workspace}/organization/new                              organization.manage
            GET  /w/{workspace}/organization/{id}/new                         organization.manage
            POST /w/{workspace}/organization/{id}/new                         organization.manage
            GET  /w/{workspace}/organization/{id}/edit                        organization.manage
            POST /w/{workspace}/organization/{id}/edit                        organization.manage
            GET  /w/{workspace}/organization/{id}/move                        organization.manage
            POST /w/{workspace}/organization/{id}/move                        organization.manage
            POST /w/{workspace}/organization/{id}/close                       organization.manage
            POST /w/{workspace}/organization/{id}/open                        organization.manage
            POST /w/{workspace}/organization/{id}/delete                      organization.manage
            GET  /w/{workspace}/organization/levels                           structure.manage
            POST /w/{workspace}/organization/levels                           structure.manage
            GET  /w/{workspace}/departments                                   organization.view
            GET  /w/{workspace}/departments/new                               structure.manage
            POST /w/{workspace}/departments/new                               structure.manage
            GET  /w/{workspace}/departments/{department}/edit                 structure.manage
            POST /w/{workspace}/departments/{department}/edit                 structure.manage
            POST /w/{workspace}/departments/{department}/delete               structure.manage says
            GET  /w/{workspace}/departments/{department}/positions/new        structure.manage
            POST /w/{workspace}/departments/{department}/positions/new        structure.manage
            GET  /w/{workspace}/departments/positions/{position}/edit         structure.manage
            POST /w/{workspace}/departments/positions/{position}/edit         structure.manage
            POST /w/{workspace}/departments/positions/{position}/delete       structure.manage says
            GET  /w/{workspace}/staff                                         staff.view
            GET  /w/{workspace}/staff/export.csv                              staff.view
            GET  /w/{workspace}/staff/new                                     staff.manage
            POST /w/{workspace}/staff/new                                     staff.manage
            POST /w/{workspace}/staff/{id}/end                                staff.manage says
            POST /w/{workspace}/staff/end                                     staff.manage says
            GET  /w/{workspace}/members                                       members.view
            GET  /w/{workspace}/members/export                                members.view
            GET  /w/{workspace}/members/invite                                members.manage
            POST /w/{workspace}/members/invite                                members.manage
            GET  /w/{workspace}/members/invitations                           members.view
            POST /w/{workspace}/members/invitations/{id}/resend               members.manage says
            POST /w/{workspace}/members/invitations/{id}/revoke               members.manage says
            GET  /w/{workspace}/members/{id}                                  members.view
            POST /w/{workspace}/members/{id}/roles                            members.manage
            POST /w/{workspace}/members/{id}/roles/{assignment}/revoke        members.manage says
            POST /w/{workspace}/members/{id}/remove                           members.manage says
            POST /w/{workspace}/members/{id}/owner                            members.manage says
            POST /w/{workspace}/members/remove                                members.manage says
            GET  /w/{workspace}/roles                                         roles.view
            GET  /w/{workspace}/roles/{id}                                    roles.view
            GET  /w/{workspace}/roles/new                                     roles.manage
            POST /w/{workspace}/roles/new                                     roles.manage
            GET  /w/{workspace}/roles/{id}/edit                               roles.manage
            POST /w/{workspace}/roles/{id}/edit                               roles.manage
            GET  /w/{workspace}/roles/{id}/copy                               roles.manage
            POST /w/{workspace}/roles/{id}/copy                               roles.manage
            POST /w/{workspace}/roles/{id}/delete                             roles.manage says
            GET  /w/{workspace}/keys                                          api.manage
            GET  /w/{workspace}/keys/export                                   api.manage
            GET  /w/{workspace}/keys/new                                      api.manage
            POST /w/{workspace}/keys/new                                      api.manage
            GET  /w/{workspace}/keys/{id}                                     api.manage
            POST /w/{workspace}/keys/{id}/rotate                              api.manage
            POST /w/{workspace}/keys/{id}/revoke                              api.manage
            GET  /w/{workspace}/audit                                         audit.view
            GET  /w/{workspace}/audit/{id}                                    audit.view
            GET  /w/{workspace}/audit/export                                  audit.export
            GET  /w/{workspace}/locations                                     stock.view
            GET  /w/{workspace}/locations/export                              stock.view
            GET  /w/{workspace}/locations/new                                 locations.manage
            POST /w/{workspace}/locations/new                                 locations.manage
            GET  /w/{workspace}/locations/place                               locations.manage
            GET  /w/{workspace}/locations/{id}                                stock.view
            GET  /w/{workspace}/locations/{id}/edit                           locations.manage
            POST /w/{workspace}/locations/{id}/edit                           locations.manage
            POST /w/{workspace}/locations/{id}/delete                         locations.manage says
            POST /w/{workspace}/locations/close                               locations.manage says
            POST /w/{workspace}/locations/open                                locations.manage says
            GET  /w/{workspace}/stock                                         stock.view
            GET  /w/{workspace}/stock/export                                  stock.view
            GET  /w/{workspace}/stock/{id}                                    stock.view
            GET  /w/{workspace}/stock/{id}/export                             stock.view
            POST /w/{workspace}/stock/keep-back                               stock.manage says
            GET  /w/{workspace}/stock/receive                                 stock.manage
            POST /w/{workspace}/stock/receive                                 stock.manage
            GET  /w/{workspace}/stock/adjust                                  stock.manage
            POST /w/{workspace}/stock/adjust                                  stock.manage
            GET  /w/{workspace}/stock/import                                  stock.manage
            POST /w/{workspace}/stock/import                                  stock.manage
            GET  /w/{workspace}/stock/count                                   stock.manage
            POST /w/{workspace}/stock/count                                   stock.manage
            GET  /w/{workspace}/stock/damage                                  stock.manage
            POST /w/{workspace}/stock/damage                                  stock.manage
            GET  /w/{workspace}/transfers                                     stock.view
            GET  /w/{workspace}/transfers/export                              stock.view
            GET  /w/{workspace}/transfers/new                                 stock.manage
            POST /w/{workspace}/transfers/new                                 stock.manage
            GET  /w/{workspace}/transfers/{id}                                stock.view
            POST /w/{workspace}/transfers/{id}/receive                        stock.manage
            GET  /w/{workspace}/products                                      products.view
            GET  /w/{workspace}/products/export                               products.view
            GET  /w/{workspace}/products/{id}                                 products.view
            GET  /w/{workspace}/products/images/{file}                        products.view
            GET  /w/{workspace}/products/import                               products.manage
            POST /w/{workspace}/products/import                               products.manage upload says
            GET  /w/{workspace}/products/import/example                       products.manage
            GET  /w/{workspace}/products/import/{id}                          products.manage
            POST /w/{workspace}/products/import/{id}/start                    products.manage
            GET  /w/{workspace}/products/new                                  products.manage
            POST /w/{workspace}/products/new                                  products.manage
            GET  /w/{workspace}/products/{id}/edit                            products.manage
            POST /w/{workspace}/products/{id}/edit                            products.manage
            POST /w/{workspace}/products/{id}/list                            products.manage
            POST /w/{workspace}/products/{id}/delist                          products.manage
            POST /w/{workspace}/products/{id}/delete                          products.manage
            POST /w/{workspace}/products/bulk                                 products.manage says
            GET  /w/{workspace}/products/{id}/variants/new                    products.manage
            POST /w/{workspace}/products/{id}/variants/new                    products.manage
            GET  /w/{workspace}/products/{id}/variants/combine                products.manage
            POST /w/{workspace}/products/{id}/variants/combine                products.manage
            GET  /w/{workspace}/products/{id}/variants/{variant}              products.manage
            POST /w/{workspace}/products/{id}/variants/{variant}              products.manage
            POST /w/{workspace}/products/{id}/variants/{variant}/components   products.manage
            POST /w/{workspace}/products/{id}/variants/{variant}/delete       products.manage
            POST /w/{workspace}/products/{id}/images                          products.manage upload
            POST /w/{workspace}/products/{id}/images/{image}                  products.manage
            POST /w/{workspace}/products/{id}/images/{image}/cover            products.manage
            POST /w/{workspace}/products/{id}/images/{image}/later            products.manage
            POST /w/{workspace}/products/{id}/images/{image}/remove           products.manage
            GET  /w/{workspace}/products/{id}/prices                          prices.manage
            POST /w/{workspace}/products/{id}/prices                          prices.manage
            POST /w/{workspace}/products/{id}/channels                        prices.manage
            GET  /w/{workspace}/price-lists                                   products.view
            GET  /w/{workspace}/price-lists/export                            products.view
            GET  /w/{workspace}/categories/export                             products.view
            GET  /w/{workspace}/price-lists/{id}                              products.view
            GET  /w/{workspace}/price-lists/{id}/export                       products.view
            GET  /w/{workspace}/price-lists/new                               prices.manage
            POST /w/{workspace}/price-lists/new                               prices.manage
            GET  /w/{workspace}/price-lists/{id}/edit                         prices.manage
            POST /w/{workspace}/price-lists/{id}/edit                         prices.manage
            POST /w/{workspace}/price-lists/{id}/prices                       prices.manage
            GET  /w/{workspace}/categories                                    products.view
            GET  /w/{workspace}/categories/new                                products.manage
            POST /w/{workspace}/categories/new                                products.manage
            GET  /w/{workspace}/categories/{id}                               products.manage
            POST /w/{workspace}/categories/{id}                               products.manage
            POST /w/{workspace}/categories/{id}/delete                        products.manage
            GET  /w/{workspace}/brands                                        products.view
            GET  /w/{workspace}/brands/export                                 products.view
            GET  /w/{workspace}/brands/new                                    products.manage
            POST /w/{workspace}/brands/new                                    products.manage
            GET  /w/{workspace}/brands/{id}                                   products.manage
            POST /w/{workspace}/brands/{id}                                   products.manage
            POST /w/{workspace}/brands/{id}/delete                            products.manage
            GET  /w/{workspace}/channels                                      products.view
            GET  /w/{workspace}/channels/export                               products.view
            GET  /w/{workspace}/channels/new                                  channels.manage
            POST /w/{workspace}/channels/new                                  channels.manage
            GET  /w/{workspace}/channels/{id}                                 channels.manage
            POST /w/{workspace}/channels/{id}                                 channels.manage
            POST /w/{workspace}/channels/{id}/close                           channels.manage says
            POST /w/{workspace}/channels/{id}/open                            channels.manage says
            GET  /w/{workspace}/orders                                        orders.view
            GET  /w/{workspace}/orders/export                                 orders.view
            GET  /w/{workspace}/orders/settings                               settings.view
            POST /w/{workspace}/orders/settings                               settings.manage
            GET  /w/{workspace}/orders/new                                    orders.manage
            POST /w/{workspace}/orders/new                                    orders.manage
            GET  /w/{workspace}/orders/customers                              orders.manage
            GET  /w/{workspace}/orders/skus                                   orders.manage
            POST /w/{workspace}/orders/bulk                                   orders.manage says
            GET  /w/{workspace}/{list}/views/new                              orders.view
            POST /w/{workspace}/{list}/views/new                              member
            GET  /w/{workspace}/{list}/views/{id}/rename                      orders.view
            POST /w/{workspace}/{list}/views/{id}/rename                      orders.view
            POST /w/{workspace}/{list}/views/{id}/delete                      orders.view
            GET  /w/{workspace}/orders/{id}                                   orders.view
            POST /w/{workspace}/orders/{id}/personal                          personal.view
            GET  /w/{workspace}/orders/{id}/hold                              orders.manage
            POST /w/{workspace}/orders/{id}/hold                              orders.manage
            POST /w/{workspace}/orders/{id}/release                           orders.manage
            POST /w/{workspace}/orders/{id}/allocate                          orders.manage
            POST /w/{workspace}/orders/{id}/notes                             orders.manage
            GET  /w/{workspace}/orders/{id}/tags                              orders.manage
            POST /w/{workspace}/orders/{id}/tags                              orders.manage
            GET  /w/{workspace}/orders/{id}/assignee                          orders.manage
            POST /w/{workspace}/orders/{id}/assignee                          orders.manage
            GET  /w/{workspace}/orders/{id}/edit                              orders.manage
            POST /w/{workspace}/orders/{id}/edit                              orders.manage
            GET  /w/{workspace}/orders/{id}/cancel                            orders.manage
            POST /w/{workspace}/orders/{id}/cancel                            orders.manage
            GET  /w/{workspace}/orders/{id}/payment                           payments.manage
            POST /w/{workspace}/orders/{id}/payment                           payments.manage
            GET  /w/{workspace}/orders/{id}/refund                            payments.manage
            POST /w/{workspace}/orders/{id}/refund                            payments.manage
            POST /w/{workspace}/orders/{id}/tasks/{task}/done                 orders.manage
            GET  /w/{workspace}/orders/{id}/lines/{line}/match                orders.manage
            POST /w/{workspace}/orders/{id}/lines/{line}/match                orders.manage
            GET  /w/{workspace}/orders/{id}/reservations/{reservation}/move   orders.manage
            POST /w/{workspace}/orders/{id}/reservations/{reservation}/move   orders.manage
            GET  /w/{workspace}/customers                                     customers.view
            GET  /w/{workspace}/customers/export                              customers.view
            GET  /w/{workspace}/customers/new                                 customers.manage
            POST /w/{workspace}/customers/new                                 customers.manage
            GET  /w/{workspace}/customers/{id}                                customers.view
            POST /w/{workspace}/customers/{id}/personal                       personal.view
            GET  /w/{workspace}/customers/{id}/edit                           customers.manage
            POST /w/{workspace}/customers/{id}/edit                           customers.manage
            GET  /w/{workspace}/jobs                                          member
            GET  /w/{workspace}/jobs/export                                   member
            GET  /w/{workspace}/jobs/{id}                                     member
            GET  /w/{workspace}/jobs/{id}/progress                            member
            GET  /w/{workspace}/jobs/{id}/events                              member
            GET  /w/{workspace}/jobs/{id}/export                              member
            POST /w/{workspace}/jobs/{id}/cancel                              member
            POST /w/{workspace}/jobs/{id}/repeat                              member
            GET  /w/{workspace}/failed-events                                 jobs.manage
            GET  /w/{workspace}/failed-events/export                          jobs.manage
            GET  /w/{workspace}/failed-events/{id}                            jobs.manage
            POST /w/{workspace}/failed-events/replay                          jobs.manage says
            POST /w/{workspace}/failed-events/discard                         jobs.manage says
            """;

    /**
     * What a route needs.
     *
     * @param says true if it answers a refusal by a word on the next page, so with a redirect
     */
    private record Need(String who, @Nullable Permission permission, boolean says, boolean upload) {

        boolean inWorkspace() {
            return who.equals("member") || permission != null;
        }
    }

    private record Route(String method, String pattern, String params) {

        String key() {
            return method + " " + pattern + (params.isEmpty() ? "" : " ?" + params);
        }

        boolean names() {
            return pattern.replace("{workspace}", "").replace("{list}", "").contains("{");
        }

        boolean writes() {
            return method.equals("POST");
        }
    }

    private static final Map<String, Need> NEEDS = needs();

    private static final List<String> COMMON = List.of("/roles/{id}", "/stock/{id}", "/products/", "/price-lists/{id}");

    private final ApplicationContext context;
    private final RequestMappingHandlerMapping mapping;
    private final Database database;
    private final TransactionTemplate transaction;
    private final Stage stage;

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
        var department = stage.as(
                        one.owner(),
                        one,
                        () -> context.getBean(Departments.class).list())
                .getFirst();
        UUID position = department.positions().getFirst().id();
        UUID assignment = stage.as(
                one.owner(), one, () -> context.getBean(Staff.class).assign(beyondThem.id(), outletB, position));
        UUID held = stage.as(
                        one.owner(),
                        one,
                        () -> context.getBean(RoleAssignments.class)
                                .held(beyondThem.id(), new io.storelane.access.Reach(List.of("/"))))
                .getFirst()
                .id();
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
        ids.put("jobs", job);
        ids.put("failed-events", failure);
        ids.putAll(Map.of(
                "organization", outletB,
                "members", beyondThem.id(),
                "invitations", invitation,
                "staff", assignment,
                "assignment", held,
                "department", department.id(),
                "position", position,
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
    }

    @Test
    void whoIsNotSignedInIsSentToTheLogin() {
        Browser nobody = new Browser();
        List<String> findings = new ArrayList<>();
        String before = rows(null);
        for (Route route : guarded(need -> !need.who().equals("public"))) {
            Answer answer = ask(nobody, route, one.slug());
            if (answer.status() != 401
                    && !(answer.status() == 302 && answer.header("Location").endsWith("/login"))) {
                findings.add(route.key() + " answers " + answer.status() + " to nobody");
            }
            shown(route, answer, List.of(mark), findings);
        }
        assertThat(findings).isEmpty();
        assertThat(rows(null)).isEqualTo(before);
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
        String before = rows(one.tenant().value());
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
        assertThat(rows(one.tenant().value())).isEqualTo(before);
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
        String before = rows(null);
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
                before = unchanged(route, before, findings);
            }
        }
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
                        "/organization/export.csv",
                        "/staff/export.csv")) {
                    shown(
                            new Route("GET", page + question, ""),
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
        String before = rows(null);
        assertThat(ask(browser, new Route("POST", "/w/{workspace}/organization/{id}/close", ""), one.slug())
                        .status())
                .isEqualTo(302);
        assertThat(rows(null)).isNotEqualTo(before);
        ask(browser, new Route("POST", "/w/{workspace}/organization/{id}/open", ""), one.slug());
    }

    /** Asks all these routes and says which did not refuse, showed a word, or changed a row. */
    private List<String> refusals(
            Browser browser,
            String slug,
            java.util.function.Predicate<Need> which,
            Set<Integer> statuses,
            List<String> words) {
        List<String> findings = new ArrayList<>();
        String before = rows(null);
        for (Route route : guarded(which)) {
            Answer answer = ask(browser, route, slug);
            boolean strict = !statuses.contains(404) || statuses.size() == 1;
            if (strict ? !statuses.contains(answer.status()) : !refused(route, need(route), answer, statuses)) {
                findings.add(route.key() + " answers " + answer.status());
            }
            shown(route, answer, words, findings);
            before = unchanged(route, before, findings);
        }
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

    private static String unchanged(Route route, String before, List<String> findings) {
        if (!route.writes()) {
            return before;
        }
        String after = rows(null);
        if (!after.equals(before)) {
            findings.add(route.key() + " changed rows: " + difference(before, after));
        }
        return after;
    }

    private Answer ask(Browser browser, Route route, String slug) {
        String path = route.pattern()
                .replace("{workspace}", slug)
                .replace("{token}", "A".repeat(43))
                .replace("{list}", "orders");
        for (String name : List.of(
                "assignment", "department", "position", "variant", "image", "file", "line", "reservation", "task")) {
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
                    routes.add(new Route(method, named, params));
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
        EXPECTATIONS.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(line -> {
            List<String> words = new ArrayList<>(List.of(line.split(" +", -1)));
            boolean says = words.remove("says");
            boolean upload = words.remove("upload");
            String who = words.removeLast();
            Permission permission = Permission.of(who).orElse(null);
            if (permission == null && !Set.of("public", "signed-in", "member").contains(who)) {
                throw new IllegalStateException("Not a need: " + line);
            }
            needs.put(String.join(" ", words), new Need(who, permission, says, upload));
        });
        return needs;
    }

    /** What the list that a bulk action belongs to shows. */
    private static String listed(String path) {
        return Stream.of("staff", "locations", "products", "channels")
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

    /** A hash of each table's rows; of mails and sign-ups without what workers change. */
    static String rows(@Nullable UUID tenant) {
        List<String> parts = new ArrayList<>();
        String tables =
                "select schemaname || '.' || tablename from pg_tables t where schemaname in ('core', 'platform')"
                        // written by consumers of the log, some time after what caused it
                        + " and tablename not in ('event_cursor', 'usage_day')"
                        + (tenant == null
                                ? ""
                                : " and exists (select from information_schema.columns c where c.table_schema ="
                                        + " t.schemaname and c.table_name = t.tablename and c.column_name = 'tenant_id')")
                        + " order by 1";
        for (Object table : Stage.all(tables)) {
            String row = switch (String.valueOf(table)) {
                case "core.mail" -> "x.id::text";
                case "platform.sign_up" -> "x.id::text";
                default -> "x::text";
            };
            parts.add("select '" + table + " ' || count(*) || ' ' || coalesce(md5(string_agg(md5(" + row
                    + "), '' order by md5("
                    + row + "))), '') as h from " + table + " x"
                    + (tenant == null ? "" : " where tenant_id = '" + tenant + "'"));
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
