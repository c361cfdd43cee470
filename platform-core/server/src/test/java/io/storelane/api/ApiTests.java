package io.storelane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Permission;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What all of the API has in common: keys, bodies, versions, repeats, pages, problems. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTests extends ServerTests {

    private static final String NODES = "/api/v1/nodes";

    private final ApplicationContext context;
    private final Stage stage;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace workspace;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private UUID top;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ApiClient program;

    @Autowired
    ApiTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    @BeforeAll
    void aWorkspace() {
        workspace = stage.workspace(stage.person("Ming"), "Lantern Books");
        top = stage.top(workspace);
        program = stage.program(workspace.owner(), workspace, top);
    }

    private String node(String name) {
        return "{\"parentId\": \"%s\", \"name\": \"%s\"}".formatted(top, name);
    }

    private long nodes() {
        return Stage.one(
                "select count(*) from core.org_node where tenant_id = ?",
                workspace.tenant().value());
    }

    // ---- keys

    @Test
    void aKeySaysWhoItIsAndLeavesNoSession() {
        Answer me = program.get("/api/v1/me");
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.at("/workspace/slug")).isEqualTo(workspace.slug());
        assertThat(me.at("/madeBy")).isEqualTo(workspace.owner().id().toString());
        assertThat(me.response().headers().allValues("Set-Cookie")).isEmpty();
        assertThat(me.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(me.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(me.header("RateLimit-Policy")).matches("\"workspace\";q=\\d+;w=\\d+");
        assertThat(me.header("RateLimit")).matches("\"workspace\";r=\\d+;t=\\d+");
    }

    @Test
    void withoutAGoodKeyNothingIsAnswered() {
        Person ming = workspace.owner();
        ApiKeys keys = context.getBean(ApiKeys.class);
        ApiKeys.Made revoked = stage.key(ming, workspace, top, Set.of());
        stage.run(ming, workspace, () -> keys.revoke(revoked.id()));
        ApiKeys.Made expired = stage.key(ming, workspace, top, Set.of());
        Stage.all("update core.api_key set expires_at = now() - interval '1 second' where id = ?", expired.id());
        Person leaver = stage.member(workspace, "Lea", "administrator", top);
        ApiKeys.Made orphaned = stage.key(leaver, workspace, top, Set.of());
        stage.run(
                leaver,
                workspace,
                () -> context.getBean(io.storelane.member.Members.class).leave());
        String wrongSecret = stage.key(ming, workspace, top, Set.of()).token().replaceFirst(".$", "~");

        assertThat(new ApiClient("").get("/api/v1/me").problem()).isEqualTo("api/key-missing");
        assertThat(new ApiClient("nonsense").get("/api/v1/nothing").problem()).isEqualTo("api/key-unknown");
        assertThat(new ApiClient(wrongSecret).get("/api/v1/me").problem()).isEqualTo("api/key-unknown");
        assertThat(new ApiClient(revoked.token()).get("/api/v1/me").problem()).isEqualTo("api/key-revoked");
        assertThat(new ApiClient(expired.token()).get("/api/v1/me").problem()).isEqualTo("api/key-expired");
        assertThat(new ApiClient(orphaned.token()).get("/api/v1/me").problem()).isEqualTo("api/key-orphaned");
        Answer answer = new ApiClient("").with("Accept-Language", "zh-CN").get("/api/v1/me");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.at("/detail")).startsWith("请提供 API 密钥");
        assertThat(answer.at("/instance")).isEqualTo("urn:uuid:" + answer.header("X-Request-Id"));
    }

    @Test
    void aSecretWorksOnForItsGraceAfterARotation() {
        ApiKeys keys = context.getBean(ApiKeys.class);
        ApiKeys.Made first = stage.key(workspace.owner(), workspace, top, Set.of());
        ApiKeys.Made second =
                stage.as(workspace.owner(), workspace, () -> keys.rotate(first.id(), Duration.ofHours(1)));
        assertThat(new ApiClient(first.token()).get("/api/v1/me").status()).isEqualTo(200);
        assertThat(new ApiClient(second.token()).get("/api/v1/me").status()).isEqualTo(200);
        ApiKeys.Made third = stage.as(workspace.owner(), workspace, () -> keys.rotate(first.id(), Duration.ZERO));
        assertThat(new ApiClient(first.token()).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(new ApiClient(second.token()).get("/api/v1/me").status()).isEqualTo(401);
        assertThat(new ApiClient(third.token()).get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void theSecretIsStoredNowhere() {
        String token = stage.key(workspace.owner(), workspace, top, Set.of()).token();
        String secret = token.substring(token.lastIndexOf('_') + 1);
        assertThat(Stage.all("select k::text from platform.api_key k").toString())
                .doesNotContain(secret);
        assertThat(Stage.all("select k::text from core.api_key k").toString()).doesNotContain(secret);
        assertThat(Stage.all("select k::text from core.audit_entry k").toString())
                .doesNotContain(secret);
    }

    @Test
    void aKeyAllowsWhatItWasMadeForAndNoMore() {
        ApiClient reader =
                new ApiClient(stage.key(workspace.owner(), workspace, top, Set.of(Permission.ORGANIZATION_VIEW))
                        .token());
        assertThat(reader.get(NODES).status()).isEqualTo(200);
        Answer refused = reader.post(NODES, node("Nope"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("access/not-allowed");
    }

    @Test
    void aKeyAllowsNoMoreThanItsMakerMayDoNow() {
        Person anna = stage.member(workspace, "Anna", "administrator", top);
        ApiClient hers = stage.program(anna, workspace, top);
        assertThat(hers.get(NODES).status()).isEqualTo(200);
        Stage.all("delete from core.role_assignment where user_id = ?", anna.id());
        assertThat(hers.get(NODES).status()).isEqualTo(403);
        assertThat(hers.get("/api/v1/me").json().at("/allowed").size()).isZero();
    }

    @Test
    void aKeyEndsAtItsNode() {
        UUID here = stage.node(workspace, top, "Here " + Stage.tail());
        UUID there = stage.node(workspace, top, "There " + Stage.tail());
        ApiClient local = stage.program(workspace.owner(), workspace, here);
        assertThat(local.get(NODES + "/" + here).status()).isEqualTo(200);
        Answer missing = local.get(NODES + "/" + there);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(local.get(NODES).json().at("/data").size()).isEqualTo(1);
        assertThat(local.get("/api/v1/me").body()).doesNotContain("settings.manage\"],\"expiresAt");
    }

    @Test
    void anotherWorkspacesIdsNameNothing() {
        Workspace other = stage.workspace(stage.person("Tom"), "Other");
        ApiClient theirs = stage.program(other.owner(), other, stage.top(other));
        Answer answer = theirs.get(NODES + "/" + top);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("Lantern");
    }

    @Test
    void aSuspendedWorkspaceIsRefused() {
        Workspace other = stage.workspace(stage.person("Sue"), "Paused");
        ApiClient theirs = stage.program(other.owner(), other, stage.top(other));
        Stage.all(
                "update platform.tenant set status = 'suspended' where id = ?",
                other.tenant().value());
        assertThat(theirs.get("/api/v1/me").problem()).isEqualTo("api/suspended");
    }

    @Test
    void useIsWrittenOnceAMinute() {
        ApiKeys.Made made = stage.key(workspace.owner(), workspace, top, Set.of());
        ApiClient client = new ApiClient(made.token());
        client.get("/api/v1/me");
        Object first = Stage.one("select last_used_at from core.api_key where id = ?", made.id());
        client.get("/api/v1/me");
        assertThat(Stage.<Object>one("select last_used_at from core.api_key where id = ?", made.id()))
                .isEqualTo(first);
    }

    @Test
    void theTrailIsExportedAsOnItsPage() {
        String name = "Exported " + Stage.tail();
        stage.node(workspace, top, name);
        Answer file = program.with("Accept-Language", "zh-CN").get("/api/v1/audit/export?action=node.added");
        assertThat(file.status()).as(file.body()).isEqualTo(200);
        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.header("Content-Disposition")).contains("attachment", ".csv");
        assertThat(file.body()).contains(name).containsPattern("\\p{IsHan}");
        assertThat(program.get("/api/v1/audit?action=audit.exported").at("/data/0/actor"))
                .endsWith("(API)");
        ApiClient sees = new ApiClient(stage.key(workspace.owner(), workspace, top, Set.of(Permission.AUDIT_VIEW))
                .token());
        assertThat(sees.get("/api/v1/audit/export").status()).isEqualTo(403);
    }

    @Test
    void theTrailNamesTheKey() {
        String name = "Trail " + Stage.tail();
        UUID id = UUID.fromString(program.post(NODES, node(name)).at("/id"));
        assertThat(Stage.<String>one("select actor_name from core.audit_entry where target_id = ?", id.toString()))
                .endsWith(" (API)");
    }

    // ---- bodies

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"parentId": "TOP", "name": "X", "colour": 1}      | 422 | api/unknown-field | /colour   | api/unknown-field
            {"parentId": "TOP"}                                | 422 | fields/invalid    | /name     | api/required
            {"parentId": "TOP", "name": null}                  | 422 | fields/invalid    | /name     | api/required
            {"parentId": "TOP", "name": 5}                     | 422 | api/wrong-type    | /name     | api/wrong-type
            {"parentId": "none", "name": "X"}                  | 422 | api/wrong-type    | /parentId | api/wrong-type
            {"parentId": "TOP", "name": " "}                   | 422 | fields/invalid    | /name     | invalid/notblank
            {"parentId": "TOP", "name": "a\\u0000b"}           | 422 | fields/invalid    | /name     | api/forbidden-character
            {"parentId": "TOP", "name": "X", "name": "Y"}      | 400 | api/malformed     |           |
            {"parentId": "TOP", "name": "X"                    | 400 | api/malformed     |           |
            {"parentId": "TOP", "name": "X"} trailing          | 400 | api/malformed     |           |
            []                                                 | 422 | api/wrong-type    |           | api/wrong-type
            """)
    void aFaultyBodyIsNamedAndNothingIsWritten(String body, int status, String problem, String field, String code) {
        long before = nodes();
        Answer answer = program.post(NODES, body.replace("TOP", top.toString()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.at("/errors/0/field")).isEqualTo(field == null ? "" : field);
        assertThat(answer.at("/errors/0/code")).isEqualTo(code == null ? "" : code);
        assertThat(answer.at("/detail")).isNotEmpty();
        assertThat(nodes()).isEqualTo(before);
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        Answer answer = program.with("Accept-Language", "zh-CN").post(NODES, "{\"code\": \"" + "x".repeat(60) + "\"}");
        assertThat(answer.json().at("/errors").size()).isEqualTo(2);
        assertThat(answer.at("/errors/0/field")).isEqualTo("/parentId");
        assertThat(answer.at("/errors/1/field")).isEqualTo("/name");
        assertThat(answer.at("/errors/0/detail")).isEqualTo("此字段必填。");
    }

    @Test
    void whatIsNoJsonInUtf8IsRefused() {
        byte[] latin = "{\"parentId\": \"%s\", \"name\": \"Caf\u00e9\"}"
                .formatted(top)
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        ApiClient json = program.with("Content-Type", "application/json");
        assertThat(json.send("POST", NODES, latin).problem()).isEqualTo("api/malformed");
        assertThat(json.send("POST", NODES, new byte[0]).problem()).isEqualTo("api/body-missing");
        Answer form = program.with("Content-Type", "application/x-www-form-urlencoded")
                .send("POST", NODES, "name=X");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.problem()).isEqualTo("api/media-type");
        Answer large = program.post(NODES, node("x".repeat(10 * 1024 * 1024)));
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.problem()).isEqualTo("api/too-large");
    }

    @Test
    void unknownAddressesAndMethodsAreProblemsToo() {
        assertThat(program.get("/api/v1/nothing").problem()).isEqualTo("api/unknown-path");
        assertThat(program.get(NODES + "/none").problem()).isEqualTo("api/unknown-path");
        Answer method = program.put(NODES, "{}");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.problem()).isEqualTo("api/method-not-allowed");
        assertThat(method.header("Allow")).contains("GET", "POST");
        assertThat(program.with("Accept", "text/csv").get("/api/v1/me").problem())
                .isEqualTo("api/not-acceptable");
    }

    // ---- versions

    @Test
    void aChangeNamesTheVersionItIsOf() {
        Answer made = program.post(NODES, node("Version " + Stage.tail()));
        assertThat(made.status()).isEqualTo(201);
        String path = made.header("Location");
        String tag = made.header("ETag");
        assertThat(program.get(path).header("ETag")).isEqualTo(tag);
        String change = "{\"name\": \"Changed %s\"}".formatted(Stage.tail());
        assertThat(program.put(path, change).status()).isEqualTo(428);
        assertThat(program.with("If-Match", "five").put(path, change).status()).isEqualTo(400);
        Answer changed = program.with("If-Match", tag).put(path, change);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
        Answer stale = program.with("If-Match", tag).put(path, change);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("organization/changed-meanwhile");
    }

    // ---- repeats

    @Test
    void aRepeatedRequestGetsTheSameAnswer() {
        ApiClient repeating = program.with("Idempotency-Key", "repeat-" + Stage.tail());
        String body = node("Once " + Stage.tail());
        Answer first = repeating.post(NODES, body);
        long after = nodes();
        Answer second = repeating.post(NODES, body);
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(nodes()).isEqualTo(after);
        Answer other = repeating.post(NODES, node("Twice"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("api/idempotency-reused");
        assertThat(program.with("Idempotency-Key", "a b").post(NODES, body).problem())
                .isEqualTo("api/idempotency-key");
    }

    @Test
    void aFailureIsNotKept() {
        ApiClient repeating = program.with("Idempotency-Key", "failure-" + Stage.tail());
        String name = "Taken " + Stage.tail();
        UUID present = stage.node(workspace, top, name);
        assertThat(repeating.post(NODES, node(name)).status()).isEqualTo(409);
        assertThat(program.delete(NODES + "/" + present).status()).isEqualTo(204);
        assertThat(repeating.post(NODES, node(name)).status()).isEqualTo(201);
    }

    @Test
    void ofTheSameRequestSentAtOnceOneIsCarriedOut() throws Exception {
        ApiClient repeating = program.with("Idempotency-Key", "race-" + Stage.tail());
        String body = node("Race " + Stage.tail());
        long before = nodes();
        Set<Integer> statuses = new HashSet<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(pool.submit(() -> {
                    start.await();
                    return repeating.post(NODES, body);
                }));
            }
            start.countDown();
            for (Future<Answer> answer : answers) {
                statuses.add(answer.get().status());
            }
        }
        assertThat(statuses).contains(201).isSubsetOf(201, 409);
        assertThat(nodes()).isEqualTo(before + 1);
    }

    @Test
    void anAnswerIsForgottenAfterADay() {
        String key = "day-" + Stage.tail();
        ApiClient repeating = program.with("Idempotency-Key", key);
        assertThat(repeating.post(NODES, node("Day " + Stage.tail())).status()).isEqualTo(201);
        Stage.all(
                "update core.idempotency set created_at = now() - interval '25 hours' where idempotency_key = ?", key);
        assertThat(repeating.post(NODES, node("Day " + Stage.tail())).status()).isEqualTo(201);
        assertThat(Stage.<Long>one("select count(*) from core.idempotency where created_at < now() - interval '1 day'"))
                .isZero();
    }

    // ---- pages

    @Test
    void aListIsReadPageByPage() {
        Workspace other = stage.workspace(stage.person("Pia"), "Pages");
        UUID theirTop = stage.top(other);
        for (int i = 0; i < 5; i++) {
            stage.node(other, theirTop, "Node " + i);
        }
        ApiClient theirs = stage.program(other.owner(), other, theirTop);
        Set<String> ids = new HashSet<>();
        String path = NODES + "?limit=2&q=";
        int pages = 0;
        while (!path.isEmpty()) {
            Answer page = theirs.get(path);
            page.json().at("/data").forEach(n -> ids.add(n.at("/id").asString()));
            String link = page.header("Link");
            assertThat(link.isEmpty()).isEqualTo(page.json().at("/next").isNull());
            path = link.isEmpty()
                    ? ""
                    : link.replaceFirst("^<" + io.storelane.support.TestStack.APP_URL, "")
                            .replaceFirst(">; rel=\"next\"$", "");
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(6);
        assertThat(theirs.get(NODES + "?limit=0").at("/errors/0/field")).isEqualTo("limit");
        assertThat(theirs.get(NODES + "?limit=201").status()).isEqualTo(422);
        assertThat(theirs.get(NODES + "?after=nonsense").problem()).isEqualTo("tenancy/cursor");
    }

    @Test
    void timesAreInUtc() {
        ApiKeys.Made made = stage.key(workspace.owner(), workspace, top, Set.of());
        Stage.all("update core.api_key set expires_at = '2099-01-02T03:04:05Z' where id = ?", made.id());
        assertThat(Instant.parse(new ApiClient(made.token()).get("/api/v1/me").at("/expiresAt")))
                .isEqualTo(Instant.parse("2099-01-02T03:04:05Z"));
    }
}
