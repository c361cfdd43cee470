package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.inventory.Router;
import io.storelane.order.RoutingTrial;
import io.storelane.order.RoutingTrials;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A plugin wishes where orders ship from; whatever becomes of its wish, the order is placed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginSourcingTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;
    private final ApiClient client;
    private final UUID channel;
    private final UUID mug;

    @Autowired
    PluginSourcingTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
        client = stage.program(shop.owner(), shop, stage.top(shop));
        Shop goods = new Shop(context, stage, shop);
        channel = goods.channel("web");
        mug = goods.goods("MUG", 5_000);
        goods.stock(mug, goods.location("NEAR", "330106", 1), 100);
        goods.stock(mug, goods.location("WIDE", "440305", 2), 3);
    }

    @BeforeAll
    void install() {
        PluginJar.loyalty("1.0.0").installAnew();
        ming.post(page("/plugins/loyalty/enable"), Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("loyalty");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private ApiClient.Answer placed(String city, int quantity) {
        ApiClient.Answer answer = client.post("/api/v1/orders", """
                {"channelId": "%s", "shipTo": {"country": "CN", "region": "330106", "city": "%s", "province": "X"},
                 "lines": [{"sku": "MUG", "quantity": %d}]}""".formatted(channel, city, quantity));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private static String first(ApiClient.Answer answer) {
        return answer.at("/lines/0/reservations/0/location") + " by " + answer.at("/lines/0/reservations/0/rule");
    }

    @Test
    void aWishIsFollowedAndSaysWhy() {
        ApiClient.Answer answer = placed("Wishtown", 1);
        assertThat(first(answer)).isEqualTo("WIDE by plugin");
        assertThat(ming.get(page("/orders/" + answer.at("/id"))).body())
                .contains("Preferred to NEAR by the plugin loyalty: The courier is cheap there");
        assertThat(stage.browser(shop.owner())
                        .cookie("language", "zh-CN")
                        .header("Accept-Language", "zh-CN")
                        .get(page("/orders/" + answer.at("/id")))
                        .body())
                .contains("由插件 loyalty 优先于 NEAR 选用：那里的快递便宜");
        assertThat(tried("Wishtown")).isEqualTo("WIDE by PLUGIN");
        assertThat(tried("Hangzhou")).isEqualTo("NEAR by NEARNESS");
    }

    private String tried(String city) {
        RoutingTrial trial = stage.as(
                        shop.owner(),
                        shop,
                        () -> context.getBean(RoutingTrials.class)
                                .plan(List.of(new RoutingTrial.Question(
                                        "A",
                                        channel,
                                        new Router.Place("CN", "330106", "X", city),
                                        null,
                                        false,
                                        List.of(new RoutingTrial.Line("MUG", 1))))))
                .getFirst();
        Router.Pick pick = trial.decisions().getFirst().pick();
        return pick.site().code() + " by " + pick.rule();
    }

    @Test
    void whatAWishHasNotGotComesFromTheNext() {
        ApiClient.Answer answer = placed("Wishtown", 50);
        assertThat(answer.body()).contains("NEAR");
    }

    @Test
    void aPluginThatFailsOrIsLateLeavesTheOrderToTheRules() {
        placed("Hangzhou", 1); // whatever is made once is made
        assertThat(first(placed("Brokentown", 1))).isEqualTo("NEAR by nearness");
        long begun = System.nanoTime();
        assertThat(first(placed("Latetown", 1))).isEqualTo("NEAR by nearness");
        assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(400L, 2_000L);
    }

    @Test
    void productsAndCustomersHavePartsOfPlugins() {
        UUID product = Stage.one("select product_id from core.variant where id = ?", mug);
        assertThat(ming.get(page("/products/" + product)).body())
                .contains("Points of the product", "product " + product);
        UUID customer = UUID.fromString(client.post(
                        "/api/v1/customers",
                        "{\"kind\": \"person\", \"name\": \"Ann\", \"nodeId\": \"" + stage.top(shop) + "\"}")
                .at("/id"));
        assertThat(ming.get(page("/customers/" + customer)).body())
                .contains("Points of the customer", "customer " + customer, page("/p/loyalty/cards"));
        Browser auditor = stage.browser(stage.member(shop, "Ada", "auditor", stage.top(shop)));
        assertThat(auditor.get(page("/customers/" + customer)).body()).doesNotContain("Points of the customer");
    }
}
