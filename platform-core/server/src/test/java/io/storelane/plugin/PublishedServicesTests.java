package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.plugin.api.Money;
import io.storelane.support.PluginJar;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;

/** Services that plugins are handed out: what each does, for whom, and in which workspace. */
class PublishedServicesTests extends MirrorTests {

    @Autowired
    PublishedServicesTests(ApplicationContext context) {
        super(context);
    }

    @Test
    void goodsAndStockAreReadAndChangedThroughTheLedger() {
        Shop goods = new Shop(context, stage, shop);
        String tail = Stage.tail();
        UUID location = goods.location("L" + tail, "330106", 1);
        UUID channel = goods.channel("web" + tail);
        UUID variant = goods.goods("CUP-" + tail, 5_000);
        goods.stock(variant, location, 10);
        String asked = page("/goods?sku=cup-" + tail + "&channel=" + channel);
        assertThat(ming.get(asked).body())
                .contains("|listed|L" + tail + "|10|0|10|")
                .doesNotContain("|0|0|");
        var change = Map.of("location", location.toString(), "sku", "CUP-" + tail, "units", "-3");
        assertThat(ming.post(page("/goods"), change).body()).isEqualTo("adjusted");
        assertThat(ming.get(asked).body()).contains("|7|0|7|");
        assertThat(Stage.all(
                        "select reason || ' ' || on_hand || ' ' || reference from core.stock_move where tenant_id = ? and variant_id = ? order by id desc limit 1",
                        shop.tenant().value(),
                        variant))
                .containsExactly("adjustment -3 paper 7");
        ming.post(page("/goods/count"), Map.of("location", location.toString(), "sku", "CUP-" + tail, "units", "2"));
        assertThat(ming.get(asked).body()).contains("|2|0|2|");
        // more than there is, in the server's own words
        var refused = ming.post(
                page("/goods"), Map.of("location", location.toString(), "sku", "CUP-" + tail, "units", "-30"));
        assertThat(refused.status()).isBetween(400, 499);
        assertThat(refused.body()).contains("CUP-" + tail);
        // neither the location nor the goods of another workspace
        assertThat(theirs.post(theirPage("/goods"), change).status()).isBetween(400, 499);
        assertThat(theirs.get(theirPage("/goods?sku=cup-" + tail + "&channel=" + channel))
                        .status())
                .isNotEqualTo(200);
        assertThat(ming.get(asked).body()).contains("|2|0|2|");
    }

    @Test
    void whoMayNotChangeStockDoesNotByAPlugin() {
        Shop goods = new Shop(context, stage, shop);
        String tail = Stage.tail();
        UUID location = goods.location("M" + tail, "330106", 1);
        goods.stock(goods.goods("MUG-" + tail, 5_000), location, 10);
        var auditor = stage.member(shop, "Ada", "auditor", stage.top(shop));
        ming.post(
                "/w/" + shop.slug() + "/plugins/mirror/roles",
                Map.of("given", stage.role(shop, "auditor").id() + " mirror.use"));
        assertThat(stage.browser(auditor)
                        .post(
                                page("/goods"),
                                Map.of("location", location.toString(), "sku", "MUG-" + tail, "units", "1"))
                        .status())
                .isBetween(403, 422);
        assertThat(Stage.<Long>one(
                        "select sum(on_hand)::bigint from core.stock_level where tenant_id = ? and location_id = ?",
                        shop.tenant().value(),
                        location))
                .isEqualTo(10L);
    }

    @Test
    void ordersOfAChannelAreStoredOnceAndHeldIfSomethingIsWrong() {
        Shop goods = new Shop(context, stage, shop);
        String tail = Stage.tail();
        goods.stock(goods.goods("TEA-" + tail, 5_000), goods.location("T" + tail, "330106", 1), 10);
        String channel = goods.channel("shop" + tail).toString();
        var order = Map.of("channel", channel, "number", "A1", "sku", "TEA-" + tail, "units", "2");
        assertThat(ming.post(page("/orders"), order).body()).endsWith("|new|free");
        assertThat(ming.post(page("/orders"), order).body()).endsWith("|known|free");
        var unknown = Map.of("channel", channel, "number", "A2", "sku", "NOBODY-KNOWS", "units", "1");
        String held = ming.post(page("/orders"), unknown).body();
        assertThat(held).endsWith("|new|held");
        // in a transaction of the plugin that comes to nothing
        var late = Map.of("channel", channel, "number", "A3", "sku", "TEA-" + tail, "units", "1");
        assertThat(ming.post(page("/orders/late"), late).status()).isEqualTo(500);
        assertThat(Stage.all(
                        "select external_id || ' ' || source from core.sales_order where tenant_id = ? and channel_id = ?::uuid order by 1",
                        shop.tenant().value(),
                        channel))
                .containsExactly("A1 channel", "A2 channel");
        assertThat(ming.post(page("/orders/cancel"), Map.of("id", held.substring(0, held.indexOf('|'))))
                        .body())
                .isEqualTo("cancelled");
        assertThat(theirs.post(theirPage("/orders"), order).status()).isBetween(400, 499);
        var auditor = stage.member(shop, "Eve", "auditor", stage.top(shop));
        ming.post(
                "/w/" + shop.slug() + "/plugins/mirror/roles",
                Map.of("given", stage.role(shop, "auditor").id() + " mirror.use"));
        assertThat(stage.browser(auditor)
                        .post(
                                page("/orders"),
                                Map.of("channel", channel, "number", "A9", "sku", "TEA-" + tail, "units", "1"))
                        .status())
                .isBetween(403, 422);
    }

    @Test
    void ownEventsKeepTheirSchemaAndAreHeard() {
        assertThat(ming.post(page("/events"), Map.of("type", "sight.seen", "name", "Moon"))
                        .body())
                .isEqualTo("appended");
        assertThat(ming.post(page("/events"), Map.of("type", "sight.seen")).body())
                .isEqualTo("Event sight.seen: /name is missing.");
        assertThat(ming.post(page("/events"), Map.of("type", "sight.lost", "name", "Moon"))
                        .body())
                .isEqualTo("There is no events/sight.lost.json in the jar.");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Stage.all(
                                "select name from plugin_mirror.seen where tenant_id = ? and kind = 'heard'",
                                shop.tenant().value()))
                        .containsExactly("Moon"));
        assertThat(Stage.all(
                        "select type || ' ' || aggregate_type from core.event where tenant_id = ? and type like 'plugin.%'",
                        shop.tenant().value()))
                .containsExactly("plugin.mirror.sight.seen plugin.mirror.sight");
        // receivers may choose it where the plugin is used
        assertThat(ming.get("/w/" + shop.slug() + "/webhooks/new").body()).contains("plugin.mirror.sight.seen");
        Workspace without = stage.shop();
        assertThat(stage.browser(without.owner())
                        .get("/w/" + without.slug() + "/webhooks/new")
                        .body())
                .doesNotContain("plugin.mirror.sight.seen");
    }

    @Test
    void aPlaceMovesOnceFromWhereItWasSeen() {
        assertThat(ming.get(page("/cursor")).body()).isEqualTo("@0");
        assertThat(ming.post(page("/cursor"), Map.of("version", "0", "value", "page-1"))
                        .body())
                .isEqualTo("true");
        assertThat(ming.post(page("/cursor"), Map.of("version", "0", "value", "page-2"))
                        .body())
                .isEqualTo("false");
        assertThat(ming.get(page("/cursor")).body()).isEqualTo("page-1@1");
        assertThat(ming.post(page("/cursor"), Map.of("version", "1", "value", "late"))
                        .status())
                .isEqualTo(500);
        assertThat(ming.get(page("/cursor")).body()).isEqualTo("page-1@1");
        assertThat(theirs.get(theirPage("/cursor")).body()).isEqualTo("@0");
    }

    @Test
    void secretsAreSealedAndEachWorkspaceHasItsOwn() {
        ming.post(page("/secret"), Map.of("value", "first-secret"));
        ming.post(page("/secret"), Map.of("value", "very-secret"));
        assertThat(ming.get(page("/secret")).body()).isEqualTo("very-secret");
        assertThat(theirs.get(theirPage("/secret")).body()).isEqualTo("none");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.secret where tenant_id = ? and purpose = 'plugin.mirror.vault'",
                        shop.tenant().value()))
                .isEqualTo(1L);
        ming.post(page("/secret"), Map.of("value", "forget"));
        assertThat(ming.get(page("/secret")).body()).isEqualTo("none");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.secret where tenant_id = ? and purpose = 'plugin.mirror.vault'",
                        shop.tenant().value()))
                .isZero();
    }

    @Test
    void tokensAreCountedForEachWorkspace() {
        for (String answer : List.of("taken", "taken", "taken", "wait")) {
            assertThat(ming.post(page("/take"), Map.of("tokens", "3")).body()).isEqualTo(answer);
        }
        assertThat(theirs.post(theirPage("/take"), Map.of("tokens", "3")).body())
                .isEqualTo("taken");
    }

    @Test
    void moneyIsSplitToTheLastUnit() {
        assertThat(Money.of(100, "CNY").split(1, 1, 1))
                .containsExactly(Money.of(34, "CNY"), Money.of(33, "CNY"), Money.of(33, "CNY"));
        assertThat(Money.of(-101, "CNY").split(0, 1, 3))
                .containsExactly(Money.of(0, "CNY"), Money.of(-25, "CNY"), Money.of(-76, "CNY"));
        assertThat(Money.of(Long.MAX_VALUE, "CNY").split(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2).stream()
                        .mapToLong(Money::minor)
                        .sum())
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> Money.of(1, "CNY").plus(Money.of(1, "EUR"))).hasMessageContaining("CNY and EUR");
        assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "CNY").plus(Money.of(1, "CNY")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of(1, "CNY").split(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Money.of(1, "XX")).isInstanceOf(IllegalArgumentException.class);
    }

    private Stream<PublishedService<?>> services() {
        return context.<PublishedService<?>>getBeanProvider(ResolvableType.forClass(PublishedService.class)).stream();
    }

    /** The names that {@code plugin.uses} takes: what the verifier knows is what the server has, under the same interface. */
    @Test
    void theVerifierAndTheServerKnowTheSameServices() throws IOException {
        Map<String, String> offered = services()
                .collect(Collectors.toMap(PublishedService::name, s -> s.type().getName()));
        Map<String, String> listed = new String(
                        java.nio.file.Files.readAllBytes(io.storelane.support.TestStack.root()
                                .resolve("plugins/plugin-tool/src/main/resources/io/storelane/plugin/tool/uses.txt")),
                        StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        assertThat(offered).isEqualTo(listed);
    }

    /** A plugin whose constructor asks for one that it has not declared does not start: tried for each of them. */
    @Test
    void noneIsHandedOutThatIsNotDeclared() {
        List<String> all = services().map(PublishedService::name).sorted().toList();
        var answer = PluginJar.mirror("1.9.0").with("plugin.uses", "settings").install();
        assertThat(answer.statusCode()).isEqualTo(422);
        for (String[] one : new String[][] {
            {"GoodsPage", "products.read", "Catalogue"},
            {"GoodsPage", "stock.read", "StockBook"},
            {"GoodsPage", "stock.write", "StockChanges"},
            {"EventsPage", "events", "EventLog"},
            {"IntakePage", "orders.write", "OrderIntake"},
            {"ToolsPage", "cursors", "Cursors"},
            {"ToolsPage", "secrets", "Vault"},
            {"ToolsPage", "limiter", "RateLimiter"},
            {"DeskPage", "files", "FileShelf"},
            {"DeskPage", "jobs", "JobDesk"},
            {"DeskPage", "members.read", "MemberBook"},
            {"DeskPage", "notifications", "Notifier"},
            {"ConnectPage", "oauth", "OAuth"}
        }) {
            String uses = all.stream().filter(name -> !name.equals(one[1])).collect(Collectors.joining(", "));
            var refused = PluginJar.mirror("1.9.0").with("plugin.uses", uses).install();
            assertThat(refused.statusCode()).as(one[1]).isEqualTo(422);
            assertThat(refused.body()).contains(one[2]);
        }
        assertThat(ming.get(page("/cursor")).status()).isEqualTo(200);
    }
}
