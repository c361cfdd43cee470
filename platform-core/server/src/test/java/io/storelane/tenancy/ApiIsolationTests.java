package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.api.ApiKeys;
import io.storelane.api.MakeApiKey;
import io.storelane.member.Members;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Person;
import io.storelane.support.Receivers;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Wares;
import io.storelane.support.Workspace;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every route of the API, asked with each kind of key that must not get an answer: none, an expired one, one of another
 * workspace, one without the scope, one for another outlet, one of a suspended workspace. Bodies are the examples of the
 * reference, with ids of the outlet that is out of reach. No refused request changes a row or shows a word of that outlet.
 */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIsolationTests extends ServerTests {

    private final ApplicationContext context;
    private final ApiReference reference;
    private final JsonMapper json;
    private final Stage stage;
    private static final List<String> COMMON = List.of(
            "/api/v1/roles",
            "/api/v1/products",
            "/api/v1/files",
            "/api/v1/brands",
            "/api/v1/categories",
            "/api/v1/price-lists",
            "/api/v1/stock/item");

    private final String mark = "Qx" + Stage.tail();

    /** For each name in a path or a body, an id at the outlet that others must not reach. */
    private final Map<String, UUID> ids = new TreeMap<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace one;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace two;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private UUID outletA;

    @Autowired
    ApiIsolationTests(ApplicationContext context, ApiReference reference, JsonMapper json) {
        this.context = context;
        this.reference = reference;
        this.json = json;
        this.stage = new Stage(context);
    }

    @BeforeAll
    void twoWorkspaces() {
        one = stage.workspace(stage.person("Olga"), "Lantern");
        UUID top = stage.top(one);
        outletA = stage.node(one, top, "Outlet A");
        UUID outletB = stage.node(one, top, mark + " Outlet B");
        Person beth = stage.member(one, mark + " Beth", "node_manager", outletB);
        UUID invitation = stage.invite(one, stage.person(mark + " Ines"), "auditor", outletB);
        Stage.all("update core.invitation set expires_at = expires_at - interval '1 day' where id = ?", invitation);
        Stage.Employment employment = stage.employ(one, beth, outletB);
        ids.put("nodes", outletB);
        ids.put("nodeId", outletB);
        ids.put("parentId", outletB);
        ids.put("members", beth.id());
        ids.put("userId", beth.id());
        ids.put("invitations", invitation);
        ids.put("departments", employment.department());
        ids.put("positions", employment.position());
        ids.put("positionId", employment.position());
        ids.put("staff", employment.staff());
        ids.put("roles", stage.role(one, "auditor").id());
        ids.put("roleId", stage.role(one, "auditor").id());
        ids.put("assignment", employment.assignment());
        ids.put(
                "keys",
                stage.key(one.owner(), one, outletB, Set.of(Permission.ORGANIZATION_VIEW))
                        .id());
        ids.put("audit", Stage.one("select id from core.audit_entry where node_id = ? limit 1", outletB));
        Map<String, UUID> wares = new Wares(context, one, "W" + Stage.tail(), mark).at(outletB);
        ids.putAll(wares);
        ids.put("files", Objects.requireNonNull(wares.get("file")));
        ids.put("fileId", Objects.requireNonNull(wares.get("file")));
        Map.of(
                        "brandId", "brands",
                        "categoryId", "categories",
                        "channelId", "channels",
                        "customerId", "customers",
                        "locationId", "locations",
                        "fromId", "locations",
                        "toId", "locations",
                        "toLocationId", "locations",
                        "lineId", "line",
                        "sku", "variant")
                .forEach((name, noun) -> ids.put(name, Objects.requireNonNull(wares.get(noun), noun)));
        ids.put("variants", Objects.requireNonNull(wares.get("variant")));
        ids.put("images", Objects.requireNonNull(wares.get("image")));
        ids.put("reservations", Objects.requireNonNull(wares.get("reservation")));
        ids.put("lines", Objects.requireNonNull(wares.get("line")));
        ids.put("tasks", Objects.requireNonNull(wares.get("task")));
        ids.put("parcels", Objects.requireNonNull(wares.get("parcel")));
        ids.put("orderId", Objects.requireNonNull(wares.get("order")));
        UUID job = stage.as(
                one.owner(),
                one,
                () -> context.getBean(Members.class)
                        .removeAll(List.of(one.owner().id())));
        org.awaitility.Awaitility.await()
                .until(() -> Stage.one("select state from core.job where id = ?", job)
                        .equals("done"));
        UUID notification = Ids.next();
        Stage.all("""
                insert into core.notification (tenant_id, id, user_id, kind, count, page, detail, shown, first_at, last_at, read_at)
                values (?, ?, ?, 'job.done', 1, '/jobs', '["x", 1, 0]', true, now(), now(), now())""", one.tenant().value(), notification, one.owner().id());
        ids.put("notifications", notification);
        ids.put("choices", Ids.next()); // no kind
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
        UUID failure = Ids.next();
        Stage.all("""
                insert into core.event_failure (tenant_id, id, consumer, event_id, aggregate_id, epoch, seq, type, state, next_at, since)
                select tenant_id, ?, 'usage', id, aggregate_id, epoch, seq, type, 'dead', now(), now() from core.event
                where tenant_id = ? limit 1""", failure, one.tenant().value());
        ids.put("failed-events", failure);
        UUID webhook = Receivers.off(context, one);
        UUID delivery = Receivers.givenUp(one, webhook);
        ids.put("webhooks", webhook);
        ids.put("webhook-deliveries", delivery);
        two = stage.workspace(stage.person("Tom"), "Other");
    }

    /** A key of the owner; used once, so that its use is written before rows are compared. */
    private ApiClient key(Workspace workspace, UUID node, Set<Permission> scopes) {
        ApiKeys.Made made = stage.key(workspace.owner(), workspace, node, scopes);
        Stage.all("update core.api_key set last_used_at = now() + interval '1 hour' where id = ?", made.id());
        return new ApiClient(made.token());
    }

    @Test
    void nobodyIsAnsweredWithoutAKey() {
        assertThat(findings(new ApiClient(""), _ -> true, Set.of(401), false)).isEmpty();
    }

    @Test
    void anExpiredKeyOpensNothing() {
        ApiKeys.Made made = stage.key(one.owner(), one, stage.top(one), Set.of());
        Stage.all("update core.api_key set expires_at = now() where id = ?", made.id());
        assertThat(findings(new ApiClient(made.token()), _ -> true, Set.of(401), false))
                .isEmpty();
    }

    @Test
    void aKeyOfAnotherWorkspaceFindsNothing() {
        ApiClient stranger = key(two, stage.top(two), Set.of());
        assertThat(findings(stranger, r -> namesOneOf(r), Set.of(403, 404, 409, 412, 422), true))
                .isEmpty();
    }

    @Test
    void aKeyWithoutTheScopeMayNotDoIt() {
        ApiClient seesPlaces = key(one, stage.top(one), Set.of(Permission.ORGANIZATION_VIEW));
        ApiClient seesSettings = key(one, stage.top(one), Set.of(Permission.SETTINGS_VIEW));
        List<String> findings = new ArrayList<>(findings(
                seesPlaces,
                r -> needsScope(r) && !scopes(r).contains(Permission.ORGANIZATION_VIEW),
                Set.of(403, 404),
                false));
        findings.addAll(
                findings(seesSettings, r -> scopes(r).contains(Permission.ORGANIZATION_VIEW), Set.of(403, 404), false));
        assertThat(findings).isEmpty();
    }

    @Test
    void aKeyEndsAtItsOutlet() {
        ApiClient local = key(one, outletA, Set.of());
        List<String> findings = new ArrayList<>();
        // these are the same for the whole workspace: they may be seen, not changed
        findings.addAll(findings(
                local,
                r -> namesOneOf(r)
                        && !(r.method().equals("GET") && COMMON.stream().anyMatch(r.path()::startsWith)),
                Set.of(403, 404, 409, 412, 422),
                false));
        for (ApiReference.Route route : reference.routes()) {
            if (route.method().equals("GET") && !route.path().contains("{")) {
                shown(route, local.get(route.path()), findings);
            }
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void aSuspendedWorkspaceIsClosedToItsKeys() {
        ApiClient theirs = key(two, stage.top(two), Set.of());
        Stage.all(
                "update platform.tenant set status = 'suspended' where id = ?",
                two.tenant().value());
        try {
            assertThat(findings(theirs, _ -> true, Set.of(403), false)).isEmpty();
        } finally {
            Stage.all(
                    "update platform.tenant set status = 'active' where id = ?",
                    two.tenant().value());
        }
    }

    /** A mutant: with a key that may do all, the checks above must report. */
    @Test
    void aKeyThatMayDoAllIsReported() {
        ApiClient all = key(one, stage.top(one), Set.of());
        List<String> findings = new ArrayList<>();
        for (ApiReference.Route route : reference.routes()) {
            if (route.method().equals("GET")) {
                Answer answer = all.get(path(route));
                if (answer.status() == 200) {
                    findings.add(route.path());
                }
                shown(route, answer, findings);
            }
        }
        assertThat(findings)
                .contains("/api/v1/nodes/{id}", "/api/v1/members/{id}", "/api/v1/audit/{id}", "/api/v1/keys/{id}")
                .anyMatch(f -> f.startsWith("GET /api/v1/nodes shows"));
    }

    @Test
    void aKeyCannotMakeOneThatAllowsMore() {
        ApiClient few = key(one, outletA, EnumSet.of(Permission.API_KEYS_MANAGE, Permission.ORGANIZATION_VIEW));
        String body = "{\"name\": \"More\", \"scopes\": [\"%s\"], \"nodeId\": \"%s\"}";
        assertThat(few.post("/api/v1/keys", body.formatted("organization.manage", outletA))
                        .problem())
                .isEqualTo("apikey/exceeds-own-rights");
        assertThat(few.post("/api/v1/keys", body.formatted("organization.view", stage.top(one)))
                        .status())
                .isEqualTo(404);
        UUID broad = stage.as(
                        one.owner(),
                        one,
                        () -> context.getBean(ApiKeys.class)
                                .make(new MakeApiKey(
                                        "Broad " + Stage.tail(),
                                        EnumSet.of(Permission.ORGANIZATION_MANAGE),
                                        outletA,
                                        null)))
                .id();
        assertThat(few.post("/api/v1/keys/" + broad + "/rotate", "{\"graceHours\": 0}")
                        .status())
                .isEqualTo(403);
        assertThat(few.post("/api/v1/keys", body.formatted("organization.view", outletA))
                        .status())
                .isEqualTo(201);
    }

    private List<String> findings(
            ApiClient client, Predicate<ApiReference.Route> which, Set<Integer> statuses, boolean onlyOne) {
        List<String> findings = new ArrayList<>();
        String before = rows(onlyOne);
        for (ApiReference.Route route : reference.routes()) {
            if (!which.test(route)) {
                continue;
            }
            String name = route.method() + " " + route.path();
            Answer answer = ask(client, route);
            // the answer to many is a result for each; that no row changed is checked below
            boolean each = route.path().endsWith("/bulk") && answer.status() == 200 && statuses.contains(422);
            if (!statuses.contains(answer.status()) && !each) {
                findings.add(name + " answers " + answer.status() + " " + answer.body());
            }
            shown(route, answer, findings);
            if (!route.method().equals("GET")) {
                String after = rows(onlyOne);
                if (!after.equals(before)) {
                    findings.add(name + " changed rows: " + TenantIsolationTests.difference(before, after));
                    before = after;
                }
            }
        }
        return findings;
    }

    private String rows(boolean onlyOne) {
        return onlyOne ? TenantIsolationTests.rows(one) : TenantIsolationTests.rows(one, two);
    }

    private void shown(ApiReference.Route route, Answer answer, List<String> findings) {
        if (answer.body().contains(mark)) {
            findings.add(route.method() + " " + route.path() + " shows " + mark);
        }
        if (answer.status() >= 500) {
            findings.add(route.method() + " " + route.path() + " breaks with " + answer.status());
        }
    }

    /** With a version where one is needed, and only there: elsewhere it is refused. */
    private Answer ask(ApiClient client, ApiReference.Route route) {
        Answer answer = send(client, route);
        return answer.status() == 428 ? send(client.with("If-Match", "\"0\""), route) : answer;
    }

    private Answer send(ApiClient asking, ApiReference.Route route) {
        if (route.body() == null) {
            return asking.send(route.method(), path(route), new byte[0]);
        }
        if (route.body() == byte[].class) {
            return asking.with("Content-Type", route.fileTypes().getFirst())
                    .send(route.method(), path(route), new byte[] {1, 2, 3});
        }
        return asking.send(route.method(), path(route), body(route));
    }

    private String path(ApiReference.Route route) {
        String path = route.path().replace("/metrics/{code}", "/metrics/sales");
        while (path.contains("{")) {
            int at = path.indexOf('{');
            String name = path.substring(at + 1, path.indexOf('}'));
            String noun = path.substring(path.lastIndexOf('/', at - 2) + 1, at - 1);
            UUID id = ids.getOrDefault(name, ids.get(noun));
            path = path.substring(0, at)
                    + Objects.requireNonNull(id, "no id of " + noun + ": add one to this test")
                    + path.substring(path.indexOf('}') + 1);
        }
        return switch (path) {
            case "/api/v1/products/by-sku", "/api/v1/stock/moves", "/api/v1/stock/item" -> path + "?sku=NONE";
            case "/api/v1/imports" -> path + "?kind=products";
            default -> path;
        };
    }

    /** The example, with ids of the outlet out of reach. */
    private String body(ApiReference.Route route) {
        var body = json.readTree(Objects.requireNonNull(route.operation()).body());
        if (body instanceof ObjectNode object) {
            ids.forEach((name, id) -> {
                if (object.has(name) && object.get(name).isString()) {
                    object.put(name, id.toString());
                }
            });
        }
        return json.writeValueAsString(body);
    }

    /** True if path or body names something of the outlet. */
    private boolean namesOneOf(ApiReference.Route route) {
        return route.path().contains("{")
                || (route.body() != null
                        && route.body() != byte[].class
                        && ids.values().stream().anyMatch(id -> body(route).contains(id.toString())));
    }

    private static Set<Permission> scopes(ApiReference.Route route) {
        ApiOperation said = Objects.requireNonNull(route.operation(), route.path());
        return said.scope().length == 0 ? Set.of() : EnumSet.copyOf(Arrays.asList(said.scope()));
    }

    private static boolean needsScope(ApiReference.Route route) {
        return !scopes(route).isEmpty();
    }
}
