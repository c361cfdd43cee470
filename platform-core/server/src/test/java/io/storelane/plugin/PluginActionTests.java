package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.role.RoleAssignments;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
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
    private final RoleAssignments roles;
    private final Shop goods;
    private final UUID channel;
    private final UUID mug;

    @Autowired
    PluginActionTests(ApplicationContext context, RoleAssignments roles) {
        this.roles = roles;
        stage = new Stage(context);
        shop = stage.shop();
        ming = stage.browser(shop.owner());
        client = stage.program(shop.owner(), shop, stage.top(shop));
        goods = new Shop(context, stage, shop);
        channel = goods.channel("web");
        mug = goods.goods("MUG", 5_000);
        goods.stock(mug, goods.location("NEAR", "330106", 1), 100);
    }

    @BeforeAll
    void install() {
        PluginJar.points("1.0.0").installAnew();
        ming.post(page("/plugins/points/enable"), Map.of());
    }

    @AfterAll
    void remove() {
        PluginJar.remove("points");
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private UUID order(UUID channel) {
        return UUID.fromString(
                client.post("/api/v1/orders", """
                    {"channelId": "%s", "shipTo": {"country": "CN", "region": "330106", "city": "Hangzhou", "province": "X"},
                     "lines": [{"sku": "MUG", "quantity": 1}]}""".formatted(channel)).at("/id"));
    }

    private UUID row(String list) {
        return switch (list) {
            case "orders" -> order(channel);
            case "products" -> Stage.one("select product_id from core.variant where id = ?", mug);
            default -> customer("Ben");
        };
    }

    private UUID customer(String name) {
        return customer(name, stage.top(shop));
    }

    private UUID customer(String name, UUID node) {
        return UUID.fromString(client.post(
                        "/api/v1/customers",
                        "{\"kind\": \"person\", \"name\": \"" + name + "\", \"nodeId\": \"" + node + "\"}")
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

    /** How it fails: by an exception, or by no answer at all. */
    @ParameterizedTest
    @ValueSource(longs = {1, 4})
    void aPluginThatFailsIsToldOfForEachRow(long how) {
        behave(how);
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

    /** Whoever sees all and changes some gives it to these; whoever only sees gives it to none. */
    @ParameterizedTest
    @ValueSource(strings = {"orders", "customers"})
    void onlyRowsThatTheCallerMayChangeAreGiven(String list) {
        UUID top = stage.top(shop);
        UUID node = stage.node(shop, top, "South " + Stage.tail());
        UUID sees = stage.role(shop, "auditor").id();
        UUID changes = stage.role(shop, "node_manager").id();
        ming.post(page("/plugins/points/roles"), Map.of("given", sees + " points.edit," + changes + " points.edit"));
        Person emma = stage.member(shop, "Emma", "auditor", top);
        stage.run(shop.owner(), shop, () -> roles.grant(emma.id(), "Emma", changes, node));
        Person otto = stage.member(shop, "Otto", "auditor", top);
        UUID above = list.equals("orders") ? order(channel) : customer("Above");
        UUID below = list.equals("orders")
                ? order(goods.channel("south", node, Stage.one("select path from core.org_node where id = ?", node)))
                : customer("Below", node);
        String form = "?id=" + above + "&id=" + below;
        Map<String, String> action = Map.of("pluginAction", "points/give-" + list);

        assertThat(stage.browser(otto)
                        .post(page("/plugins/actions/" + list + form), action)
                        .status())
                .isEqualTo(403);
        assertThat(given(above) + given(below)).isZero();
        Browser her = stage.browser(emma);
        assertThat(her.post(page("/plugins/actions/" + list + form), action).status())
                .isEqualTo(302);
        assertThat(given(below)).isEqualTo(1L);
        assertThat(given(above)).isZero();
        assertThat(her.get(page("/" + list)).body()).contains("Done: 1");
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
