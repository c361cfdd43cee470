package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Records of a plugin go in by files and out as files, as those of the server do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginDataSetTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Map<String, String> COLUMNS =
            Map.of("column.holder", "0", "column.amount", "1", "column.since", "2", "column.vip", "3");

    private final ApplicationContext context;
    private final Stage stage;
    private Workspace shop;
    private Browser ming;

    @Autowired
    PluginDataSetTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.points("1.0.0").installAnew();
    }

    @AfterAll
    void remove() {
        PluginJar.remove("points");
    }

    @BeforeEach
    void aWorkspace() {
        shop = stage.shop();
        ming = stage.browser(shop.owner());
        ming.post(page("/plugins/points/enable"), Map.of());
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private List<?> holders() {
        return Stage.all(
                "select holder || ' ' || amount from plugin_points.point where tenant_id = ? and holder not like 'behaviour%' order by holder",
                shop.tenant().value());
    }

    private void behave(long how) {
        Stage.all(
                "delete from plugin_points.point where tenant_id = ? and holder like 'behaviour%'",
                shop.tenant().value());
        Stage.all(
                "insert into plugin_points.point (tenant_id, id, holder, amount, given_at) values (?, gen_random_uuid(), 'behaviour check', ?, now())",
                shop.tenant().value(),
                how);
    }

    /** @return path of the file, whose rows were looked at */
    private String checked(String csv) {
        Browser.Answer uploaded = ming.upload(
                page("/imports/new?kind=points.points"),
                "file",
                "points.csv",
                "text/csv",
                csv.getBytes(StandardCharsets.UTF_8));
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(302);
        String path = uploaded.header("Location");
        assertThat(ming.post(path + "/check", COLUMNS).status()).isEqualTo(302);
        return path;
    }

    private void until(String path, String words) {
        await().atMost(SOON).until(() -> ming.get(path).body().contains(words));
    }

    @Test
    void aFileIsLookedAtAndWrittenAndTheSameOneAgainChangesNothing() {
        assertThat(ming.get(page("/imports")).body())
                .contains("Points of customers", "Who has how many points")
                .doesNotContain("??");
        assertThat(ming.get(page("/imports/new?kind=points.points")).body()).contains("Points of customers");
        assertThat(ming.get(page("/imports/template/points.points")).body())
                .contains("Holder / 持有人", "Points / 积分数", "Ann,10,2026-11-01 08:00,yes");
        String csv = """
                持有人,Points,Since,VIP
                Ann,10,2026-11-01 08:00,yes
                Ben,many,,
                Cid,-5,,
                Ann,20,,
                Dan,7,someday,perhaps
                Eve,,,no
                """;
        Browser.Answer uploaded = ming.upload(
                page("/imports/new?kind=points.points"),
                "file",
                "p.csv",
                "text/csv",
                csv.getBytes(StandardCharsets.UTF_8));
        String path = uploaded.header("Location");
        assertThat(ming.get(path).body())
                .contains("Points of customers", "Holder", "Since")
                .containsPattern("(?s)column.holder.*selected[^>]*>持有人")
                .doesNotContain("??");
        assertThat(ming.post(path + "/check", COLUMNS).status()).isEqualTo(302);
        until(path, "2 rows can be imported");
        assertThat(ming.get(path).body())
                .contains(
                        "4 rows with problems",
                        "-5 points are fewer than none, see Cid&#39;s card",
                        "Row 2 is about the same")
                .doesNotContain("??");
        assertThat(stage.browser(shop.owner())
                        .cookie("language", "zh-CN")
                        .header("Accept-Language", "zh-CN")
                        .get(path)
                        .body())
                .contains("-5 分少于零，见 Cid 的卡片");
        assertThat(holders()).isEmpty();

        assertThat(ming.post(path + "/start", Map.of()).status()).isEqualTo(302);
        until(path, "2 rows imported");
        assertThat(holders()).asString().isEqualTo("[Ann 10, Eve 0]");
        assertThat(ming.get(path + "/result").body())
                .contains("2,Ann,New", "4,Cid,Problem,Points,-5")
                .doesNotContain("??");

        until(checked(csv), "2 as they are already");
        until(checked("Holder,Points,Since,VIP\nAnn,11,,\n"), "1 row can be imported");
    }

    @Test
    void whatThePluginCannotDoIsToldOfEachRowAndCanBeTriedAgain() {
        behave(1);
        String csv = "Holder,Points,Since,VIP\nAnn,1,,\nBen,2,,\n";
        String path = checked(csv);
        until(path, "2 rows with problems");
        assertThat(ming.get(path).body()).contains("points 1.0.0").doesNotContain("??");
        behave(0);
        String again = checked(csv);
        until(again, "2 rows can be imported");
        ming.post(again + "/start", Map.of());
        until(again, "2 rows imported");
        assertThat(holders()).hasSize(2);
    }

    @Test
    void allOfItBecomesAFileInAnyNumberOfPages() {
        String csv = IntStream.range(0, 1_250)
                .mapToObj("N%04d,3,,"::formatted)
                .collect(Collectors.joining("\n", "Holder,Points,Since,VIP\n", "\n"));
        String path = checked(csv);
        until(path, "1,250 rows can be imported");
        ming.post(path + "/start", Map.of());
        until(path, "1,250 rows imported");

        assertThat(ming.get(page("/exports")).body())
                .contains("Data of plugins", "list=points.points", "Points of customers")
                .doesNotContain("??");
        assertThat(ming.get(page("/exports/new?list=points.points")).body()).contains("Points of customers");
        Browser.Answer made = ming.post(page("/exports/new"), Map.of("list", "points.points", "format", "csv"));
        assertThat(made.status()).isEqualTo(302);
        String export = made.header("Location");
        await().atMost(SOON).until(() -> ming.get(export).body().contains("/file"));
        List<String> lines =
                ming.get(export + "/file?format=csv").body().lines().toList();
        assertThat(lines).hasSize(1_251);
        assertThat(lines.getFirst()).endsWith("Holder,Points,Since,VIP");
        assertThat(lines.get(1)).startsWith("N0000,3,2026");
        assertThat(lines.getLast()).startsWith("N1249,3,");
        assertThat(ming.get(page("/exports")).body())
                .contains("Points of customers")
                .doesNotContain("??");
        assertThat(new String(ming.file(export + "/file?format=xlsx"), 0, 2, StandardCharsets.UTF_8))
                .isEqualTo("PK");
    }

    /** A number that has no end as a text, a page of nothing that leads on, and pages that lead to each other for ever. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void anExportThatWouldNotEndFails(long how) {
        Stage.all(
                "insert into plugin_points.point (tenant_id, id, holder, amount, given_at) values (?, gen_random_uuid(), 'behaviour read', ?, now())",
                shop.tenant().value(),
                how);
        String export = ming.post(page("/exports/new"), Map.of("list", "points.points", "format", "csv"))
                .header("Location");
        if (how == 6) {
            await().atMost(SOON).until(() -> exported("rows > 0") == 1);
            Stage.all(
                    "update core.export set rows = 9999999 where tenant_id = ?",
                    shop.tenant().value());
        }
        await().atMost(SOON).until(() -> job("failed > 0 and state <> 'running'") == 1);
        assertThat(ming.get(export).body())
                .contains("Export: Points of customers")
                .doesNotContain("??");
        UUID job = Stage.one(
                "select id from core.job where tenant_id = ?", shop.tenant().value());
        assertThat(ming.get(page("/jobs/" + job)).body())
                .contains(how == 6 ? "more than 10,000,000 rows" : "points 1.0.0")
                .doesNotContain("??");
        assertThat(exported("finished_at is null")).isEqualTo(1);
    }

    /** As while it is upgraded: what is begun goes on afterwards. */
    @Test
    void filesWaitForAPluginThatIsAway() {
        String path = checked("Holder,Points,Since,VIP\nAnn,10,,\n");
        until(path, "1 row can be imported");
        PluginHost host = context.getBean(PluginHost.class);
        synchronized (host) { // nobody starts it meanwhile
            List<PluginArchive> stopped = host.stop("points");
            Stage.all(
                    "update core.job set state = 'waiting', worker = '', done = 0, lease_until = now() where tenant_id = ?",
                    shop.tenant().value());
            Stage.all(
                    "update core.job_item set state = 'waiting' where tenant_id = ?",
                    shop.tenant().value());
            context.getBean(ReadyMarks.class).mark(shop.tenant(), "job", Duration.ZERO);
            await().atMost(SOON)
                    .until(() -> job("state = 'running' and worker = '' and lease_until > now() and failed = 0") == 1);
            stopped.forEach(host::start);
        }
        Stage.all(
                "update core.job set lease_until = now() where tenant_id = ?",
                shop.tenant().value());
        context.getBean(ReadyMarks.class).mark(shop.tenant(), "job", Duration.ZERO);
        await().atMost(SOON).until(() -> job("state = 'done' and failed = 0") == 1);
    }

    private long exported(String condition) {
        return Stage.one(
                "select count(*) from core.export where " + condition + " and tenant_id = ?",
                shop.tenant().value());
    }

    private long job(String condition) {
        return Stage.one(
                "select count(*) from core.job where " + condition + " and tenant_id = ?",
                shop.tenant().value());
    }

    @Test
    void nobodyElseSeesOrMakesAny() {
        Person emma = stage.member(shop, "Emma", "node_manager", stage.top(shop));
        Browser her = stage.browser(emma);
        assertThat(her.get(page("/imports")).body()).doesNotContain("Points of customers");
        assertThat(her.get(page("/imports/new?kind=points.points")).status()).isEqualTo(403);
        assertThat(her.get(page("/exports")).body()).doesNotContain("Points of customers");
        her.post(page("/exports/new"), Map.of("list", "points.points"));
        assertThat(Stage.<Long>one(
                        "select count(*) from core.export where tenant_id = ?",
                        shop.tenant().value()))
                .isZero();

        Workspace other = stage.shop();
        Browser stranger = stage.browser(other.owner());
        assertThat(stranger.get("/w/" + other.slug() + "/imports").body()).doesNotContain("Points of customers");
        assertThat(stranger.get("/w/" + other.slug() + "/imports/new?kind=points.points")
                        .status())
                .isEqualTo(400);
        String path = checked("Holder,Points,Since,VIP\nAnn,1,,\n");
        until(path, "1 row can be imported");
        ming.post(page("/plugins/points/disable"), Map.of());
        assertThat(ming.post(path + "/start", Map.of()).status()).isGreaterThanOrEqualTo(400);
        assertThat(ming.get(page("/imports")).status()).isEqualTo(200);
        assertThat(ming.get(page("/exports")).body()).doesNotContain("Points of customers");
    }
}
