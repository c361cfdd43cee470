package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.PluginSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What is no good is not let in, with a sentence that names plugin, version and cause; and the server goes on. */
@ResourceLock("plugins")
class PluginRefusalTests extends ServerTests {

    private static final String ID = "refused";

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    PluginRefusalTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
    }

    @AfterEach
    void remove() {
        PluginJar.remove(ID);
        PluginJar.remove("other");
    }

    private static void refused(PluginJar jar, String... words) {
        byte[] bytes = jar.bytes();
        refused(bytes, PluginJar.sign(bytes), words);
    }

    private static void refused(byte[] jar, String signature, String... words) {
        var answer = PluginJar.install(jar, signature, "en");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).contains(words);
        assertThat(Stage.all("select id from infra.plugin where id = ?", ID)).isEmpty();
    }

    private static PluginJar jar() {
        return PluginJar.empty(ID, "1.0.0");
    }

    private static PluginJar jar(String version, String... statements) {
        StringBuilder sql = new StringBuilder("--liquibase formatted sql\n");
        for (int i = 0; i < statements.length; i++) {
            sql.append("\n--changeset refused:")
                    .append(i)
                    .append('\n')
                    .append(statements[i])
                    .append('\n');
        }
        return PluginJar.empty(ID, version)
                .file("db/changelog/master.yaml", "databaseChangeLog:\n  - include: {file: db/changelog/0001.sql}\n")
                .file("db/changelog/0001.sql", sql.toString());
    }

    @Test
    void whatIsNotSignedByThePlatform() {
        byte[] bytes = jar().bytes();
        refused(bytes, "", "refused 1.0.0", "not signed");
        refused(
                bytes,
                PluginJar.sign(jar().with("plugin.description", "Another").bytes()),
                "refused 1.0.0",
                "signature");
        refused(
                bytes,
                PluginJar.sign(bytes).replace("ed25519 test", "ed25519 unknown"),
                "refused 1.0.0",
                "key unknown");
        refused(bytes, "nonsense", "refused 1.0.0", "signature");
        var without = PluginJar.installUnsigned(bytes);
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(without.body()).contains("refused 1.0.0", "not signed");
        assertThat(PluginJar.install(bytes, "", "zh-CN").body()).contains("插件 refused 1.0.0 未签名");
    }

    @Test
    void whatSaysTheWrongThingsOfItself() {
        refused(jar().with("plugin.id", "order"), "order 1.0.0", "belongs to Storelane");
        refused(jar().with("plugin.id", "Not_An_Id"), "plugin.id");
        refused(jar().with("plugin.version", "one"), "plugin.version", "one");
        refused(jar().with("plugin.requires", ""), "plugin.requires");
        refused(jar().with("plugin.requires", ">=7.0.0"), "refused 1.0.0", ">=7.0.0", "0.1.0");
        refused(jar().with("plugin.dependencies", "missing@>=1.0.0"), "refused 1.0.0", "missing");
        refused(jar().with("plugin.uses", "everything"), "refused 1.0.0", "everything");
        refused(jar().with("plugin.permissions", "orders.view"), "plugin.permissions");
        refused(jar().with("plugin.configuration", "java.lang.Object"), "plugin.configuration");
        refused(jar().with("plugin.license", ""), "plugin.license");
        refused(
                jar().with("plugin.configuration", "org.example.refused.None"),
                "refused 1.0.0",
                "configuration-missing",
                "org.example.refused.None");
        refused(jar().with("plugin.colour", "red"), "refused 1.0.0", "plugin.colour is no key");
    }

    @Test
    void codeThatDoesWhatPluginsDoNotDo() {
        refused(
                PluginJar.ending(),
                "refused 1.0.0",
                "error [code-exit] org/example/refused/Ends.class end:6: java.lang.System.exit ends the server",
                "Throw an exception instead.");
        byte[] bytes = PluginJar.ending().bytes();
        assertThat(PluginJar.install(bytes, PluginJar.sign(bytes), "zh-CN").body())
                .contains("插件 refused 1.0.0 的 jar 未通过检查", "java.lang.System.exit");
    }

    @Test
    void codeThatAsksForWhatTheApiOfThisServerHasNot() {
        var answer = PluginJar.loyalty("1.0.0")
                .rename("org/example/loyalty/OrderPoints.class", "number", "nombre")
                .install();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains(
                        "loyalty 1.0.0",
                        "error [api-missing] org/example/loyalty/OrderPoints.class",
                        "io.storelane.plugin.api.OrderBook$PlacedOrder.nombre is not in plugin API 0.1.0");
    }

    @Test
    void namesOfJobsAndNoticesThatAreNone() {
        var job = PluginJar.mirror("1.0.0")
                .rename("org/example/mirror/Look.class", "look", "LOOK")
                .install();
        assertThat(job.statusCode()).as(job.body()).isEqualTo(422);
        assertThat(job.body()).contains("mirror 1.0.0", "LOOK", "is no name of a JobWork");
        var notice = PluginJar.mirror("1.0.0")
                .rename("org/example/mirror/SeenNotices.class", "seen", "SEEN")
                .install();
        assertThat(notice.statusCode()).as(notice.body()).isEqualTo(422);
        assertThat(notice.body()).contains("mirror 1.0.0", "SEEN", "is no name of a NoticeKinds");
    }

    @Test
    void whatIsToBeLookedAtIsShownAndNotRefused() {
        var answer = PluginJar.loyalty("1.0.0")
                .replace("ui/messages.properties", "plugin.name", "plugin.news=Cards have colours\nplugin.name")
                .replace("ui/messages_zh_CN.properties", "plugin.name", "plugin.news=卡片有颜色\nplugin.name")
                .install();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("warning [code-file] org/example/loyalty/Nothing.class");
        Workspace shop = stage.shop();
        assertThat(stage.browser(shop.owner())
                        .get("/w/" + shop.slug() + "/plugins/loyalty")
                        .body())
                .contains("For reviewers", "org/example/loyalty/Nothing.class", "New in 1.0.0", "Cards have colours");
        PluginJar.remove("loyalty");
    }

    @Test
    void whatIsNoHonestJar() throws IOException {
        refused("no jar".getBytes(java.nio.charset.StandardCharsets.UTF_8), "x", "not a jar");
        refused(zip(List.of("plugin.properties", "../../etc/cron.d/x"), 1), "x", "etc/cron.d");
        refused(zip(List.of("A.class", "a.class"), 1), "x", "a.class");
        refused(zip(List.of("big"), 500_000_000), "x", "unpacks");
        refused(jar().file("../../etc/cron.d/x", "x"), "refused 1.0.0", "etc/cron.d");
        PluginJar many = jar();
        for (int i = 0; i <= 20_000; i++) {
            many.file("ui/static/" + i, "x");
        }
        refused(many, "refused 1.0.0", "unpacks to more than 20,000 entries");
    }

    private static byte[] zip(List<String> names, long size) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            byte[] zeros = new byte[1_000_000];
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                for (long left = size; left > 0; left -= zeros.length) {
                    zip.write(zeros, 0, (int) Math.min(left, zeros.length));
                }
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void tablesThatWouldMixWorkspaces() {
        refused(
                jar("1.0.0", "create table card (id uuid primary key)"),
                "refused 1.0.0",
                "db/changelog/0001.sql:4: table card has no column tenant_id uuid not null",
                "Add it: each row of a plugin belongs to a tenant.");
        refused(
                jar("1.0.0", "create table card (tenant_id uuid not null, id uuid primary key)"),
                "a key of table card does not contain tenant_id");
        refused(jar("1.0.0", "create table core.card (tenant_id uuid not null)"), "refused 1.0.0", "core.card names");
        refused(jar("1.0.0", "nonsense"), "refused 1.0.0", "is no statement for a plugin");
        assertThat(Stage.all("select nspname from pg_namespace where nspname = 'plugin_refused'"))
                .isEmpty();
    }

    /** What the verifier does not see in the text, the database sees in the tables. */
    @Test
    void tablesAreLookedAtOnceMoreWhenTheyAreMade() throws IOException {
        denied("create table card (id uuid primary key)", "card", "tenant_id");
        denied(
                "create table card (tenant_id uuid not null, id uuid primary key)",
                "card.card_pkey does not contain tenant_id");
        denied(
                "create table card (tenant_id uuid not null, id uuid, primary key (id, tenant_id))",
                "card_pkey",
                "not led by tenant_id");
        denied(
                "create table card (tenant_id uuid not null, id uuid, price numeric, primary key (tenant_id, id))",
                "card.price");
        denied("create table core.card (tenant_id uuid not null)", "permission denied");
        denied("nonsense", "syntax error");
        assertThat(Stage.all("select nspname from pg_namespace where nspname = 'plugin_refused'"))
                .isEmpty();
        assertThat(Stage.all("select rolname from pg_roles where rolname like 'plugin\\_refused%'"))
                .isEmpty();
    }

    private void denied(String statement, String... words) throws IOException {
        Path jar = Files.write(
                Files.createTempFile("refused", ".jar"), jar("1.0.0", statement).bytes());
        assertThatThrownBy(() -> context.getBean(PluginSchemas.class).migrate(ID, jar))
                .isInstanceOf(PluginSchemas.Refused.class)
                .hasMessageContainingAll(words);
        Files.delete(jar);
    }

    @Test
    void aReleaseThatTakesSomethingAway() {
        String table = "create table card (tenant_id uuid not null, id uuid, name text, primary key (tenant_id, id))";
        assertThat(jar("1.0.0", table).install().statusCode()).isEqualTo(200);
        for (var change : Map.of(
                        "alter table card drop column name", "'alter table card drop column' takes away",
                        "alter table card rename name to title", "'alter table card rename' takes away",
                        "alter table card alter name type varchar(5)", "'alter table card alter name' takes away",
                        "alter table card add code text not null", "'alter table card add code not null' takes away",
                        "alter table card alter name set not null", "'alter table card alter name' takes away",
                        "drop table card", "'drop table card' takes away")
                .entrySet()) {
            var answer = jar("1.1.0", table, change.getKey()).install();
            assertThat(answer.statusCode()).as(change.getKey()).isEqualTo(422);
            assertThat(answer.body()).contains("refused 1.1.0", change.getValue());
        }
        assertThat(Stage.<String>one("select version from infra.plugin where id = ?", ID))
                .isEqualTo("1.0.0");
        assertThat(jar("1.1.0", table.replace("name text", "name text, color text"))
                        .install()
                        .body())
                .contains(
                        "refused 1.1.0",
                        "change set refused:0 was released and has changed",
                        "write another one behind it");
        assertThat(jar("1.1.0", table, "alter table card add code text")
                        .install()
                        .statusCode())
                .isEqualTo(200);
        assertThat(jar("1.0.5", table).install().body()).contains("older than 1.1.0");
        assertThat(jar("1.1.0", table, "alter table card add color text")
                        .install()
                        .body())
                .contains("refused 1.1.0", "other content");
    }

    @Test
    void aDependencyOfAnotherVersion() {
        assertThat(PluginJar.empty("other", "1.0.0").install().statusCode()).isEqualTo(200);
        refused(jar().with("plugin.dependencies", "other@>=2.0.0"), "refused 1.0.0", "other >=2.0.0", "1.0.0");
        assertThat(jar().with("plugin.dependencies", "other@>=1.0.0 & <2.0.0")
                        .install()
                        .statusCode())
                .isEqualTo(200);
        assertThat(PluginJar.remove("other").body()).contains("needed", ID);
        assertThat(PluginJar.empty("other", "2.0.0").install().body()).contains("other 2.0.0", ID);
        Workspace shop = stage.shop();
        Browser owner = stage.browser(shop.owner());
        owner.post("/w/" + shop.slug() + "/plugins/refused/enable", Map.of());
        assertThat(Stage.all(
                        "select plugin_id from core.plugin_enabled where tenant_id = ? order by 1",
                        shop.tenant().value()))
                .containsExactly("other", ID);
        assertThat(PluginJar.remove(ID).statusCode()).isEqualTo(202);
    }

    @Test
    void whoeverHasNotTheToken() {
        Browser nobody = new Browser();
        assertThat(nobody.get("/operator/v1/plugins").status()).isEqualTo(401);
        assertThat(nobody.header("Authorization", "Bearer wrong")
                        .get("/operator/v1/plugins")
                        .status())
                .isEqualTo(401);
    }
}
