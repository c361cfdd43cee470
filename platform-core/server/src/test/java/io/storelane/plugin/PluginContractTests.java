package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the server asks of plugins, and what it hands out to them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
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
        refused = ming.post(page("/plugins/loyalty/settings"), Map.of("rate", "101"));
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
        var answer = PluginJar.loyalty("1.0.1").with("plugin.uses", "audit").install();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("loyalty 1.0.1", "OrderBook");
        assertThat(ming.get(page("/p/loyalty/cards")).status()).isEqualTo(200);
    }
}
