package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Server processes that really end, by the memory that a plugin takes or by a kill, and come back. */
@Isolated
class PluginCrashTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** What a virtual machine ends with that is told to end without memory. */
    private static final int NO_MEMORY = 3;

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;

    @TempDir
    Path folder;

    @Autowired
    PluginCrashTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @AfterEach
    void remove() {
        PluginJar.remove("hungry");
        PluginJar.remove("quiet");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private void enabled() {
        PluginJar.remove("hungry");
        var answer = PluginJar.hungry("1.0.0").install();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ming.post(page("/plugins/hungry/enable"), Map.of()).status()).isEqualTo(302);
    }

    /** With a folder of its own: nobody but the server that comes back knows what the one before did. */
    private SecondServer server(Map<String, String> more) throws IOException {
        Map<String, String> settings = new java.util.HashMap<>(more);
        settings.put("STORELANE_PLUGIN_FOLDER", folder.toString());
        return SecondServer.start(settings);
    }

    /** Where a full disk is: what cannot be written is noticed before a plugin is called, and leaves nothing. */
    @Test
    void aDiskThatIsFullIsNoticedWhenTheFileIsMade() throws Exception {
        PluginRows rows =
                new PluginRows(context.getBean(Database.class), context.getBean(JsonMapper.class), Clock.systemUTC());
        PluginProperties properties = context.getBean(PluginProperties.class);
        AtWork atWork = new AtWork(
                new PluginProperties(
                        properties.keys(), "", folder, properties.maxSize(), 1, SOON, SOON, SOON, SOON, SOON, 1, ""),
                rows,
                Clock.systemUTC());
        Path making = folder.resolve(rows.process() + ".making");
        Path work = folder.resolve(rows.process() + ".work");
        PluginManifest manifest = PluginArchive.read(
                        PluginJar.empty("quiet", "1.0.0").bytes(), 10_000_000)
                .manifest();
        Files.createSymbolicLink(making, Path.of("/dev/full"));
        atWork.slot(manifest).set(1);
        assertThat(folder).isEmptyDirectory();

        Path left = folder.resolve(Ids.next() + ".making");
        Files.setLastModifiedTime(
                Files.createFile(left), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path fresh = Files.createFile(folder.resolve(Ids.next() + ".making"));
        atWork.slot(manifest).set(1);
        assertThat(work).hasSize(128 * 1024);
        assertThat(blocks(work)).as("all of it is on the disk").isGreaterThanOrEqualTo(128);
        assertThat(atWork.dead()).isEmpty();
        assertThat(left).doesNotExist();
        assertThat(fresh).exists();
        atWork.close();
        assertThat(work).doesNotExist();
    }

    /** Kilobytes that a file takes. */
    private static long blocks(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        return Long.parseLong(
                new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\s", 2)[0]);
    }

    @Test
    void whatTookAllMemoryTwiceStaysOffWhenTheServerComesBack() throws Exception {
        enabled();
        assertThat(PluginJar.empty("quiet", "1.0.0").install().statusCode()).isEqualTo(200);
        SecondServer server = server(Map.of());
        try {
            Browser there = stage.signIn(new Browser(server.address()), shop.owner());
            for (int death = 1; death <= 2; death++) {
                assertThat(there.get(page("/p/hungry/well")).body()).isEqualTo("well");
                assertThatThrownBy(() -> there.get(page("/p/hungry/eat"))).isInstanceOf(UncheckedIOException.class);
                assertThat(server.awaitEnd()).isEqualTo(NO_MEMORY);
                assertThat(left()).as("the last word of the one that ended").hasSize(1);
                server = server.again();
                assertThat(Stage.<Integer>one("select crashes from infra.plugin where id = 'hungry'"))
                        .isEqualTo(death);
            }
            var refused = there.get(page("/p/hungry/well"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("Plugin hungry 1.0.0 is switched off", "when 2 servers ended");
            assertThat(there.get(page("/orders")).status()).isEqualTo(200);
            assertThat(there.get(page("/plugins/hungry")).body())
                    .contains("Plugin hungry 1.0.0 is switched off", "Version 1.0.0 was switched off");
            assertThat(PluginJar.entries("hungry").body())
                    .contains("\"quarantined\"", "\"crashed\"", "it was at work when 2 servers died", "\"1.0.0\"");
            assertThat(Stage.<Integer>one("select crashes from infra.plugin where id = 'quiet'"))
                    .as("one that did nothing")
                    .isZero();
            assertThat(left()).as("told once, forgotten").hasSize(1);
            resumes(there);
        } finally {
            server.close();
        }
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".work"))
                    .toList();
        }
    }

    private void resumes(Browser there) {
        assertThat(PluginJar.resume("hungry").statusCode()).isEqualTo(200);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(there.get(page("/p/hungry/well")).body()).isEqualTo("well"));
        assertThat(there.get(page("/plugins/hungry")).body()).contains("Version 1.0.0 was switched on again");
        var again = PluginJar.resume("hungry");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("Plugin hungry 1.0.0 is not switched off");
    }

    @Test
    void aServerKilledInTheMiddleOfASnapshotGoesOnBehindIt() throws Exception {
        PluginJar.hungry("1.0.0").installAnew();
        many(4_000);
        PluginHost here = context.getBean(PluginHost.class);
        try (SecondServer server = server(Map.of("HUNGRY_SLOW", "400"))) {
            synchronized (here) { // the other server alone takes it
                List<PluginArchive> stopped = here.stop("hungry");
                Browser there = stage.signIn(new Browser(server.address()), shop.owner());
                there.post(page("/plugins/hungry/enable"), Map.of());
                Awaitility.await()
                        .atMost(SOON)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> things() >= 1_000);
                server.kill();
                stopped.forEach(here::start);
            }
        }
        long before = things();
        assertThat(before).isBetween(1_000L, 3_500L);
        assertThat(state()).isEqualTo("reading");
        // nobody waits here until the dead server's lease is over
        Stage.all(
                "update core.plugin_snapshot set next_at = now() where tenant_id = ? returning 1",
                shop.tenant().value());
        context.getBean(ReadyMarks.class).mark(shop.tenant(), PluginCourier.QUEUE, Duration.ZERO);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(state()).isEqualTo("done"));
        assertThat(things()).isEqualTo(4_000);
        assertThat(Stage.<Long>one(
                        "select count(*) from plugin_hungry.meal where tenant_id = ?",
                        shop.tenant().value()))
                .isEqualTo(4_000L);
        assertThat(Stage.<Long>one("""
                        select count(*) from core.customer c full join plugin_hungry.meal m on m.tenant_id = c.tenant_id and m.id = c.id
                        where coalesce(c.tenant_id, m.tenant_id) = ? and (c.id is null or m.id is null)""", shop.tenant().value())).isZero();
    }

    private String state() {
        return Stage.one(
                "select state from core.plugin_snapshot where tenant_id = ?",
                shop.tenant().value());
    }

    private long things() {
        return Stage.all(
                        "select things from core.plugin_snapshot where tenant_id = ?",
                        shop.tenant().value())
                .stream()
                .mapToLong(things -> (Long) things)
                .sum();
    }

    private void many(int count) {
        Stage.all("""
                insert into core.customer (tenant_id, id, kind, name, phone, email, id_number, node_id, org_path, created_at)
                select t.id, gen_random_uuid(), 'person', 'Number ' || i, '', '', '', n.id, n.path, now()
                from platform.tenant t join core.org_node n on n.tenant_id = t.id and n.path = '/', generate_series(1, ?) i
                where t.id = ? returning 1""", count, shop.tenant().value());
    }

    @Test
    void aServerKilledInTheMiddleOfAFirstInstallationLeavesNothingHalf() throws Exception {
        PluginJar.remove("hungry");
        PluginJar slow = PluginJar.hungry("1.0.0").replace("db/changelog/0001-create-meal.sql", ");", """
                );
                alter table meal no force row level security;
                insert into meal (tenant_id, id, name)
                select gen_random_uuid(), gen_random_uuid(), 'late' where pg_sleep(20) is null;
                alter table meal force row level security;""");
        try (SecondServer server = server(Map.of())) {
            CompletableFuture<Void> install = CompletableFuture.runAsync(() -> slow.installAt(server.address()));
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> !Stage.all(
                                    "select pid from pg_stat_activity where query like '%pg_sleep(20)%' and usename = 'plugin_owner'")
                            .isEmpty());
            server.kill();
            assertThat(install).failsWithin(SOON);
            Stage.all("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'plugin_owner'");
            try (SecondServer again = server.again()) {
                assertThat(Stage.all("select id from infra.plugin where id = 'hungry'"))
                        .isEmpty();
                assertThat(Stage.all("select 1 from pg_class where relname = 'meal'"))
                        .isEmpty();
                var installed = PluginJar.hungry("1.0.0").installAt(again.address());
                assertThat(installed.statusCode()).as(installed.body()).isEqualTo(200);
                Browser there = stage.signIn(new Browser(again.address()), shop.owner());
                there.post(page("/plugins/hungry/enable"), Map.of());
                assertThat(there.get(page("/p/hungry/well")).body()).isEqualTo("well");
            }
        }
    }
}
