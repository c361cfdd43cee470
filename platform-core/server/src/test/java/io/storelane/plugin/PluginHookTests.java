package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Other systems call plugins at addresses that each workspace has for itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginHookTests extends ServerTests {

    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;

    @Autowired
    PluginHookTests(ApplicationContext context) {
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.mirror("1.0.0").installAnew();
        ming.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
    }

    private static HttpResponse<String> call(String address, String type, byte[] body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Content-Type", type)
                            .header("X-Signature", "s1")
                            .header("Authorization", "Basic c2VjcmV0")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static HttpResponse<String> call(String address, String body) throws Exception {
        return call(address, "application/json", body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private String page() {
        return "/w/" + shop.slug() + "/plugins/mirror/calls";
    }

    private String address() {
        ming.post(page() + "/address", Map.of());
        Matcher found = Pattern.compile("/hooks/mirror/[A-Za-z0-9_-]{43}")
                .matcher(ming.get(page()).body());
        assertThat(found.find()).isTrue();
        return TestStack.APP_URL + found.group();
    }

    private List<String> seen() {
        return Stage.all(
                        "select name from plugin_mirror.seen where tenant_id = ? and kind = 'call' order by name",
                        shop.tenant().value())
                .stream()
                .map(String::valueOf)
                .toList();
    }

    @Test
    void aCallIsStoredAnsweredAndTaken() throws Exception {
        String address = address();
        assertThat(call(address + "?try=1", "{\"id\": 7}").statusCode()).isEqualTo(202);
        assertThat(call(
                                address,
                                "application/x-www-form-urlencoded",
                                "b=2&a=1%20x".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen()).contains("b=2&a=1%20x||s1", "{\"id\": 7}|try=1|s1"));
        assertThat(ming.get(page()).body()).contains("Taken").doesNotContain("??");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.plugin_call where tenant_id = ? and jsonb_exists(headers, 'authorization')",
                        shop.tenant().value()))
                .as("what callers prove themselves by is not kept")
                .isZero();
        // the token is nowhere in the clear
        String token = address.substring(address.lastIndexOf('/') + 1);
        assertThat(Stage.<Long>one(
                        "select count(*) from platform.plugin_hook where position(? in encode(token_hash, 'escape')) > 0",
                        token))
                .isZero();
    }

    @Test
    void whatIsNotTakenIsTriedAgainAndWhatIsWrongIsNot() throws Exception {
        String address = address();
        call(address, "wrong");
        call(address, "later");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Stage.all(
                                "select fault || ' ' || (attempts > 1) from core.plugin_call where tenant_id = ? and state = 'dead' order by fault",
                                shop.tenant().value()))
                        .containsExactly("IllegalStateException true", "a wrong signature false"));
        assertThat(ming.get(page()).body()).contains("Given up", "a wrong signature");
        ming.post("/w/" + shop.slug() + "/plugins/mirror/settings", Map.of("takes", "all"));
        ming.post(page() + "/retry", Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen()).contains("later||s1"));
    }

    @Test
    void onlyTheAddressOfNowOpensIt() throws Exception {
        String before = address();
        String now = address();
        assertThat(call(before, "old").statusCode()).isEqualTo(404);
        assertThat(call(now.replace("/mirror/", "/loyalty/"), "other").statusCode())
                .isEqualTo(404);
        var large = call(now, "text/plain", new byte[1_000_001]);
        assertThat(large.statusCode()).isEqualTo(413);
        ming.post("/w/" + shop.slug() + "/plugins/mirror/disable", Map.of());
        assertThat(call(now, "off").statusCode()).isEqualTo(404);
        ming.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
        assertThat(call(now, "on").statusCode()).isEqualTo(202);
        var auditor = stage.member(shop, "Ada", "auditor", stage.top(shop));
        assertThat(stage.browser(auditor).get(page()).status()).isEqualTo(403);
        assertThat(Stage.<Long>one(
                        "select count(*) from core.plugin_call where tenant_id = ? and convert_from(body, 'UTF8') in ('old', 'other', 'off')",
                        shop.tenant().value()))
                .isZero();
    }

    @Test
    void aTokenThatCannotBeOneIsRefusedWithoutALook() throws Exception {
        Stage.all(
                "insert into platform.plugin_hook (token_hash, tenant_id, plugin_id) values (sha256('short'), ?, 'loyalty')",
                shop.tenant().value());
        Stage.all(
                "insert into core.plugin_enabled (tenant_id, plugin_id, since, enabled_by) values (?, 'loyalty', now(), ?)",
                shop.tenant().value(),
                shop.owner().id());
        try {
            assertThat(call(TestStack.APP_URL + "/hooks/loyalty/short", "x").statusCode())
                    .isEqualTo(404);
        } finally {
            Stage.all("delete from platform.plugin_hook where plugin_id = 'loyalty'");
            Stage.all(
                    "delete from core.plugin_enabled where tenant_id = ? and plugin_id = 'loyalty'",
                    shop.tenant().value());
        }
    }

    @Test
    void whatWasGivenUpGoesAfterThirtyDays() throws Exception {
        Workspace quiet = stage.shop();
        Browser theirs = stage.browser(quiet.owner());
        theirs.post("/w/" + quiet.slug() + "/plugins/mirror/enable", Map.of());
        theirs.post("/w/" + quiet.slug() + "/plugins/mirror/calls/address", Map.of());
        Matcher found = Pattern.compile("/hooks/mirror/[A-Za-z0-9_-]{43}")
                .matcher(theirs.get("/w/" + quiet.slug() + "/plugins/mirror/calls")
                        .body());
        assertThat(found.find()).isTrue();
        String address = TestStack.APP_URL + found.group();
        call(address, "wrong");
        String dead =
                "select count(*) from core.plugin_call where tenant_id = ? and state = 'dead' and next_at > now() + interval '29 days'";
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stage.<Long>one(dead, quiet.tenant().value()) == 1);
        call(address, "right");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stage.<Long>one(
                                "select count(*) from core.plugin_call where tenant_id = ? and state = 'done'",
                                quiet.tenant().value())
                        == 1);
        assertThat(Stage.<Long>one(dead, quiet.tenant().value())).isEqualTo(1);
        Stage.all(
                "update core.plugin_call set next_at = now() where tenant_id = ? and state = 'dead'",
                quiet.tenant().value());
        assertThat(Stage.<Long>one(
                        "select count(*) from infra.tenants_with_plugin_events() where tenant_id = ? and due <= now()",
                        quiet.tenant().value()))
                .as("it is due to go, though nobody calls")
                .isEqualTo(1);
        call(address, "again");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stage.<Long>one(
                                "select count(*) from core.plugin_call where tenant_id = ? and state = 'dead'",
                                quiet.tenant().value())
                        == 0);
    }
}
