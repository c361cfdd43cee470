package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A plugin with data and pages on the running server: installed, enabled for one workspace and not for the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace one;
    private final Workspace two;
    private final Browser ming;
    private final Browser other;

    @Autowired
    PluginTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        one = stage.shop();
        two = stage.shop();
        ming = stage.browser(one.owner());
        other = stage.browser(two.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.remove("loyalty");
        var answer = PluginJar.loyalty("1.0.0").install();
        assertThat(answer.body()).contains("\"id\":\"loyalty\"");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ming.post(page(one, "/plugins/loyalty/enable"), Map.of()).status())
                .isEqualTo(302);
    }

    @AfterAll
    void remove() {
        PluginJar.remove("loyalty");
    }

    private static String page(Workspace workspace, String path) {
        return "/w/" + workspace.slug() + path;
    }

    @Test
    void aPageLooksLikeThoseOfTheServer() {
        var answer = ming.get(page(one, "/p/loyalty/cards"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "sl-sidebar",
                        "Name on the card",
                        "aria-current=\"page\"",
                        "/assets/p/loyalty/1.0.0/loyalty.css")
                .contains("name=\"_csrf\"")
                .doesNotContain("??");
        assertThat(ming.get("/assets/p/loyalty/1.0.0/loyalty.css").body()).contains("font-weight");
        assertThat(stage.browser(one.owner())
                        .header("Accept-Language", "zh-CN")
                        .cookie("language", "zh-CN")
                        .get(page(one, "/p/loyalty/cards"))
                        .body())
                .contains("持卡人", "会员卡");
    }

    @Test
    void itIsNotThereWhereItIsNotEnabled() {
        assertThat(other.get(page(two, "/p/loyalty/cards")).status()).isEqualTo(404);
        assertThat(other.get(page(two, "")).body()).doesNotContain("/p/loyalty/");
        assertThat(ming.get(page(one, "")).body()).contains("/p/loyalty/cards");
        assertThat(other.get(page(one, "/p/loyalty/cards")).status()).isEqualTo(404);
        assertThat(new Browser().get(page(one, "/p/loyalty/cards")).status()).isEqualTo(302);
    }

    @Test
    void rowsAreSeenByTheirWorkspaceAlone() {
        Workspace third = stage.shop();
        Browser theirs = stage.browser(third.owner());
        theirs.post(page(third, "/plugins/loyalty/enable"), Map.of());
        assertThat(theirs.post(page(third, "/p/loyalty/cards"), Map.of("name", "Ann of the third"))
                        .status())
                .isEqualTo(302);
        assertThat(theirs.get(page(third, "/p/loyalty/cards")).body()).contains("Ann of the third");
        assertThat(ming.get(page(one, "/p/loyalty/cards")).body()).doesNotContain("Ann of the third");
        assertThat(stage.browser(third.owner())
                        .header("Accept", "application/json")
                        .get(page(third, "/p/loyalty/summary"))
                        .body())
                .isEqualTo("{\"count\":1,\"workspace\":\"" + third.slug() + "\"}");
    }

    @Test
    void dataOfTheHostAndOfThePluginAreWrittenTogetherOrNotAtAll() {
        ming.post(page(one, "/p/loyalty/cards"), Map.of("name", "Both"));
        assertThat(cards("Both")).isEqualTo(1);
        assertThat(entries("loyalty: Both")).isEqualTo(1);
        assertThat(ming.post(page(one, "/p/loyalty/cards"), Map.of("name", "late one"))
                        .status())
                .isEqualTo(500);
        assertThat(cards("late one")).isZero();
        assertThat(entries("loyalty: late one")).isZero();
        assertThat(ming.post(page(one, "/p/loyalty/cards"), Map.of("name", "host refuses"))
                        .status())
                .isEqualTo(500);
        assertThat(cards("host refuses")).isZero();
    }

    private static long cards(String name) {
        return Stage.one("select count(*) from plugin_loyalty.card where name = ?", name);
    }

    private static long entries(String label) {
        return Stage.one("select count(*) from core.audit_entry where target_label = ?", label);
    }

    @Test
    void whoHasNoPermissionOfItMayNot() {
        var auditor = stage.browser(stage.member(one, "Ada", "auditor", stage.top(one)));
        assertThat(auditor.get(page(one, "/p/loyalty/cards")).status()).isEqualTo(403);
        assertThat(auditor.get(page(one, "")).body()).doesNotContain("/p/loyalty/");
        assertThat(ming.get(page(one, "/p/loyalty/open")).status()).isEqualTo(403);
        assertThat(auditor.post(page(one, "/plugins/loyalty/disable"), Map.of()).status())
                .isEqualTo(403);
    }

    @Test
    void aPageThatFailsSaysWhichPluginAndNothingElse() {
        var answer = ming.get(page(one, "/p/loyalty/broken"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).contains("loyalty 1.0.0").doesNotContain("secret words");
        assertThat(ming.get(page(one, "/p/loyalty/teapot")).status()).isEqualTo(418);
        assertThat(ming.get(page(one, "/p/loyalty/nothing")).status()).isEqualTo(404);
        assertThat(ming.get(page(one, "/p/loyalty/host-classes")).body()).isEqualTo("hidden");
        assertThat(ming.get(page(one, "/p/loyalty/cards")).status()).isEqualTo(200);
    }

    @Test
    void itsPageSaysWhatItAsksFor() {
        String body = other.get(page(two, "/plugins/loyalty")).body();
        assertThat(body).contains("Loyalty cards", "Write to the audit trail", "loyalty.edit", "Enable", "1.0.0");
        assertThat(other.get(page(two, "/plugins")).body()).contains("/plugins/loyalty");
    }

    @Test
    void disabledItIsGoneAndItsDataStays() {
        Workspace third = stage.shop();
        Browser theirs = stage.browser(third.owner());
        theirs.post(page(third, "/plugins/loyalty/enable"), Map.of());
        theirs.post(page(third, "/p/loyalty/cards"), Map.of("name", "Keeper " + third.slug()));
        theirs.post(page(third, "/plugins/loyalty/disable"), Map.of());
        assertThat(theirs.get(page(third, "/p/loyalty/cards")).status()).isEqualTo(404);
        theirs.post(page(third, "/plugins/loyalty/enable"), Map.of());
        assertThat(theirs.get(page(third, "/p/loyalty/cards")).body()).contains("Keeper " + third.slug());
    }

    @Test
    void itHearsWhatHappensWhereItIsEnabled() {
        stage.node(two, stage.top(two), "Elsewhere " + two.slug());
        stage.node(one, stage.top(one), "fails " + one.slug());
        stage.node(one, stage.top(one), "hangs " + one.slug());
        stage.node(one, stage.top(one), "Here " + one.slug());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(cards("heard Here " + one.slug())).isEqualTo(1));
        // the audit of a listener names the plugin
        assertThat(Stage.<String>one(
                        "select actor_name from core.audit_entry where target_label = ?",
                        "loyalty: heard Here " + one.slug()))
                .isEqualTo("loyalty");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Stage.all(
                                "select fault from core.plugin_delivery where tenant_id = ? and state = 'dead'",
                                one.tenant().value()))
                        .contains("IllegalStateException"));
        assertThat(ming.get(page(one, "/plugins/loyalty")).body()).contains("did not take");
        ming.post(page(one, "/plugins/loyalty/retry"), Map.of());
        assertThat(Stage.<Long>one(
                        "select count(*) from core.audit_entry where tenant_id = ? and action = 'plugin.retried'",
                        one.tenant().value()))
                .isEqualTo(1L);
        assertThat(cards("heard Elsewhere " + two.slug())).isZero();
        assertThat(ming.get(page(one, "/p/loyalty/cards")).status()).isEqualTo(200);
    }

    @Test
    void whatHappensWhileItIsAwayIsHeardWhenItIsBack() {
        PluginHost host = context.getBean(PluginHost.class);
        synchronized (host) { // nobody starts it meanwhile
            List<PluginArchive> stopped = host.stop("loyalty");
            stage.node(one, stage.top(one), "Away " + one.slug());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> Stage.<Long>one(
                                    "select count(*) from core.plugin_delivery where tenant_id = ? and state = 'waiting'",
                                    one.tenant().value())
                            > 0);
            stopped.forEach(host::start);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(cards("heard Away " + one.slug())).isEqualTo(1));
    }

    /** Or a plugin that fails would keep a server busy until its next try. */
    @Test
    void whatWaitsBehindAnotherIsNotLookedForBefore() {
        Workspace third = stage.shop();
        Stage.all("""
                insert into core.plugin_delivery (tenant_id, id, plugin_id, event_id, type, object_id, state, next_at)
                select t, uuidv7(), 'loyalty', uuidv7(), 'node.added', o, 'waiting', now() + w
                from (values (?, uuidv7())) x (t, o), (values (1, interval '1 hour'), (2, interval '0')) y (n, w) order by n""", third.tenant().value());
        context.getBean(ReadyMarks.class).mark(third.tenant(), PluginCourier.QUEUE, Duration.ZERO);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stage.<Boolean>one(
                        "select coalesce(bool_and(due > now() + interval '30 minutes'), false) from infra.ready"
                                + " where tenant_id = ? and queue = 'plugin'",
                        third.tenant().value()));
        Stage.all(
                "delete from core.plugin_delivery where tenant_id = ?",
                third.tenant().value());
    }

    @Test
    void onePluginThatSpinsStopsNobodyElse() {
        CompletableFuture<?>[] spins = new CompletableFuture<?>[4];
        for (int i = 0; i < spins.length; i++) {
            spins[i] = CompletableFuture.runAsync(() ->
                    assertThat(ming.get(page(one, "/p/loyalty/spins")).status()).isEqualTo(503));
        }
        CompletableFuture.allOf(spins).join();
        assertThat(ming.get(page(one, "/p/loyalty/cards")).status()).isEqualTo(503);
        assertThat(ming.get(page(one, "/plugins/loyalty")).body()).contains("Not answering");
        assertThat(ming.get(page(one, "/orders")).status()).isEqualTo(200);
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> ming.get(page(one, "/p/loyalty/cards")).status() == 200);
    }

    @Test
    void aPageThatHangsIsGivenUp() {
        var answer = ming.get(page(one, "/p/loyalty/hangs"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("loyalty 1.0.0");
        assertThat(ming.get(page(one, "/p/loyalty/cards")).status()).isEqualTo(200);
    }
}
