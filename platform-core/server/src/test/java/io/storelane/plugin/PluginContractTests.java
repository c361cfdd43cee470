package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.role.RoleAssignments;
import io.storelane.role.RoleProblem;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the server asks of plugins, and what it hands out to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginContractTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;

    @Autowired
    PluginContractTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
    }

    @BeforeAll
    void install() {
        PluginJar.remove("loyalty");
        assertThat(PluginJar.loyalty("1.0.0").install().body()).contains("loyalty");
        ming.post(page("/plugins/loyalty/enable"), Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("loyalty");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private Orders.Whole order() {
        Shop goods = new Shop(context, stage, shop);
        String tail = Stage.tail();
        goods.stock(goods.goods("CUP-" + tail, 5_000), goods.location("L" + tail, "330106", 1), 10);
        PlaceOrder order =
                Shop.order(Source.MANUAL, goods.channel("web" + tail), "", List.of(Shop.line("CUP-" + tail, 2)));
        return ((Placement.Placed) stage.as(
                        shop.owner(), shop, () -> context.getBean(Orders.class).place(order)))
                .whole();
    }

    @Test
    void ordersAreReadInTheBackgroundAndShownOnTheirPage() {
        Orders.Whole whole = order();
        String number = whole.order().number();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Stage.all(
                                "select name from plugin_loyalty.card where tenant_id = ?",
                                shop.tenant().value()))
                        .anyMatch(name -> String.valueOf(name).startsWith("order " + number + " ")));
        String body = ming.get(page("/orders/" + whole.order().id())).body();
        assertThat(body)
                .contains("Points of the order", "&lt;points&gt;", "/p/loyalty/cards")
                .doesNotContain("<points>");
        assertThat(ming.get(page("")).body()).contains("Cards so far", "cards: ");
        var auditor = stage.browser(stage.member(shop, "Ada", "auditor", stage.top(shop)));
        assertThat(auditor.get(page("")).body()).doesNotContain("Cards so far");
    }

    @Test
    void settingsAreCheckedKeptAndSealed() {
        Map<String, String> typed = Map.of("rate", "many", "push", "http://plain.example", "key", "");
        var refused = ming.post(page("/plugins/loyalty/settings"), typed);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Enter a whole number.", "begins with https://", "Points a unit");
        refused = ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "101", "key", "typed-secret"));
        assertThat(refused.body()).doesNotContain("typed-secret");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("At most 100 points.");
        assertThat(ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "7", "key", "very-secret"))
                        .status())
                .isEqualTo(302);
        String form = ming.get(page("/plugins/loyalty/settings")).body();
        assertThat(form).contains("value=\"7\"").doesNotContain("very-secret");
        assertThat(Stage.all(
                        "select value from core.plugin_setting where tenant_id = ? and name = 'key'",
                        shop.tenant().value()))
                .containsExactly("");
        assertThat(Stage.all(
                        "select before::text || after::text from core.audit_entry where tenant_id = ? and action = 'plugin.configured'",
                        shop.tenant().value()))
                .noneMatch(entry -> String.valueOf(entry).contains("very-secret"));
        // a form that is sent without the secret leaves it
        ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "8"));
        assertThat(Stage.<Long>one(
                        "select count(*) from core.plugin_setting where tenant_id = ? and secret_id is not null",
                        shop.tenant().value()))
                .isEqualTo(1L);
        var two = stage.shop();
        assertThat(stage.browser(two.owner())
                        .get("/w/" + two.slug() + "/plugins/loyalty/settings")
                        .body())
                .doesNotContain("value=\"8\"");
    }

    @Test
    void aTaskRunsForEachWorkspaceThatHasEnabledIt() {
        ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "1", "welcome", "true"));
        runs(1);
        runs(2);
        var two = stage.shop();
        assertThat(Stage.all(
                        "select name from core.plugin_task where tenant_id = ?",
                        two.tenant().value()))
                .isEmpty();
    }

    /** Lets the task be due, and waits for what it does. */
    private void runs(long times) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stage.<Boolean>one(
                        "select coalesce(bool_and(next_at > now()), false) from core.plugin_task where tenant_id = ?",
                        shop.tenant().value()));
        Stage.all(
                "update core.plugin_task set next_at = now() where tenant_id = ?",
                shop.tenant().value());
        context.getBean(io.storelane.tenancy.ReadyMarks.class).mark(shop.tenant(), PluginCourier.QUEUE, Duration.ZERO);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(counted()).isEqualTo(times));
    }

    private long counted() {
        return Stage.one(
                "select count(*) from plugin_loyalty.card where tenant_id = ? and name like 'counted %'",
                shop.tenant().value());
    }

    @Test
    void aPluginCallsAnotherByWhatItPublishes() {
        assertThat(PluginJar.campaign("1.0.0").install().body()).contains("campaign");
        try {
            assertThat(ming.get(page("/p/campaign/run")).status()).isEqualTo(404);
            ming.post(page("/plugins/campaign/enable"), Map.of());
            assertThat(ming.get(page("/p/campaign/run")).body()).isEqualTo("given, and nothing else is seen");
            assertThat(Stage.<Long>one(
                            "select count(*) from plugin_loyalty.card where tenant_id = ? and name = 'from a campaign'",
                            shop.tenant().value()))
                    .isEqualTo(1L);
            // an upgrade of the one takes the other along
            assertThat(PluginJar.loyalty("1.0.2").install().statusCode()).isEqualTo(200);
            assertThat(ming.get(page("/p/campaign/run")).status()).isEqualTo(200);
            assertThat(PluginJar.loyalty("2.0.0").install().body()).contains("campaign");
            // who uses it keeps it
            ming.post(page("/plugins/loyalty/disable"), Map.of());
            assertThat(ming.get(page("/p/loyalty/cards")).status()).isEqualTo(200);
        } finally {
            PluginJar.remove("campaign");
        }
    }

    @Test
    void faultOfNoFieldIsToldToo() {
        var refused = ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "13"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Nobody wants thirteen points.");
        assertThat(ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "101"))
                        .body())
                .contains("href=\"#f-rate\"", "Points a unit: At most 100 points.");
    }

    @Test
    void permissionsHaveNamesBeforeItIsEnabled() {
        assertThat(ming.get(page("/plugins/loyalty")).body()).contains("See cards", "loyalty.view", "loyalty.edit");
    }

    @Test
    void rolesGiveWhatItBrings() {
        var auditor = stage.member(shop, "Ada", "auditor", stage.top(shop));
        Browser ada = stage.browser(auditor);
        assertThat(ada.get(page("/p/loyalty/cards")).status()).isEqualTo(403);
        var role = stage.role(shop, "auditor");
        assertThat(ming.get(page("/plugins/loyalty/roles")).body()).contains("loyalty.view", role.name());
        ming.post(page("/plugins/loyalty/roles"), Map.of("given", role.id() + " loyalty.view"));
        assertThat(ada.get(page("/p/loyalty/cards")).status()).isEqualTo(200);
        assertThat(ada.post(page("/p/loyalty/cards"), Map.of("name", "Ada")).status())
                .isEqualTo(403);
        ming.post(page("/plugins/loyalty/roles"), Map.of("given", ""));
        assertThat(ada.get(page("/p/loyalty/cards")).status()).isEqualTo(403);
    }

    @Test
    void nobodyGivesMoreOfItThanTheyMayDo() {
        var vera = stage.member(shop, "Vera", "administrator", stage.top(shop));
        Browser administrator = stage.browser(vera);
        var role = stage.role(shop, "auditor");
        administrator.post(page("/plugins/loyalty/roles"), Map.of("given", role.id() + " loyalty.view"));
        assertThat(Stage.<Long>one(
                        "select count(*) from core.role_permission where role_id = ? and permission = 'loyalty.view'",
                        role.id()))
                .isZero();
        ming.post(page("/plugins/loyalty/roles"), Map.of("given", role.id() + " loyalty.view"));
        Stage.refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(
                        vera,
                        shop,
                        () -> context.getBean(RoleAssignments.class)
                                .grant(vera.id(), "Vera", role.id(), stage.top(shop))));
        // what is given already stays when something else is saved
        administrator.post(page("/plugins/loyalty/roles"), Map.of("given", role.id() + " loyalty.view"));
        ming.post(page("/plugins/loyalty/roles"), Map.of("given", ""));
    }

    @Test
    void aPanelThatFailsSaysSoAndThePageIsThere() {
        Orders.Whole whole = order();
        ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "99"));
        var answer = ming.get(page("/orders/" + whole.order().id()));
        ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "1"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .contains("did not answer in time", whole.order().number());
    }

    @Test
    void whatIsNotAskedForIsNotHandedOut() {
        var answer = PluginJar.loyalty("1.9.0")
                .with("plugin.uses", "audit, settings")
                .install();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("loyalty 1.9.0", "OrderBook");
        assertThat(ming.get(page("/p/loyalty/cards")).status()).isEqualTo(200);
    }
}
