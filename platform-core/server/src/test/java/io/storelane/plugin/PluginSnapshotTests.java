package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.customer.CustomerDetails;
import io.storelane.customer.Customers;
import io.storelane.order.Orders;
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
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Plugins with a view of their own of what the server keeps: brought as a whole, then kept up by events. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginSnapshotTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final Customers customers;

    @Autowired
    PluginSnapshotTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        customers = context.getBean(Customers.class);
    }

    @BeforeAll
    void install() {
        PluginJar.mirror("1.0.0").installAnew();
    }

    @AfterAll
    void remove() {
        PluginJar.remove("mirror");
    }

    private UUID customer(Workspace shop, String name) {
        return stage.as(
                shop.owner(),
                shop,
                () -> customers.add(new CustomerDetails("person", name, "13800138000", "", "", stage.top(shop))));
    }

    /** Many at once, past the door: what is in there is not of interest. */
    private static void many(Workspace shop, int count) {
        Stage.all("""
                insert into core.customer (tenant_id, id, kind, name, phone, email, id_number, node_id, org_path, created_at)
                select t.id, gen_random_uuid(), 'person', 'Number ' || i, '', '', '', n.id, n.path, now()
                from platform.tenant t join core.org_node n on n.tenant_id = t.id and n.path = '/', generate_series(1, ?) i
                where t.id = ? returning 1""", count, shop.tenant().value());
    }

    private Browser enabled(Workspace shop) {
        Browser ming = stage.browser(shop.owner());
        assertThat(ming.post("/w/" + shop.slug() + "/plugins/mirror/enable", Map.of())
                        .status())
                .isEqualTo(302);
        return ming;
    }

    private static List<String> seen(Workspace shop, String kind) {
        return Stage.all(
                        "select name from plugin_mirror.seen where tenant_id = ? and kind = ? order by name",
                        shop.tenant().value(),
                        kind)
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private static void done(Workspace shop, Duration most) {
        Awaitility.await()
                .atMost(most)
                .untilAsserted(() -> assertThat(Stage.all(
                                "select state from core.plugin_snapshot where tenant_id = ? order by name",
                                shop.tenant().value()))
                        .containsExactly("done", "done"));
    }

    @Test
    void whatWasThereIsBroughtAndEventsFollow() {
        Workspace shop = stage.shop();
        customer(shop, "Ann");
        Shop goods = new Shop(context, stage, shop);
        goods.stock(goods.goods("CUP", 5_000), goods.location("L", "330106", 1), 10);
        var order = Shop.order(Source.MANUAL, goods.channel("web"), "", List.of(Shop.line("CUP", 2)));
        String number = ((Placement.Placed) stage.as(
                        shop.owner(), shop, () -> context.getBean(Orders.class).place(order)))
                .number();
        Workspace other = stage.shop();
        customer(other, "Of another");
        enabled(shop);
        done(shop, Duration.ofSeconds(20));
        assertThat(seen(shop, "customer")).containsExactly("Ann");
        assertThat(seen(shop, "order")).containsExactly(number + " 10000 allocated CUP");
        assertThat(seen(other, "customer")).isEmpty();
        customer(shop, "Bob");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen(shop, "customer")).containsExactly("Ann", "Bob"));
    }

    @Test
    void eventsWaitForItAndWhatIsBuiltAnewAgrees() {
        Workspace shop = stage.shop();
        UUID ann = customer(shop, "Ann");
        customer(shop, "Refused");
        Browser ming = enabled(shop);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(Stage.all(
                                "select fault from core.plugin_snapshot where tenant_id = ? and name = 'customers'",
                                shop.tenant().value()))
                        .containsExactly("IllegalStateException"));
        customer(shop, "Bob");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Stage.<Long>one(
                                "select count(*) from core.plugin_delivery where tenant_id = ?",
                                shop.tenant().value())
                        > 0);
        assertThat(seen(shop, "customer")).isEmpty();
        assertThat(ming.get("/w/" + shop.slug() + "/plugins/mirror").body())
                .contains("it is tried again (IllegalStateException)");
        ming.post("/w/" + shop.slug() + "/plugins/mirror/settings", Map.of("takes", "all"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(seen(shop, "customer")).containsExactly("Ann", "Bob", "Refused"));
        done(shop, Duration.ofSeconds(20));
        // a row that has gone wrong, one that was lost, and one too many
        Stage.all(
                "update plugin_mirror.seen set name = 'Wrong', version = 0 where tenant_id = ? and id = ? returning 1",
                shop.tenant().value(),
                ann);
        Stage.all(
                "delete from plugin_mirror.seen where tenant_id = ? and name = 'Bob' returning 1",
                shop.tenant().value());
        Stage.all(
                "insert into plugin_mirror.seen (tenant_id, id, kind, name, version) values (?, gen_random_uuid(), 'customer', 'Gone', 1) returning 1",
                shop.tenant().value());
        assertThat(ming.post("/w/" + shop.slug() + "/plugins/mirror/rebuild", Map.of())
                        .status())
                .isEqualTo(302);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(seen(shop, "customer")).containsExactly("Ann", "Bob", "Refused"));
        assertThat(ming.get("/w/" + shop.slug() + "/plugins/mirror").body()).contains("3 brought");
    }

    @Test
    void itGoesOnWhereAServerDied() {
        Workspace shop = stage.shop();
        many(shop, 1_200);
        enabled(shop);
        done(shop, Duration.ofSeconds(60));
        // as a server leaves it that died after the first page, with what it had not written down
        Stage.all("""
                with first as (select id from core.customer where tenant_id = ? order by id limit 500)
                update core.plugin_snapshot s set state = 'reading', ended_at = null, things = 500, next_at = now(),
                  position = (select max(id::text) from first) where s.tenant_id = ? and s.name = 'customers' returning 1""", shop.tenant().value(), shop.tenant().value());
        Stage.all(
                "delete from plugin_mirror.seen where tenant_id = ? returning 1",
                shop.tenant().value());
        context.getBean(io.storelane.tenancy.ReadyMarks.class).mark(shop.tenant(), PluginCourier.QUEUE, Duration.ZERO);
        done(shop, Duration.ofSeconds(60));
        assertThat(seen(shop, "customer")).hasSize(700);
        assertThat(Stage.<Long>one(
                        "select things from core.plugin_snapshot where tenant_id = ? and name = 'customers'",
                        shop.tenant().value()))
                .isEqualTo(1_200L);
    }

    @Test
    void aViewOfWhatIsNotAskedForIsRefusedWithItsReason() {
        PluginJar.remove("mirror-two");
        var answer = PluginJar.mirror("1.0.0")
                .with("plugin.id", "mirror-two")
                .with("plugin.permissions", "mirror-two.use")
                .with(
                        "plugin.uses",
                        "settings, customers.read, customers.write, products.read, stock.read, stock.write, cursors, secrets, "
                                + "limiter, orders.write, events")
                .without("org/example/mirror/CustomersPage.class")
                .install();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("KnownOrders", "Add orders.read to plugin.uses");
    }

    @Test
    void customersAreChangedAsThePersonMay() {
        Workspace shop = stage.shop();
        Browser ming = enabled(shop);
        String base = "/w/" + shop.slug() + "/p/mirror/customers";
        String id =
                ming.post(base, Map.of("name", "Ann", "phone", "13800138000")).body();
        assertThat(ming.get(base + "/" + id).body()).startsWith("Ann|138****8000|[from-the-mirror]|email|");
        assertThat(ming.post(base + "/" + id + "/tag", Map.of("version", "0", "tag", "vip"))
                        .body())
                .isEqualTo("412 customer/changed-meanwhile");
        var passed = ming.post(base + "/" + id + "/tag", Map.of("version", "0", "tag", "let it pass"));
        assertThat(passed.status()).isEqualTo(412);
        assertThat(ming.get(base + "/" + id + "/full").body()).isEqualTo("13800138000");
        assertThat(Stage.all(
                        "select action from core.audit_entry where tenant_id = ? and action like 'customer.%' order by id",
                        shop.tenant().value()))
                .contains("customer.added", "customer.tagged", "customer.consented", "customer.unmasked");
        // of another workspace nothing is known
        Workspace other = stage.shop();
        UUID theirs = customer(other, "Of another");
        assertThat(ming.get(base + "/" + theirs).status()).isNotEqualTo(200);
        // who may see and not change
        var auditor = stage.member(shop, "Ada", "auditor", stage.top(shop));
        ming.post(
                "/w/" + shop.slug() + "/plugins/mirror/roles",
                Map.of("given", stage.role(shop, "auditor").id() + " mirror.use"));
        Browser ada = stage.browser(auditor);
        assertThat(ada.post(base, Map.of("name", "Not Ada's")).status()).isEqualTo(403);
        assertThat(seen(shop, "added")).containsExactly("Ann");
    }
}
