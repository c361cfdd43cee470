package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.Reservations;
import io.storelane.order.Placement.Placed;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Units that are held for orders which nobody pays. */
class OrderExpiryTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Orders orders;

    @Autowired
    OrderPayments payments;

    @Autowired
    OrderChanges changes;

    @Autowired
    OrderSettings settings;

    @Autowired
    OrderExpiry expiry;

    @Autowired
    ReadyMarks marks;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID channel;
    private UUID mug;

    @BeforeEach
    void aShopThatHoldsUnitsForHalfAnHour() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 100);
        set(30);
    }

    private void set(@Nullable Integer minutes) {
        stage.run(
                workspace.owner(),
                workspace,
                () -> settings.change(new OrderSettings.Values(
                        minutes, 0, false, settings.current().version())));
    }

    private UUID placed(@Nullable Integer minutes, List<PlaceOrder.Payment> paid) {
        PlaceOrder plain = Shop.order(channel, "MUG", 2);
        PlaceOrder order = new PlaceOrder(
                plain.source(),
                plain.channelId(),
                "",
                null,
                "",
                null,
                plain.buyer(),
                plain.shipTo(),
                plain.invoice(),
                plain.lines(),
                List.of(),
                0,
                null,
                false,
                paid,
                null,
                List.of(),
                "",
                minutes);
        return ((Placed) stage.as(workspace.owner(), workspace, () -> orders.place(order))).id();
    }

    private UUID unpaid() {
        return placed(null, List.of());
    }

    private Orders.Whole read(UUID id) {
        return stage.as(workspace.owner(), workspace, () -> orders.order(id));
    }

    private @Nullable Instant until(UUID id) {
        return read(id).held().stream()
                .filter(h -> h.state().equals("held"))
                .map(HeldUnits::expiresAt)
                .map(Optional::ofNullable)
                .findFirst()
                .orElseThrow()
                .orElse(null);
    }

    private void pay(UUID id) {
        stage.run(workspace.owner(), workspace, () -> payments.pay(id, new PlaceOrder.Payment("cash", "", 100, null)));
    }

    /** Lets the time of all reservations of the workspace pass. */
    private void later() {
        Stage.all(
                "update core.reservation set expires_at = now() - interval '1 second'"
                        + " where expires_at is not null and tenant_id = ?",
                workspace.tenant().value());
    }

    private Optional<Duration> turn(OrderExpiry worker) {
        return Scope.tenant(workspace.tenant()).call(worker::turn);
    }

    private long reserved() {
        return shop.number("select sum(reserved) from core.stock_level");
    }

    private long lost(UUID order) {
        return shop.number(
                "select count(*) from core.event where type = 'order.units_lost' and aggregate_id = ?", order);
    }

    private void everyUnitIsExplained() {
        assertThat(reserved())
                .isEqualTo(shop.number("select sum(reserved) from core.stock_move"))
                .isEqualTo(shop.number("select coalesce(sum(quantity), 0) from core.reservation where state = 'held'"))
                .isEqualTo(shop.number("select sum(reserved) from core.order_line"));
    }

    @Test
    void unitsOfAnOrderThatIsNotPaidInTimeGoBackAndItsLineIsShort() {
        UUID order = unpaid();
        assertThat(until(order))
                .isBetween(Instant.now().plusSeconds(1_700), Instant.now().plusSeconds(1_800));
        assertThat(turn(expiry)).hasValueSatisfying(wait -> assertThat(wait).isPositive());
        assertThat(reserved()).isEqualTo(2);
        later();

        turn(expiry);

        Orders.Whole whole = read(order);
        assertThat(reserved()).isZero();
        assertThat(whole.order().held()).isTrue();
        assertThat(whole.order().fulfilment()).isEqualTo(FulfilmentState.UNALLOCATED);
        assertThat(whole.lines())
                .singleElement()
                .satisfies(l -> assertThat(l.missing()).isEqualTo(2));
        assertThat(whole.tasks()).singleElement().satisfies(t -> {
            assertThat(t.fault()).isEqualTo("SHORT");
            assertThat(t.detail()).contains("expired");
        });
        assertThat(whole.entries()).last().satisfies(e -> {
            assertThat(e.kind()).isEqualTo("units_lost");
            assertThat(e.actorName()).isEqualTo("Storelane");
        });
        assertThat(lost(order)).isOne();
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.units_lost'"))
                .isOne();
        assertThat(stage.browser(workspace.owner())
                        .get("/w/" + workspace.slug() + "/orders/" + order)
                        .body())
                .contains("2 units of MUG went back to stock", "2 units were held too long");
        everyUnitIsExplained();
        assertThat(turn(expiry)).isEmpty();
    }

    @Test
    void whoPaysLateLooksForTheUnitsAgainAndKeepsThem() {
        UUID order = unpaid();
        later();
        turn(expiry);

        pay(order);
        stage.run(workspace.owner(), workspace, () -> changes.allocate(order));

        assertThat(until(order)).isNull();
        assertThat(read(order).tasks()).allMatch(t -> t.state().equals("done"));
        everyUnitIsExplained();
    }

    @Test
    void unitsThatAreFoundForAnUnpaidOrderAreHeldForATimeToo() {
        UUID order = unpaid();
        later();
        turn(expiry);

        stage.run(workspace.owner(), workspace, () -> changes.allocate(order));

        assertThat(until(order)).isAfter(Instant.now());
    }

    @Test
    void aPaymentEndsTheWaiting() {
        UUID order = unpaid();
        pay(order);
        assertThat(until(order)).isNull();
        later();
        turn(expiry);
        assertThat(reserved()).isEqualTo(2);
    }

    @Test
    void whatALocationWorksOnIsKept() {
        UUID order = unpaid();
        Stage.all("update core.sales_order set fulfilment_state = 'in_work' where id = ?", order);
        later();
        turn(expiry);
        assertThat(reserved()).isEqualTo(2);
        assertThat(until(order)).isNull();
    }

    @Test
    void anOrderMayBeHeldForATimeOfItsOwnAndAPaidOneForEver() {
        assertThat(until(placed(5, List.of()))).isBefore(Instant.now().plusSeconds(301));
        assertThat(until(placed(0, List.of()))).isNull();
        assertThat(until(placed(null, List.of(new PlaceOrder.Payment("cash", "", 3_000, null)))))
                .isNull();
        set(null);
        assertThat(until(unpaid())).isNull();
        assertThat(until(placed(5, List.of()))).isNotNull();
    }

    @Test
    void theSweepFindsWhatIsDue() {
        UUID order = unpaid();
        later();

        marks.repair();

        await().atMost(Duration.ofSeconds(30)).until(() -> lost(order) == 1);
        assertThat(reserved()).isZero();
    }

    @Test
    void twoServersThatLookAtOnceGiveEachUnitBackOnce() throws Exception {
        List<UUID> placed = Stream.generate(this::unpaid).limit(20).toList();
        later();
        try (OrderExpiry other = another()) {
            Stage.together(List.of(
                    (Callable<Optional<Duration>>) () -> turn(expiry),
                    () -> turn(other),
                    () -> turn(expiry),
                    () -> turn(other)));
        }
        turn(expiry);

        assertThat(placed).allMatch(order -> lost(order) == 1);
        assertThat(reserved()).isZero();
        everyUnitIsExplained();
    }

    private OrderExpiry another() {
        return new OrderExpiry(
                context.getBean(Reservations.class),
                context.getBean(OrderStock.class),
                context.getBean(TransactionTemplate.class),
                context.getBean(Clock.class),
                marks);
    }

    @Test
    void aPaymentComesBeforeTheEndOrAfterItAndNeverBetween() throws Exception {
        List<UUID> placed = Stream.generate(this::unpaid).limit(12).toList();
        later();
        List<Callable<Boolean>> work = new ArrayList<>();
        placed.forEach(order -> work.add(Stage.attempt(() -> pay(order))));
        work.add(() -> turn(expiry).isPresent());
        work.add(() -> turn(expiry).isPresent());

        Stage.together(work);
        turn(expiry);

        for (UUID order : placed) {
            Orders.Whole whole = read(order);
            assertThat(whole.order().payment()).isEqualTo(PaymentState.PARTLY_PAID);
            boolean kept = whole.lines().getFirst().reserved() == 2;
            assertThat(lost(order)).isEqualTo(kept ? 0 : 1);
            assertThat(whole.order().held()).isEqualTo(!kept);
            if (kept) {
                assertThat(until(order)).isNull();
            }
        }
        everyUnitIsExplained();
    }

    @Test
    void settingsAreCheckedAndNotLost() {
        for (int wrong : List.of(0, 525_601)) {
            assertThatThrownBy(() -> set(wrong))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.faults())
                                    .extracting(Fault::code)
                                    .containsExactly(OrderProblem.BAD_HOLD_TIME));
        }
        Stage.refused(
                OrderProblem.SETTINGS_CHANGED,
                () -> stage.run(
                        workspace.owner(), workspace, () -> settings.change(new OrderSettings.Values(9, 0, false, 0))));
        assertThat(settings(workspace).holdMinutes()).isEqualTo(30);
        assertThat(settings(stage.shop()).holdMinutes()).isNull();
    }

    private OrderSettings.Values settings(Workspace of) {
        return stage.as(of.owner(), of, settings::shown);
    }
}
