package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What plugins keep belongs to the workspace: it leaves with the rest, and forgets whom the workspace forgets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginDataTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final JsonMapper json;
    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;

    @Autowired
    PluginDataTests(ApplicationContext context, JsonMapper json) {
        this.json = json;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.loyalty("1.0.0").installAnew();
        ming.post(page("/plugins/loyalty/enable"), Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("loyalty");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    @Test
    void itsTablesAreInTheArchiveOfTheWorkspace() throws Exception {
        Workspace other = stage.shop();
        Browser theirs = stage.browser(other.owner());
        theirs.post("/w/" + other.slug() + "/plugins/loyalty/enable", Map.of());
        theirs.post("/w/" + other.slug() + "/p/loyalty/cards", Map.of("name", "Somebody else"));
        for (String name : new String[] {"Ann", "Ben", "\u5c0f\u660e"}) {
            ming.post(page("/p/loyalty/cards"), Map.of("name", name));
        }
        String export = Objects.requireNonNull(
                ming.post(page("/exports/workspace"), Map.of()).header("Location"));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> ming.get(export.replaceFirst("https?://[^/]*", "") + "/file")
                                .status()
                        == 200);
        Map<String, byte[]> files = entries(ming.file(export.replaceFirst("https?://[^/]*", "") + "/file"));
        JsonNode cards = null;
        for (JsonNode record : json.readTree(Objects.requireNonNull(files.get("manifest.json")))
                .at("/records")) {
            if (record.at("/name").asString().equals("plugin_loyalty.card")) {
                cards = record;
            }
        }
        Objects.requireNonNull(cards);
        assertThat(cards.at("/rows").asLong()).isEqualTo(3);
        for (JsonNode file : cards.at("/files")) {
            byte[] content = Objects.requireNonNull(files.get(file.at("/path").asString()));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                    .isEqualTo(file.at("/sha256").asString());
            assertThat(new String(content, StandardCharsets.UTF_8))
                    .contains("Ann", "Ben", "\u5c0f\u660e")
                    .doesNotContain("Somebody else");
        }
        assertThat(cards.at("/files").size()).isEqualTo(2);
    }

    private static Map<String, byte[]> entries(byte[] zipped) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void itForgetsWhomTheWorkspaceForgetsAlsoWhereItIsDisabled() {
        ApiClient client = stage.program(shop.owner(), shop, stage.top(shop));
        String ann = customer(client, "Ann");
        String twin = customer(client, "Ann too");
        String gone = customer(client, "Gone");
        for (String id : new String[] {ann, twin, gone}) {
            ming.post(page("/p/loyalty/cards"), Map.of("name", "of " + id));
        }
        assertThat(ming.post(page("/customers/" + ann + "/merge"), Map.of("with", twin, "version", "0"))
                        .status())
                .isBetween(200, 399);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cards("of " + ann)).isEqualTo(2));
        ming.post(page("/plugins/loyalty/disable"), Map.of());
        ming.post(page("/customers/" + gone + "/erase"), Map.of("version", "0"));
        assertThat(ming.get(page("/customers/" + gone)).body()).doesNotContain("Gone");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cards("of " + gone)).isZero());
        assertThat(cards("of nobody")).isEqualTo(1);
        ming.post(page("/plugins/loyalty/enable"), Map.of());
    }

    private String customer(ApiClient client, String name) {
        return client.post(
                        "/api/v1/customers",
                        "{\"kind\": \"person\", \"name\": \"" + name + "\", \"nodeId\": \"" + stage.top(shop) + "\"}")
                .at("/id");
    }

    private static long cards(String name) {
        return Stage.one("select count(*) from plugin_loyalty.card where name = ?", name);
    }
}
