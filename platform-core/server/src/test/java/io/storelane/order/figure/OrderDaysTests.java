package io.storelane.order.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.customer.CustomerDetails;
import io.storelane.customer.Customers;
import io.storelane.metric.Metrics;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderPayments;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.problem.ProblemException;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** The sums of each day are those of a count over the orders, whatever happened to them and in whichever order it was heard of. */
class OrderDaysTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String KEPT = """
            select concat_ws(' ', day, node_id, channel_id, currency, orders, cancelled, sales, units, refunded, first_orders, repeat_orders)
            from core.order_day where tenant_id = ? and (orders, cancelled, sales, units, refunded, first_orders, repeat_orders)
              <> (0, 0, 0, 0, 0, 0, 0) order by 1""";

    private static final String COUNTED = """
            select concat_ws(' ', day, node_id, channel_id, currency, count(*), count(*) filter (where gone),
              coalesce(sum(total) filter (where not gone), 0), sum(units), sum(refunded),
              count(*) filter (where not gone and place = 1),
              count(*) filter (where not gone and place > 1))
            from (select (o.placed_at at time zone ?)::date as day, o.node_id, o.channel_id, o.currency, o.total, o.refunded,
                o.state = 'cancelled' as gone,
                (select sum(l.quantity - l.cancelled) from core.order_line l where l.tenant_id = o.tenant_id and l.order_id = o.id
                  and l.parent_id is null) as units,
                case when o.customer_id is null then 0
                  else row_number() over (partition by o.customer_id, o.state = 'cancelled' order by o.placed_at, o.id) end as place
              from core.sales_order o where o.tenant_id = ?) c
            group by day, node_id, channel_id, currency order by 1""";

    private final ApplicationContext context;
    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final Customers customers;
    private final OrderDays days;
    private final Metrics metrics;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Stage stage;

    @Autowired
    OrderDaysTests(
            ApplicationContext context,
            Orders orders,
            OrderChanges changes,
            OrderPayments payments,
            Customers customers,
            OrderDays days,
            Metrics metrics,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        this.context = context;
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.customers = customers;
        this.days = days;
        this.metrics = metrics;
        this.transaction = transactionTemplate;
        this.clock = clock;
        this.stage = new Stage(context);
    }

    private static List<@Nullable Object> kept(Workspace shop) {
        return Stage.all(KEPT, shop.tenant().value());
    }

    private static List<@Nullable Object> counted(Workspace shop, String zone) {
        return Stage.all(COUNTED, zone, shop.tenant().value());
    }

    private static void isCounted(Workspace shop, String zone) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(Stage.all(
                            "select complete from core.order_day_state where tenant_id = ?",
                            shop.tenant().value()))
                    .containsExactly(true);
            assertThat(kept(shop)).isNotEmpty().isEqualTo(counted(shop, zone));
        });
    }

    /** A workspace with two channels of two places and currencies, and three customers. */
    private final class Scene {

        private final Workspace workspace = stage.shop();
        private final Shop shop = new Shop(context, stage, workspace);
        private final List<UUID> channels = new ArrayList<>();
        private final List<UUID> buyers = new ArrayList<>();
        private final List<UUID> placed = new ArrayList<>();

        private Scene() {
            UUID top = stage.top(workspace);
            UUID branch = stage.node(workspace, top, "Branch");
            String path = Stage.one("select path from core.org_node where id = ?", branch);
            channels.add(shop.channel("web"));
            channels.add(shop.channel("store", branch, path));
            UUID mug = shop.goods("MUG", 1_500);
            UUID tenant = workspace.tenant().value();
            UUID euros = Ids.next();
            Stage.all("update core.channel set currency = 'EUR' where tenant_id = ? and code = 'store'", tenant);
            Stage.all(
                    "insert into core.price_list (tenant_id, id, name, currency) values (?, ?, 'euros', 'EUR')",
                    tenant,
                    euros);
            Stage.all(
                    "insert into core.price (tenant_id, price_list_id, variant_id, amount) values (?, ?, ?, 1300)",
                    tenant,
                    euros,
                    mug);
            shop.stock(mug, shop.location("NEAR", "330106", 1), 100_000);
            for (String name : List.of("Wang", "Li", "Zhao")) {
                buyers.add(act(() -> customers.add(new CustomerDetails("person", name, "", "", "", top))));
            }
        }

        private <T> T act(java.util.function.Supplier<T> work) {
            return java.util.Objects.requireNonNull(stage.as(workspace.owner(), workspace, work));
        }

        private void run(Runnable work) {
            stage.run(workspace.owner(), workspace, work);
        }

        private UUID place(int channel, @Nullable UUID buyer, Instant at, long units, boolean paid) {
            PlaceOrder usual = Shop.order(channels.get(channel), "MUG", units);
            var order = new PlaceOrder(
                    Source.API,
                    channels.get(channel),
                    "",
                    at,
                    "",
                    buyer,
                    usual.buyer(),
                    usual.shipTo(),
                    usual.invoice(),
                    usual.lines(),
                    List.of(),
                    0,
                    null,
                    false,
                    paid
                            ? List.of(new PlaceOrder.Payment("card", "", units * (channel == 0 ? 1_500 : 1_300), null))
                            : List.of(),
                    null,
                    List.of(),
                    "",
                    null);
            Placement placement = act(() -> orders.place(order));
            UUID id = ((Placement.Placed) placement).id();
            placed.add(id);
            return id;
        }

        private void step(Round round) {
            long choice = placed.isEmpty() ? 0 : round.number(0, 9);
            if (choice < 4) {
                round.step("place");
                Instant at = clock.instant().minus(Duration.ofHours(round.number(1, 120)));
                place(
                        (int) round.number(0, 1),
                        round.chance(30) ? null : round.oneOf(buyers),
                        at,
                        round.number(1, 5),
                        round.chance(50));
                return;
            }
            UUID order = round.oneOf(placed);
            try {
                if (choice < 6) {
                    round.step("cancel");
                    run(() -> changes.cancel(order, ""));
                } else if (choice < 8) {
                    round.step("cancel one unit");
                    UUID line = Stage.one("select id from core.order_line where order_id = ?", order);
                    run(() -> changes.cancelUnits(order, Map.of(line, 1L), ""));
                } else {
                    round.step("refund");
                    run(() -> payments.refund(order, new PlaceOrder.Payment("card", "", round.number(1, 2_000), null)));
                }
            } catch (ProblemException _) {
                round.step("  refused");
            }
        }
    }

    @Test
    void sumsAreThoseOfACountAfterAnyHistory() {
        Property.holds(2, round -> {
            Scene scene = new Scene();
            for (int i = 0; i < 40; i++) {
                scene.step(round);
                if (round.chance(10)) {
                    round.step("counted once more");
                    Scope.tenant(scene.workspace.tenant())
                            .run(() -> transaction.executeWithoutResult(_ -> days.count(scene.placed)));
                }
            }
            isCounted(scene.workspace, "UTC");
        });
    }

    @Test
    void aNewCountPutsRightWhateverTheSumsSay() {
        Scene scene = new Scene();
        Instant now = clock.instant();
        UUID order = scene.place(0, scene.buyers.getFirst(), now.minus(Duration.ofDays(1)), 3, true);
        scene.place(1, scene.buyers.getFirst(), now, 2, false);
        scene.run(() -> payments.refund(order, new PlaceOrder.Payment("card", "", 700, null)));
        isCounted(scene.workspace, "UTC");
        UUID tenant = scene.workspace.tenant().value();
        Stage.all("update core.order_day set sales = sales + 1, orders = 17 where tenant_id = ?", tenant);
        Stage.all("update core.order_counted set sales = 5 where tenant_id = ?", tenant);

        scene.run(metrics::countAnew);
        scene.place(0, null, now, 1, false); // beside it

        isCounted(scene.workspace, "UTC");
    }

    @Test
    void daysFollowTheZoneOfTheWorkspace() {
        Scene scene = new Scene();
        for (int hour = 0; hour < 24; hour += 3) {
            scene.place(0, null, clock.instant().minus(Duration.ofHours(hour)), 1, false);
        }
        isCounted(scene.workspace, "UTC");
        Stage.all(
                "update core.tenant_profile set time_zone = 'Asia/Kathmandu' where tenant_id = ?",
                scene.workspace.tenant().value());
        Scope.tenant(scene.workspace.tenant()).run(() -> transaction.executeWithoutResult(_ -> days.zoneChanged()));
        isCounted(scene.workspace, "Asia/Kathmandu");
    }

    /** The first order that is not cancelled makes a customer a new one, also if it is heard of last. */
    @Test
    void anEarlierOrderOrALateCancellationMakesAnotherOrderTheFirst() {
        Scene scene = new Scene();
        UUID buyer = scene.buyers.getFirst();
        Instant now = clock.instant();
        UUID second = scene.place(0, buyer, now.minus(Duration.ofDays(2)), 1, false);
        scene.place(0, buyer, now, 1, false);
        isCounted(scene.workspace, "UTC");
        UUID first = scene.place(0, buyer, now.minus(Duration.ofDays(4)), 1, false);
        isCounted(scene.workspace, "UTC");
        scene.run(() -> changes.cancel(first, "late"));
        isCounted(scene.workspace, "UTC");
        assertThat(Stage.all(
                        "select order_id from core.order_counted where tenant_id = ? and first",
                        scene.workspace.tenant().value()))
                .containsExactly(second);
    }
}
