package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the server keeps for a plugin goes with it, in all workspaces, if its data is to go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginRemainsTests extends ServerTests {

    private static final List<String> TABLES = List.of(
            "core.plugin_cursor",
            "core.plugin_secret",
            "core.plugin_hook",
            "core.plugin_setting",
            "core.plugin_file",
            "core.plugin_call",
            "platform.plugin_hook");

    private final Stage stage;

    @Autowired
    PluginRemainsTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    private static long rows(Workspace shop) {
        return TABLES.stream()
                .mapToLong(table -> Stage.<Long>one(
                        "select count(*) from " + table + " where tenant_id = ? and plugin_id = 'mirror'",
                        shop.tenant().value()))
                .sum();
    }

    private static long sealed(Workspace shop) {
        return Stage.<Long>one(
                        "select count(*) from core.secret where tenant_id = ? and purpose like 'plugin.mirror%'",
                        shop.tenant().value())
                + Stage.<Long>one(
                        "select count(*) from core.file where tenant_id = ? and purpose = 'plugin.mirror'",
                        shop.tenant().value());
    }

    /** Such as for somebody who reads a table of it at that moment. */
    @Test
    void whatCouldNotBeRemovedGoesWhenItIsRemovedAgain() throws Exception {
        PluginJar.mirror("1.0.0").installAnew();
        Workspace shop = stage.shop();
        Browser owner = stage.browser(shop.owner());
        owner.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
        owner.post("/w/" + shop.slug() + "/p/mirror/cursor", Map.of("version", "0", "value", "page-1"));
        try (var admin = TestStack.get().admin()) {
            admin.setAutoCommit(false);
            try (var reader = admin.createStatement()) {
                reader.execute("select count(*) from plugin_mirror.seen");
                var refused = PluginJar.remove("mirror", "drop");
                assertThat(refused.statusCode()).isEqualTo(409);
                assertThat(refused.body()).contains("data-left", "mirror 1.0.0", "Remove it again");
            }
            admin.rollback();
        }
        assertThat(Stage.all("select id from infra.plugin where id = 'mirror'")).isEmpty();
        assertThat(rows(shop)).isEqualTo(1);
        assertThat(PluginJar.remove("mirror", "keep").statusCode()).isEqualTo(404);
        assertThat(PluginJar.remove("mirror", "drop").statusCode()).isBetween(200, 299);
        assertThat(rows(shop)).isZero();
        assertThat(Stage.all("select 1 from pg_namespace where nspname = 'plugin_mirror'"))
                .isEmpty();
        assertThat(PluginJar.remove("never-was", "drop").statusCode()).isEqualTo(404);
    }

    @Test
    void rowsSecretsAndFilesOfAllWorkspacesGoAndThatIsInTheTrail() {
        PluginJar.mirror("1.0.0").installAnew();
        List<Workspace> shops = List.of(stage.shop(), stage.shop());
        for (Workspace shop : shops) {
            Browser owner = stage.browser(shop.owner());
            String page = "/w/" + shop.slug() + "/p/mirror";
            owner.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
            owner.post(page + "/cursor", Map.of("version", "0", "value", "page-1"));
            owner.post(page + "/secret", Map.of("value", "very-secret"));
            owner.post(page + "/files", Map.of("name", "one", "text", "content"));
            owner.post("/w/" + shop.slug() + "/plugins/mirror/settings", Map.of("takes", "all"));
            owner.post("/w/" + shop.slug() + "/plugins/mirror/calls/address", Map.of());
            assertThat(rows(shop))
                    .as("cursor, secret, hook twice, setting, file")
                    .isEqualTo(6);
            assertThat(sealed(shop)).isEqualTo(3);
        }
        assertThat(PluginJar.remove("mirror", "keep").statusCode()).isBetween(200, 299);
        shops.forEach(shop -> assertThat(rows(shop)).isEqualTo(6));
        Browser first = stage.browser(shops.getFirst().owner());
        String seen = "/w/" + shops.getFirst().slug() + "/p/mirror/seen";
        assertThat(first.get(seen).status())
                .as("removed, and not away for a minute")
                .isEqualTo(404);
        assertThat(PluginJar.mirror("1.0.0").install().statusCode()).isEqualTo(200);
        assertThat(PluginJar.remove("mirror", "drop").statusCode()).isBetween(200, 299);
        Workspace without = stage.shop();
        assertThat(PluginJar.mirror("1.0.0").install().statusCode()).isEqualTo(200);
        assertThat(first.get("/w/" + shops.getFirst().slug() + "/plugins/mirror")
                        .body())
                .as("whoever lost its data is asked anew")
                .contains("Not enabled");
        PluginJar.remove("mirror");
        for (Workspace shop : shops) {
            assertThat(rows(shop)).isZero();
            assertThat(sealed(shop)).isZero();
            assertThat(Stage.<String>one(
                            "select before::text from core.audit_entry where tenant_id = ? and action = 'plugin.data_removed'",
                            shop.tenant().value()))
                    .contains(
                            "\"enabled\": 1",
                            "\"cursor\": 1",
                            "\"secret\": 1",
                            "\"file\": 1",
                            "\"hook\": 1",
                            "\"setting\": 1");
            assertThat(stage.browser(shop.owner())
                            .get("/w/" + shop.slug() + "/audit")
                            .body())
                    .contains("Data of a removed plugin deleted");
        }
        assertThat(Stage.<Long>one(
                        "select count(*) from core.audit_entry where tenant_id = ? and action = 'plugin.data_removed'",
                        without.tenant().value()))
                .isZero();
    }
}
