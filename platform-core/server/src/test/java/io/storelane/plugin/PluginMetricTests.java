package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.Map;
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

/** Key figures of plugins stand on the home page beside those of the server, and never in its way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginMetricTests extends ServerTests {

    private final Stage stage;
    private Workspace shop;
    private Browser ming;

    @Autowired
    PluginMetricTests(ApplicationContext context) {
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
        ming.post("/w/" + shop.slug() + "/plugins/points/enable", Map.of());
        ming.post("/w/" + shop.slug() + "/first-steps", Map.of("hidden", "true"));
    }

    private void points(String holder, long amount, int daysAgo) {
        Stage.all("""
                insert into plugin_points.point (tenant_id, id, holder, amount, given_at)
                values (?, gen_random_uuid(), ?, ?, now() - make_interval(days => ?))""", shop.tenant().value(), holder, amount, daysAgo);
    }

    private String home(String language) {
        Browser.Answer answer = stage.browser(shop.owner())
                .cookie("language", language)
                .header("Accept-Language", language)
                .get("/w/" + shop.slug() + "?period=7");
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().replaceAll("\\s+", " ");
    }

    @Test
    void aFigureIsShownBesideThatOfThePeriodBefore() {
        points("Ann", 30, 1);
        points("Ben", 20, 8);
        points("Cid", 5, 30);
        String english = home("en");
        assertThat(english)
                .containsPattern("href=\"/w/[^\"]*/p/points/points\\?since=[0-9-]+\">Points given</a>.*?>30<.*?50%")
                .containsPattern("Worth of points.*?CN¥30\\.00|Worth of points.*?¥30\\.00");
        assertThat(home("zh-CN")).contains("已发积分", "积分价值");
    }

    @Test
    void programsReadItByTheSameName() {
        points("Ann", 30, 1);
        points("Ben", 20, 8);
        ApiClient client = stage.program(shop.owner(), shop, stage.top(shop));
        String all = client.get("/api/v1/metrics?period=7").body();
        assertThat(all).contains("orders.sales");
        var one = client.get("/api/v1/metrics/points.none?period=7");
        assertThat(one.status()).isEqualTo(404);
    }

    @Test
    void onlyWhoMaySeeItWhereThePluginIsEnabledSeesIt() {
        points("Ann", 30, 1);
        Person emma = stage.member(shop, "Emma", "node_manager", stage.top(shop));
        assertThat(stage.browser(emma).get("/w/" + shop.slug()).body()).doesNotContain("Points given");
        Workspace other = stage.shop();
        Browser stranger = stage.browser(other.owner());
        stranger.post("/w/" + other.slug() + "/first-steps", Map.of("hidden", "true"));
        assertThat(stranger.get("/w/" + other.slug()).body()).doesNotContain("Points given");
        ming.post("/w/" + shop.slug() + "/plugins/points/disable", Map.of());
        assertThat(home("en")).doesNotContain("Points given");
    }

    @Test
    void oneThatFailsOrIsLateSaysSoAndTheOthersStand() {
        home("en"); // whatever is made once is made
        points("Ann", 30, 1);
        points("behaviour fussy", 1, 400);
        assertThat(home("en"))
                .containsPattern("Points in doubt.*?The plugin did not answer in time")
                .containsPattern("Points given</a>.*?>30<");
        Stage.all(
                "update plugin_points.point set amount = 2 where tenant_id = ? and holder = 'behaviour fussy'",
                shop.tenant().value());
        long begun = System.nanoTime();
        assertThat(home("en"))
                .containsPattern("Points in doubt.*?The plugin did not answer in time")
                .containsPattern("Points given</a>.*?>30<");
        assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(900L, 15_000L);
        assertThat(home("zh-CN")).contains("存疑积分", "插件未及时响应");
    }

    /** A figure without an amount, and one without a page. */
    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void oneThatAnswersWithNothingSaysSoAndTheOthersStand(long how) {
        points("Ann", 30, 1);
        points("behaviour fussy", how, 400);
        assertThat(home("en"))
                .containsPattern("Points in doubt.*?The plugin did not answer in time")
                .containsPattern("Points given</a>.*?>30<");
    }
}
