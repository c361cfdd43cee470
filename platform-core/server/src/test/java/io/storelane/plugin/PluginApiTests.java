package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.storelane.api.ApiKeyProblem;
import io.storelane.problem.ProblemException;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Person;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.web.api.ApiReference;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.method.HandlerMethod;

/** Programs that call plugins: by the same keys, to the same rules and with the same problems as the rest of the API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginApiTests extends ServerTests {

    private static final String SIGHTS = "/api/v1/p/mirror/sights";

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;
    private final Workspace other;
    private final ApiClient program;

    @Autowired
    PluginApiTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        other = stage.shop();
        program = new ApiClient(
                stage.keyForPlugins(shop.owner(), shop, Set.of("mirror.use")).token());
    }

    @BeforeAll
    void install() {
        PluginJar.mirror("1.0.0").installAnew();
        stage.browser(shop.owner()).post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
    }

    @Test
    void aKeyThatWasMadeForItIsAnsweredAndCounted() {
        Answer added = program.post(SIGHTS, "{\"name\": \"Venus\", \"version\": 1}");
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.at("/by")).endsWith(" (API)");
    }

    @Test
    void oneWithoutThePermissionIsNot() {
        Answer refused =
                new ApiClient(stage.keyForPlugins(shop.owner(), shop, Set.of()).token()).get(SIGHTS);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("access/not-allowed");
        assertThat(new ApiClient("").get(SIGHTS).problem()).isEqualTo("api/key-missing");
        assertThat(new ApiClient("sl_live_x").get(SIGHTS).status()).isEqualTo(401);
    }

    @Test
    void aWorkspaceThatHasNotEnabledItFindsNothing() {
        ApiClient theirs = new ApiClient(
                stage.keyForPlugins(other.owner(), other, Set.of("mirror.use")).token());
        for (String path : List.of(SIGHTS, SIGHTS + "/" + UUID.randomUUID(), "/api/v1/p/mirror/openapi.json")) {
            Answer answer = theirs.with("Accept-Language", "zh-CN").get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.problem()).isEqualTo("plugin/not-found");
            assertThat(answer.at("/detail")).contains("mirror", "插件");
        }
        assertThat(theirs.get("/api/v1/openapi.json").json().at("/x-plugins")).isEmpty();
    }

    @Test
    void eachWorkspaceSeesItsOwn() {
        Workspace third = stage.shop();
        stage.browser(third.owner()).post("/w/" + third.slug() + "/plugins/mirror/enable", Map.of());
        ApiClient theirs = new ApiClient(
                stage.keyForPlugins(third.owner(), third, Set.of("mirror.use")).token());
        String mars =
                program.post(SIGHTS, "{\"name\": \"Mars\", \"version\": 1}").at("/id");
        assertThat(program.get(SIGHTS + "/" + mars).at("/name")).isEqualTo("Mars");
        assertThat(theirs.get(SIGHTS + "/" + mars).status()).isEqualTo(404);
        assertThat(theirs.get(SIGHTS).json().at("/data")).isEmpty();
        Stage.all(
                "update platform.tenant set status = 'suspended' where id = ?",
                third.tenant().value());
        assertThat(theirs.get(SIGHTS).problem()).isEqualTo("api/suspended");
    }

    @Test
    void pagesFollowOneAnother() {
        Workspace third = stage.shop();
        stage.browser(third.owner()).post("/w/" + third.slug() + "/plugins/mirror/enable", Map.of());
        ApiClient theirs = new ApiClient(
                stage.keyForPlugins(third.owner(), third, Set.of("mirror.use")).token());
        for (String name : List.of("A", "B", "C")) {
            theirs.post(SIGHTS, "{\"name\": \"" + name + "\", \"version\": 1}");
        }
        Answer first = theirs.get(SIGHTS + "?limit=2");
        assertThat(first.at("/data/1/name")).isEqualTo("B");
        Answer second = theirs.get(SIGHTS + "?limit=2&after=" + first.at("/next"));
        assertThat(second.at("/data/0/name")).isEqualTo("C");
        assertThat(second.json().at("/next").isNull()).isTrue();
        assertThat(theirs.get(SIGHTS + "?limit=201").problem()).isEqualTo("api/limit");
    }

    @Test
    void aRepeatedRequestIsCarriedOutOnce() {
        ApiClient careful = program.with("Idempotency-Key", "sight-" + Stage.tail());
        Answer first = careful.post(SIGHTS, "{\"name\": \"Once\", \"version\": 1}");
        Answer again = careful.post(SIGHTS, "{\"name\": \"Once\", \"version\": 1}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(careful.post(SIGHTS, "{\"name\": \"Twice\", \"version\": 1}").problem())
                .isEqualTo("api/idempotency-reused");
    }

    /** What was given up may have been done, or is yet. */
    @Test
    void aRequestThatWasGivenUpIsNotCarriedOutAgainAtOnce() {
        String name = "Slow-" + Stage.tail();
        ApiClient careful = program.with("Idempotency-Key", name);
        String body = "{\"name\": \"" + name + "\", \"version\": 1}";
        Answer first = careful.post(SIGHTS, body);
        assertThat(first.status()).as(first.body()).isEqualTo(503);
        assertThat(first.problem()).isEqualTo("plugin/slow");
        Answer again = careful.post(SIGHTS, body);
        assertThat(again.status()).as(again.body()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("api/idempotency-busy");
        assertThat(Stage.all("select name from plugin_mirror.seen where name = ?", name))
                .hasSize(1);
    }

    @Test
    void requestsAreReadToTheLetter() {
        Answer wrong = program.post(SIGHTS, "{\"name\": \"\", \"version\": 1}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.at("/errors/0/field")).isEqualTo("/name");
        assertThat(program.post(SIGHTS, "{\"name\": \"x\", \"version\": 1, \"more\": 2}")
                        .at("/errors/0/field"))
                .isEqualTo("/more");
        assertThat(program.post(SIGHTS, "{\"name\": \"x\"}").at("/errors/0/code"))
                .isEqualTo("api/required");
        assertThat(program.post(SIGHTS, "{").problem()).isEqualTo("api/malformed");
        assertThat(program.get(SIGHTS + "?color=red").problem()).isEqualTo("api/unknown-parameter");
        assertThat(program.get(SIGHTS + "/no-id").problem()).isEqualTo("api/unknown-path");
        assertThat(program.get("/api/v1/p/mirror/nothing").problem()).isEqualTo("api/unknown-path");
        assertThat(program.get("/api/v1/p/mirror").status()).isEqualTo(404);
        assertThat(program.get("/api/v1/p/").status()).isEqualTo(404);
        assertThat(program.get("/api/v1/p").status()).isEqualTo(404);
        assertThat(program.get("/api/v1/p/mirror/cursor").status()).isEqualTo(404); // a page
        Answer method = program.delete(SIGHTS);
        assertThat(method.problem()).isEqualTo("api/method-not-allowed");
        assertThat(method.header("Allow")).contains("GET", "POST");
        assertThat(program.with("Content-Type", "text/plain")
                        .send("POST", SIGHTS, "x")
                        .status())
                .isEqualTo(415);
        assertThat(program.post(SIGHTS, "{\"name\": \"" + "x".repeat(1 << 20) + "\", \"version\": 1}")
                        .problem())
                .isEqualTo("api/too-large");
        assertThat(program.with("If-Match", "\"1\"")
                        .post(SIGHTS, "{\"name\": \"x\", \"version\": 1}")
                        .problem())
                .isEqualTo("api/version-unused");
    }

    @Test
    void whatFailsIsAProblemAndNobodyElses() {
        Answer missing = program.get(SIGHTS + "/" + UUID.randomUUID());
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.at("/detail")).isEqualTo("There is no such sight.");
        Answer broken = program.get(SIGHTS + "/broken");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.problem()).isEqualTo("plugin/api-failed");
        assertThat(broken.header("Content-Type")).startsWith("application/problem+json");
        assertThat(broken.body()).contains("mirror").doesNotContain("secret of the plugin");
        assertThat(program.get(SIGHTS).status()).isEqualTo(200);
    }

    @Test
    void itsDocumentIsOpenApiAndTheServersNamesIt() throws Exception {
        Answer own = program.get("/api/v1/p/mirror/openapi.json");
        try (InputStream in = PluginApiTests.class.getResourceAsStream("/openapi/oas-3.1-schema.json")) {
            var schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
            assertThat(schema.validate(own.body(), InputFormat.JSON)).isEmpty();
        }
        assertThat(own.at("/info/title")).isEqualTo("Mirror");
        var list = own.json().at("/paths").get(SIGHTS).get("get");
        assertThat(list.at("/x-scope/0").asString()).isEqualTo("mirror.use");
        assertThat(list.at("/summary").asString()).isEqualTo("List sights");
        assertThat(list.at("/parameters/1/$ref").asString()).endsWith("/Limit");
        assertThat(own.at("/components/schemas/NewSight/required/0")).isEqualTo("name");
        assertThat(program.with("Accept-Language", "zh-CN")
                        .get("/api/v1/p/mirror/openapi.json")
                        .json()
                        .at("/paths")
                        .get(SIGHTS)
                        .at("/get/summary")
                        .asString())
                .isEqualTo("列出所见");
        assertThat(program.get("/api/v1/openapi.json").at("/x-plugins/0/url"))
                .endsWith("/api/v1/p/mirror/openapi.json");
        assertThat(new ApiClient("").get("/api/v1/openapi.json").json().has("x-plugins"))
                .isFalse();
    }

    @Test
    void aKeyAllowsNoMoreThanItsMaker() {
        Person ada = stage.member(shop, "Ada", "administrator", stage.top(shop));
        assertThatThrownBy(() -> stage.keyForPlugins(ada, shop, Set.of("mirror.use")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ApiKeyProblem.EXCEEDS_OWN_RIGHTS));
        var owner = stage.browser(shop.owner());
        String role = stage.role(shop, "administrator").id().toString();
        owner.post("/w/" + shop.slug() + "/plugins/mirror/roles", Map.of("given", role + " mirror.use"));
        ApiClient hers = new ApiClient(
                stage.keyForPlugins(ada, shop, Set.of("mirror.use")).token());
        assertThat(hers.get(SIGHTS).status()).isEqualTo(200);
        assertThat(hers.get("/api/v1/me").at("/scopes/0")).isEqualTo("mirror.use");
        // what she may do no more her key may not either, from the next request on
        owner.post("/w/" + shop.slug() + "/plugins/mirror/roles", Map.of());
        assertThat(hers.get(SIGHTS).status()).isEqualTo(403);
    }

    @Test
    void thePageOfKeysAndTheApiOfKeysOfferWhatThePluginBrings() {
        var owner = stage.browser(shop.owner());
        assertThat(owner.get("/w/" + shop.slug() + "/keys/new").body()).contains("value=\"mirror.use\"", "Mirror");
        assertThat(stage.browser(other.owner())
                        .get("/w/" + other.slug() + "/keys/new")
                        .body())
                .doesNotContain("mirror.use");
        ApiClient all = stage.program(shop.owner(), shop, stage.top(shop));
        String body = "{\"name\": \"%s\", \"scopes\": [\"%s\"], \"nodeId\": \"" + stage.top(shop) + "\"}";
        // it holds no permission of the plugin itself
        assertThat(all.post("/api/v1/keys", body.formatted("One", "mirror.use")).problem())
                .isEqualTo("apikey/exceeds-own-rights");
        assertThat(all.post("/api/v1/keys", body.formatted("Two", "mirror.nothing"))
                        .status())
                .isEqualTo(422);
        var made = owner.post(
                "/w/" + shop.slug() + "/keys/new",
                Map.of(
                        "name",
                        "Sights",
                        "scopes",
                        "mirror.use",
                        "nodeId",
                        stage.top(shop).toString()));
        assertThat(made.body()).contains("sl_live_");
    }

    static class Silent {
        @io.storelane.plugin.api.RequiresPermission("mirror.use")
        void says() {}

        @io.storelane.plugin.api.ApiOperation("Say")
        void open() {}

        @io.storelane.plugin.api.ApiOperation("Say")
        @io.storelane.plugin.api.RequiresPermission("mirror.use")
        java.util.Currency strange() {
            return java.util.Currency.getInstance("CNY");
        }
    }

    @Test
    void aMethodOfWhichNothingCanBeToldStopsThePluginFromStarting() {
        PluginArchive jar = PluginArchive.read(PluginJar.mirror("1.0.0").bytes(), 10_000_000);
        for (String[] one : new String[][] {
            {"says", "Silent.says of the API has no @ApiOperation."},
            {"open", "Silent.open of the API has no @RequiresPermission."},
            {"strange", "No schema is known for class java.util.Currency"}
        }) {
            var method = new HandlerMethod(
                    new Silent(),
                    Objects.requireNonNull(org.springframework.util.ReflectionUtils.findMethod(Silent.class, one[0])));
            assertThatThrownBy(() -> context.getBean(PluginApiDocuments.class)
                            .check(jar, List.of(new ApiReference.Route("GET", "/api/v1/p/mirror/x", method))))
                    .hasMessage(one[1]);
        }
    }
}
