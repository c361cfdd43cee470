package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Rows that people choose in lists are given to a plugin, which answers for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginActionTests extends ServerTests {

    private final Stage stage;
    private final Workspace shop;
    private final Browser ming;
    private final ApiClient client;
    private final UUID channel;
    private final UUID mug;

    @Autowired
    PluginActionTests(ApplicationContext context) {
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
        client = stage.program(shop.owner(), shop, stage.top(shop));
        Shop goods = new Shop(context, stage, shop);
        channel = goods.channel("web");
        mug = goods.goods("MUG", 5_000);
        goods.stock(mug, goods.location("NEAR", "330106", 1), 100);
    }

    @BeforeAll
    void install() {
        PluginJar.remove("points");
        assertThat(PluginJar.points("1.0.0").install().statusCode()).isEqualTo(200);
        ming.post(page("/plugins/points/enable"), Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("points");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private UUID row(String list) {
        return switch (list) {
            case "orders" ->
                UUID.fromString(
                        client.post("/api/v1/orders", """
                            {"channelId": "%s", "shipTo": {"country": "CN", "region": "330106", "city": "Hangzhou", "province": "X"},
                             "lines": [{"sku": "MUG", "quantity": 1}]}""".formatted(channel)).at("/id"));
            case "products" -> Stage.one("select product_id from core.variant where id = ?", mug);
            default -> customer("Ben");
        };
    }

    private UUID customer(String name) {
        return UUID.fromString(client.post(
                        "/api/v1/customers",
                        "{\"kind\": \"person\", \"name\": \"" + name + "\", \"nodeId\": \"" + stage.top(shop) + "\"}")
                .at("/id"));
    }

    private long given(Object row) {
        return Stage.one(
                "select count(*) from plugin_points.point where tenant_id = ? and holder = ?",
                shop.tenant().value(),
                "row " + row);
    }

    private void behave(long how) {
        Stage.all(
                "delete from plugin_points.point where tenant_id = ? and holder = 'behaviour give'",
                shop.tenant().value());
        Stage.all(
                "insert into plugin_points.point (tenant_id, id, holder, amount, given_at) values (?, gen_random_uuid(), 'behaviour give', ?, now())",
                shop.tenant().value(),
                how);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "products", "customers"})
    void rowsOfTheListAreGivenToThePluginAndToldOf(String list) {
        UUID row = row(list);
        assertThat(ming.get(page("/" + list)).body()).contains("Give points", "points/give-" + list);
        assertThat(stage.browser(shop.owner())
                        .cookie("language", "zh-CN")
                        .header("Accept-Language", "zh-CN")
                        .get(page("/" + list))
                        .body())
                .contains("赠送积分");
        Map<String, String> form = Map.of("id", row.toString(), "pluginAction", "points/give-" + list);
        assertThat(ming.post(page("/plugins/actions/" + list), form).status()).isEqualTo(302);
        assertThat(given(row)).isEqualTo(1L);
        assertThat(ming.get(page("/" + list)).body()).contains("Done: 1");
        ming.post(page("/plugins/actions/" + list), form);
        assertThat(ming.get(page("/" + list)).body())
                .contains("Has points already.")
                .doesNotContain("Done: 1");

        Workspace other = stage.shop();
        Browser stranger = stage.browser(other.owner());
        assertThat(stranger.get("/w/" + other.slug() + "/" + list).body()).doesNotContain("give-" + list);
        UUID eve = customer("Eve");
        Map<String, String> theirs = Map.of("id", eve.toString(), "pluginAction", "points/give-" + list);
        stranger.post("/w/" + other.slug() + "/plugins/actions/" + list, theirs);
        stage.browser(other.owner()).post("/w/" + other.slug() + "/plugins/points/enable", Map.of());
        stranger.post("/w/" + other.slug() + "/plugins/actions/" + list, theirs);
        assertThat(given(eve)).isZero();
    }

    @Test
    void aPluginThatFailsIsToldOfForEachRow() {
        behave(1);
        String form = Stream.of(customer("Cid"), customer("Dan"))
                .map(id -> "id=" + id)
                .collect(Collectors.joining("&"));
        assertThat(ming.post(
                                page("/plugins/actions/customers?" + form),
                                Map.of("pluginAction", "points/give-customers"))
                        .status())
                .isEqualTo(302);
        behave(0);
        assertThat(ming.get(page("/customers")).body())
                .contains("Cid: ", "Dan: ", "points 1.0.0")
                .doesNotContain("Done:");
    }

    @Test
    void noMoreRowsThanAPageMayTakeAndNoActionThatIsNot() {
        String form = Stream.generate(() -> "id=" + customer("Many")).limit(51).collect(Collectors.joining("&"));
        ming.post(page("/plugins/actions/customers?" + form), Map.of("pluginAction", "points/give-customers"));
        assertThat(ming.get(page("/customers")).body()).contains("50");
        assertThat(
                        Stage.<Long>one(
                                "select count(*) from plugin_points.point p join core.customer c on p.holder = 'row ' || c.id where c.name = 'Many'"))
                .isZero();
        ming.post(
                page("/plugins/actions/customers"),
                Map.of("id", customer("Fay").toString(), "pluginAction", "points/none"));
        assertThat(ming.get(page("/customers")).body()).contains("points/none");
    }
}
