package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The data of a plugin goes out of all workspaces also where the server that does it is killed in the middle. */
@Isolated
class PluginRemovalCrashTests extends ServerTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Stage stage;
    private final PluginHost here;
    private final UUID processHere;

    @Autowired
    PluginRemovalCrashTests(ApplicationContext context) {
        here = context.getBean(PluginHost.class);
        processHere = context.getBean(PluginRows.class).process();
        stage = new Stage(context);
    }

    @AfterEach
    void remove() {
        PluginJar.remove("mirror");
    }

    private static long rows(Workspace shop) {
        return Stage.<Long>one(
                "select count(*) from core.plugin_cursor where tenant_id = ? and plugin_id = 'mirror'",
                shop.tenant().value());
    }

    private Workspace using() {
        Workspace shop = stage.shop();
        Browser owner = stage.browser(shop.owner());
        owner.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of());
        owner.post("/w/" + shop.slug() + "/p/mirror/cursor", Map.of("version", "0", "value", "page-1"));
        assertThat(rows(shop)).isOne();
        return shop;
    }

    @Test
    void anotherServerGoesOnWhereOneWasKilled() throws Exception {
        PluginJar.mirror("1.0.0").installAnew();
        List<Workspace> shops = List.of(using(), using(), using());
        try (SecondServer server = SecondServer.start();
                var admin = TestStack.get().admin()) {
            admin.setAutoCommit(false);
            try (var holder =
                    admin.prepareStatement("select value from core.plugin_cursor where tenant_id = ? for update")) {
                holder.setObject(1, shops.get(1).tenant().value());
                holder.execute();
                synchronized (here) { // the other server alone has it, and removes it
                    here.stop("mirror");
                    Stage.all(
                            "delete from infra.plugin_process where plugin_id = 'mirror' and process = ? returning 1",
                            processHere);
                    var answer = PluginJar.removeAt(server.address(), "mirror", "drop");
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                    assertThat(answer.body()).contains("\"state\":\"running\"", "\"version\":\"1.0.0\"");
                    Awaitility.await()
                            .atMost(LONG)
                            .pollInterval(Duration.ofMillis(50))
                            .until(() -> rows(shops.getFirst()) == 0 && server.waits());
                    server.kill();
                }
            }
            server.awaitGone();
            admin.rollback();
        }
        assertThat(shops.stream().map(PluginRemovalCrashTests::rows)).containsExactly(0L, 1L, 1L);
        var early = PluginJar.mirror("1.0.0").install();
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.body()).contains("being-removed", "mirror 1.0.0");
        assertThat(PluginJar.removeAt(TestStack.APP_URL, "mirror", "drop").body())
                .contains("\"state\":\"running\"");
        // nobody waits here until the dead server's lease is over
        Stage.all("update infra.plugin_removal set next_at = now() where plugin_id = 'mirror' returning 1");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> PluginJar.removal("mirror").body().contains("\"state\":\"done\""));
        assertThat(shops.stream().map(PluginRemovalCrashTests::rows)).containsExactly(0L, 0L, 0L);
        for (Workspace shop : shops) {
            assertThat(Stage.<Long>one(
                            "select count(*) from core.audit_entry where tenant_id = ? and action = 'plugin.data_removed'",
                            shop.tenant().value()))
                    .isOne();
        }
        assertThat(Stage.<Long>one(
                        "select count(*) from infra.plugin_entry where plugin_id = 'mirror' and action = 'removed-with-data'"
                                + " and at >= (select begun_at from infra.plugin_removal where plugin_id = 'mirror')"))
                .isOne();
        assertThat(Stage.<Integer>one(
                        "select workspaces - done from infra.plugin_removal where plugin_id = 'mirror' and failed = 0"))
                .isZero();
        assertThat(PluginJar.mirror("1.0.0").install().statusCode()).isEqualTo(200);
    }

    /** Such as one whose rows somebody holds for long. */
    @Test
    void aWorkspaceThatCannotBeWrittenKeepsNoOtherFromIt() throws Exception {
        PluginJar.mirror("1.0.0").installAnew();
        List<Workspace> shops = List.of(using(), using());
        try (var admin = TestStack.get().admin()) {
            admin.setAutoCommit(false);
            try (var holder =
                    admin.prepareStatement("select value from core.plugin_cursor where tenant_id = ? for update")) {
                holder.setObject(1, shops.getFirst().tenant().value());
                holder.execute();
                PluginJar.removeAt(TestStack.APP_URL, "mirror", "drop");
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> PluginJar.removal("mirror").body().contains("1 workspaces are tried again"));
            }
            assertThat(shops.stream().map(PluginRemovalCrashTests::rows)).containsExactly(1L, 0L);
            admin.rollback();
        }
        Awaitility.await()
                .atMost(LONG)
                .until(() -> PluginJar.removal("mirror").body().contains("\"state\":\"done\""));
        assertThat(rows(shops.getFirst())).isZero();
        assertThat(PluginJar.removal("never-was").statusCode()).isEqualTo(404);
    }
}
