package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.file.Sha256;
import io.storelane.problem.ProblemException;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Ids;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Upgrades and ends of plugins: on one server and on two, in quiet and in the middle of something. */
@Isolated
class PluginLifeTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;

    @Autowired
    PluginLifeTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @AfterEach
    void remove() {
        PluginJar.remove("loyalty");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private void enabled(String version) {
        assertThat(PluginJar.loyalty(version).install().statusCode()).isEqualTo(200);
        ming.post(page("/plugins/loyalty/enable"), Map.of());
        ming.post(page("/p/loyalty/cards"), Map.of("name", "Ann"));
        assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann", "Name on the card");
    }

    @Test
    void anUpgradeKeepsDataAndLetsRequestsEnd() throws Exception {
        enabled("1.0.0");
        CompletableFuture<Browser.Answer> slow = CompletableFuture.supplyAsync(() -> ming.get(page("/p/loyalty/slow")));
        Awaitility.await().until(() -> ming.get(page("/p/loyalty/cards")).status() == 200);
        assertThat(newer("1.1.0").install().statusCode()).isEqualTo(200);
        assertThat(slow.get().body()).isEqualTo("slow and sure: 1");
        assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann", "Who holds the card", "/1.1.0/");
    }

    /** A release with another text and one more column. */
    private static PluginJar newer(String version) {
        return PluginJar.loyalty(version)
                .replace("ui/messages.properties", "Name on the card", "Who holds the card")
                .file("db/changelog/master.yaml", """
                        databaseChangeLog:
                          - include: {file: db/changelog/0001-create-card.sql}
                          - include: {file: db/changelog/0002-add-code.sql}
                        """)
                .file("db/changelog/0002-add-code.sql", """
                        --liquibase formatted sql

                        --changeset loyalty:0002-add-code
                        alter table card add column code text;
                        """);
    }

    @Test
    void aReleaseThatDoesNotStartLeavesTheOldOneRunning() {
        enabled("1.0.0");
        var answer = newer("1.1.0")
                .with("plugin.configuration", "org.example.loyalty.Nothing")
                .install();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("loyalty 1.1.0", "does not start", "Nothing");
        assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann", "/1.0.0/");
        assertThat(newer("1.1.0")
                        .file(
                                "db/changelog/0002-add-code.sql",
                                "--liquibase formatted sql\n\n--changeset l:2\nalter table card add column hue nonsense;\n")
                        .install()
                        .body())
                .contains("loyalty 1.1.0", "nonsense", "does not exist");
        assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann", "/1.0.0/");
        assertThat(newer("1.1.0").install().statusCode()).isEqualTo(200);
    }

    @Test
    void whatDoesNotRunOnEveryServerRunsOnNone() throws Exception {
        enabled("1.0.0");
        try (SecondServer second = SecondServer.start(Map.of("LOYALTY_FAILS", "yes"))) {
            Browser there = stage.signIn(new Browser(second.address()), shop.owner());
            assertThat(there.get(page("/p/loyalty/cards")).body()).contains("Ann", "/1.0.0/");
            PluginJar half = newer("1.1.0").with("plugin.configuration", "org.example.loyalty.Sometimes");
            assertThat(half.install().statusCode()).isEqualTo(200);
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> Stage.<String>one("select version from infra.plugin where id = 'loyalty'")
                            .equals("1.0.0"));
            Awaitility.await().atMost(SOON).untilAsserted(() -> {
                assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann", "/1.0.0/");
                assertThat(there.get(page("/p/loyalty/cards")).body()).contains("Ann", "/1.0.0/");
            });
            assertThat(PluginJar.entries("loyalty").body())
                    .contains("\"reverted\"", "Not on this server", "\"upgraded\"", "\"installed\"", "\"1.1.0\"");
            assertThat(ming.get(page("/plugins/loyalty")).body())
                    .contains("Version 1.1.0 did not run on every server", "Upgraded to version 1.1.0");
            assertThatThrownBy(() -> context.getBean(PluginStore.class).archive(Sha256.of(half.bytes()), ""))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("NOT_KEPT");
        }
    }

    @Test
    void anOldJarLeavesTheStore() {
        enabled("1.0.0");
        String first = Stage.one("select sha256 from infra.plugin where id = 'loyalty'");
        assertThat(newer("1.1.0").install().statusCode()).isEqualTo(200);
        assertThat(kept(first)).as("the way back").isTrue();
        assertThat(newer("1.2.0").install().statusCode()).isEqualTo(200);
        assertThat(kept(first)).isFalse();
    }

    private boolean kept(String sha256) {
        try {
            context.getBean(PluginStore.class).archive(sha256, "");
            return true;
        } catch (ProblemException e) {
            return e.code() != PluginProblem.NOT_KEPT;
        }
    }

    @Test
    void aCommandInstallsAFile() throws Exception {
        Path jar = Files.createTempDirectory("command").resolve("loyalty.jar");
        byte[] bytes = PluginJar.loyalty("1.0.0").bytes();
        Files.write(jar, bytes);
        assertThat(SecondServer.command("install-plugin", jar.toString())).isEqualTo(1);
        Files.writeString(Path.of(jar + ".sig"), PluginJar.sign(bytes));
        assertThat(SecondServer.command("install-plugin", jar.toString())).isZero();
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ming.get(page("/plugins/loyalty")).body()).contains("Loyalty cards", "1.0.0"));
        assertThat(PluginJar.entries("loyalty").body()).contains("command line");
    }

    @Test
    void itsDataIsKeptOrDroppedAndNothingElse() {
        enabled("1.0.0");
        var answer = PluginJar.remove("loyalty", "dropp");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("loyalty", "dropp", "data=keep");
        assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann");
        assertThat(PluginJar.remove("loyalty", "keep").statusCode()).isEqualTo(200);
        assertThat(Stage.all("select name from plugin_loyalty.card")).contains("Ann");
        enabled("1.0.0");
    }

    @Test
    void removedWithItsDataNothingIsLeft() {
        enabled("1.0.0");
        assertThat(PluginJar.remove("loyalty").statusCode()).isEqualTo(202);
        assertThat(ming.get(page("/p/loyalty/cards")).status()).isIn(404, 503);
        assertThat(Stage.all("select nspname from pg_namespace where nspname = 'plugin_loyalty'"))
                .isEmpty();
        assertThat(Stage.all("select rolname from pg_roles where rolname like 'plugin\\_loyalty%'"))
                .isEmpty();
        assertThat(ming.get(page("/plugins/loyalty")).status()).isEqualTo(404);
    }

    /** The second server is started with soft references that end at once: what is counted is held by something. */
    @Test
    void twoServersRunTheSameAndOldReleasesLeaveTheMemory() throws Exception {
        enabled("1.0.0");
        try (SecondServer second = SecondServer.start(Map.of("JAVA_TOOL_OPTIONS", "-XX:SoftRefLRUPolicyMSPerMB=0"))) {
            Browser there = stage.signIn(new Browser(second.address()), shop.owner());
            for (int i = 1; i <= 6; i++) {
                String version = "1.0." + i;
                var installed = i % 2 == 0
                        ? PluginJar.loyalty(version).install()
                        : PluginJar.loyalty(version).installAt(second.address());
                assertThat(installed.statusCode()).as(installed.body()).isEqualTo(200);
                Awaitility.await().atMost(SOON).untilAsserted(() -> {
                    assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("/" + version + "/");
                    assertThat(there.get(page("/p/loyalty/cards")).body()).contains("/" + version + "/");
                });
            }
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(loaders(second.pid())).isBetween(1L, 2L));
        }
    }

    /** Class loaders of plugins in another process, after a full collection. */
    private static long loaders(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).isZero();
        return histogram
                .lines()
                .filter(line -> line.strip().endsWith(" io.storelane.plugin.Fence"))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +", -1)[1]))
                .sum();
    }

    @Test
    void aServerKilledInTheMiddleLeavesTheOldState() throws Exception {
        enabled("1.0.0");
        try (SecondServer second = SecondServer.start()) {
            PluginJar slow = newer("1.1.0").file("db/changelog/0002-add-code.sql", """
                    --liquibase formatted sql

                    --changeset loyalty:0002-add-code
                    alter table card add column code text;
                    alter table card no force row level security;
                    update card set points = 1 where pg_sleep(20) is not null;
                    alter table card force row level security;
                    """);
            CompletableFuture<Void> install = CompletableFuture.runAsync(() -> slow.installAt(second.address()));
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> !Stage.all(
                                    "select pid from pg_stat_activity where query like '%pg_sleep(20)%' and state = 'active'"
                                            + " and usename = 'plugin_owner'")
                            .isEmpty());
            second.kill();
            assertThat(install).failsWithin(SOON);
        }
        assertThat(Stage.<String>one("select version from infra.plugin where id = 'loyalty'"))
                .isEqualTo("1.0.0");
        Stage.all("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'plugin_owner'");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Stage.all("select pid from pg_stat_activity where usename = 'plugin_owner'")
                        .isEmpty());
        assertThat(
                        Stage.all(
                                "select attname from pg_attribute where attrelid = 'plugin_loyalty.card'::regclass and attname = 'code'"))
                .isEmpty();
        assertThat(ming.get(page("/p/loyalty/cards")).body()).contains("Ann", "/1.0.0/");
        assertThat(newer("1.1.0").install().statusCode()).isEqualTo(200);
    }

    @Test
    void whatWasAtWorkWhenTwoServersDiedStaysOff() {
        enabled("1.0.0");
        for (int i = 0; i < 2; i++) {
            Stage.all(
                    "insert into infra.plugin_process (process, plugin_id, version, state, busy, seen_at)"
                            + " values (?, 'loyalty', '1.0.0', 'running', true, now() - interval '1 hour')",
                    Ids.next());
            int crashes = i + 1;
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> Stage.one("select crashes from infra.plugin where id = 'loyalty'")
                            .equals(crashes));
        }
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(ming.get(page("/p/loyalty/cards")).status()).isEqualTo(503));
        assertThat(ming.get(page("/plugins/loyalty")).body())
                .contains(
                        "Plugin loyalty 1.0.0 is switched off",
                        "when 2 servers ended",
                        "Version 1.0.0 was switched off");
        var program = stage.program(shop.owner(), shop, stage.top(shop)).get("/api/v1/p/loyalty/openapi.json");
        assertThat(program.status()).isEqualTo(503);
        assertThat(program.problem()).isEqualTo("plugin/off");
        assertThat(program.at("/detail")).contains("loyalty 1.0.0", "2 servers");
        assertThat(PluginJar.loyalty("1.0.1").install().statusCode()).isEqualTo(200);
        assertThat(ming.get(page("/p/loyalty/cards")).status()).isEqualTo(200);
    }

    /** One of them is the test, which has counted its own and not yet said so. */
    @Test
    void deathsThatTwoServersNoticeAtOnceAreTwo() throws Exception {
        enabled("1.0.0");
        Stage.all(
                "insert into infra.plugin_crash (process, plugin_id, version, at) values (?, 'long-gone', '1', now() - interval '31 days')",
                Ids.next());
        try (var admin = TestStack.get().admin();
                var other = admin.createStatement()) {
            admin.setAutoCommit(false);
            other.execute(
                    "insert into infra.plugin_crash (process, plugin_id, version, at) values (uuidv7(), 'loyalty', '1.0.0', now())");
            other.execute("update infra.plugin set crashes = 1 where id = 'loyalty'");
            Stage.all(
                    "insert into infra.plugin_process (process, plugin_id, version, state, busy, seen_at)"
                            + " values (?, 'loyalty', '1.0.0', 'running', true, now() - interval '1 hour')",
                    Ids.next());
            Awaitility.await()
                    .atMost(SOON)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Stage.<Long>one("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and query like '%update infra.plugin p set crashes%'")
                            > 0);
            admin.commit();
        }
        Awaitility.await()
                .atMost(SOON)
                .until(() -> Stage.<String>one("select wanted from infra.plugin where id = 'loyalty'")
                        .equals("off"));
        assertThat(Stage.<Integer>one("select crashes from infra.plugin where id = 'loyalty'"))
                .isEqualTo(2);
        assertThat(Stage.all("select 1 from infra.plugin_crash where plugin_id = 'long-gone'"))
                .isEmpty();
    }
}
