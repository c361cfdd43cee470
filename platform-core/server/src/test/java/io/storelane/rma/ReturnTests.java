package io.storelane.rma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.AccessProblem;
import io.storelane.order.OrderPayments;
import io.storelane.order.OrderProblem;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.problem.ProblemException;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Returns from their request to their end. */
class ReturnTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Returns returns;

    @Autowired
    ReturnGoods goods;

    @Autowired
    ReturnMoney money;

    @Autowired
    ReturnList list;

    @Autowired
    ReturnSettings settings;

    @Autowired
    Orders orders;

    @Autowired
    OrderPayments payments;

    private SoldOrders sold;

    @BeforeEach
    void aShopThatSold() {
        sold = new SoldOrders(context);
    }

    private Orders.Whole read(Orders.Whole order) {
        return sold.asOwner(() -> orders.order(order.order().id()));
    }

    private static UUID line(Orders.Whole order, int index) {
        return order.lines().get(index).id();
    }

    private long onHand(UUID variant) {
        return sold.shop.number("select on_hand from core.stock_level where variant_id = ?", variant);
    }

    @Test
    void aReturnGoesFromItsRequestToItsRefund() {
        UUID mug = sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(450, 800, 4_850, Shop.line("MUG", 3));
        UUID line = line(order, 0);

        UUID id = sold.requested(order, "refund", Map.of(line, 2L));
        assertThat(read(order).order().aftersales()).isEqualTo("requested");
        assertThat(sold.read(id).dueAt()).isNotNull();
        sold.approve(id);
        assertThat(read(order).order().aftersales()).isEqualTo("in_work");
        assertThat(sold.read(id).dueAt()).isNull();
        sold.receive(id, Map.of(line, 1L), false);
        assertThat(sold.read(id).isPartlyReceived()).isTrue();
        assertThat(onHand(mug)).isEqualTo(7);
        sold.receive(id, Map.of(line, 1L), false);
        assertThat(sold.read(id).state()).isEqualTo(ReturnState.RECEIVED);
        assertThat(read(order).lines().getFirst().returned()).isEqualTo(2);
        sold.inspect(id, line, 1, 1);
        assertThat(sold.read(id).state()).isEqualTo(ReturnState.INSPECTED);
        assertThat(onHand(mug)).isEqualTo(8);
        assertThat(sold.shop.number(
                        "select count(*) from core.stock_move where reason = 'return' and reference_id = ?", id))
                .isOne();

        // two thirds of 4500 less the discount
        assertThat(sold.most(id)).isEqualTo(new ReturnMoney.Most(2_700, 800));
        sold.refund(id, 2_700, 800);

        ReturnView closed = sold.read(id);
        assertThat(closed.state()).isEqualTo(ReturnState.CLOSED);
        assertThat(closed.refunded()).isEqualTo(2_700);
        assertThat(closed.shippingRefunded()).isEqualTo(800);
        Orders.Whole after = read(order);
        assertThat(after.order().aftersales()).isEqualTo("closed");
        assertThat(after.order().refunded()).isEqualTo(3_500);
        assertThat(after.entries()).extracting("kind").contains("return_requested", "returned", "return_closed");
        assertThat(Stage.all("select type from core.event where aggregate_id = ? order by seq", id))
                .hasToString("[rma.requested, rma.approved, rma.received, rma.received, rma.inspected, rma.refunded,"
                        + " rma.closed]");
        assertThat(sold.shop.number("select count(*) from core.audit_entry where target_id = ?", id.toString()))
                .isEqualTo(7);
        assertThat(sold.broken()).isEqualTo("[]");
    }

    @Test
    void theListByDueTimeGoesByItsIndex() throws SQLException {
        try (Connection admin = TestStack.get().admin();
                Statement statement = admin.createStatement()) {
            // a small table is read in whole, so what goes by an index is seen only where nothing else is left
            statement.execute("set enable_seqscan = off; set enable_sort = off; set enable_bitmapscan = off");
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = statement.executeQuery("""
                    explain select r.id from core.rma r where r.tenant_id = '%s' and (%s, r.id) > (now(), '%s') order by %s, r.id limit 51""".formatted(
                            sold.workspace.tenant().value(), ReturnList.DUE, UUID.randomUUID(), ReturnList.DUE))) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            assertThat(plan).contains("rma_due_last", "Index Cond").doesNotContain("Sort", "Filter");
        }
    }

    @Test
    void noMoreComesBackThanWasShipped() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.placed(0, 0, 4_500, Shop.line("MUG", 3));
        UUID line = line(order, 0);
        Stage.refused(RmaProblem.MORE_THAN_SHIPPED, () -> sold.requested(order, "refund", Map.of(line, 1L)));
        sold.deliver(order);

        Stage.refused(RmaProblem.MORE_THAN_SHIPPED, () -> sold.requested(order, "refund", Map.of(line, 4L)));
        Stage.refused(
                RmaProblem.MORE_THAN_SHIPPED, () -> sold.requested(order, "refund", Map.of(line, Long.MAX_VALUE)));
        UUID first = sold.requested(order, "refund", Map.of(line, 2L));
        assertThatThrownBy(() -> sold.requested(order, "refund", Map.of(line, 2L)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.faults().getFirst().path()).isEqualTo("/lines/0/quantity");
                    assertThat(e.args()).containsExactly("MUG", 1L);
                });

        // what is refused or withdrawn can be asked for again, and so can what never came
        sold.run(() -> returns.refuse(first, "Used"));
        UUID second = sold.requested(order, "refund", Map.of(line, 3L));
        sold.run(() -> returns.withdraw(second, ""));
        UUID third = sold.requested(order, "refund", Map.of(line, 3L));
        sold.approve(third);
        sold.receive(third, Map.of(line, 1L), true);
        assertThat(sold.read(third).missing()).isEqualTo(2);
        assertThat(sold.requested(order, "refund", Map.of(line, 2L))).isNotNull();
        Stage.refused(RmaProblem.MORE_THAN_SHIPPED, () -> sold.requested(order, "refund", Map.of(line, 1L)));
        assertThat(sold.broken()).isEqualTo("[]");
    }

    @Test
    void afterTheLimitItTakesSomebodyWhoMayAndAReason() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 0, 4_500, Shop.line("MUG", 3));
        UUID line = line(order, 0);
        sold.deliveredDaysAgo(order.order().id(), 8);
        Person agent = sold.stage.member(sold.workspace, "Ann", "service_agent", sold.stage.top(sold.workspace));

        Stage.refused(RmaProblem.TOO_LATE, () -> sold.requested(order, "refund", Map.of(line, 1L)));
        RequestReturn late = SoldOrders.request(order, "refund", Map.of(line, 1L), "Goodwill");
        Stage.refused(
                AccessProblem.NOT_ALLOWED, () -> sold.stage.run(agent, sold.workspace, () -> returns.request(late)));
        UUID id = sold.asOwner(() -> returns.request(late));
        assertThat(sold.read(id).overrideReason()).isEqualTo("Goodwill");

        sold.run(() -> settings.change(new ReturnSettings.Values(30, 24, 0)));
        UUID other = sold.asOwner(() -> returns.request(late));
        assertThat(sold.read(other).overrideReason()).isEmpty();
        sold.run(() -> settings.change(new ReturnSettings.Values(null, 24, 1)));
        sold.deliveredDaysAgo(order.order().id(), 5_000);
        assertThat(sold.requested(order, "refund", Map.of(line, 1L))).isNotNull();
        Stage.refused(
                RmaProblem.SETTINGS_CHANGED, () -> sold.run(() -> settings.change(new ReturnSettings.Values(1, 1, 1))));
    }

    @Test
    void whatOnlyLeftHasNoLimitYet() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.placed(0, 0, 1_500, Shop.line("MUG", 1));
        sold.ship(order, false);
        sold.run(() -> settings.change(new ReturnSettings.Values(0, 24, 0)));
        assertThat(sold.requested(order, "refund", Map.of(line(order, 0), 1L))).isNotNull();
    }

    @Test
    void partsOfALineAddUpToWhatItCost() {
        sold.goods("TEA", 333, 10);
        sold.goods("CUP", 101, 10);
        // 999 for the tea and 303 for the cups, less 100: nothing divides evenly
        Orders.Whole order = sold.delivered(100, 0, 1_202, Shop.line("TEA", 3), Shop.line("CUP", 3));
        long given = 0;
        for (int i = 0; i < 3; i++) {
            UUID id = sold.received(order, "refund", Map.of(line(order, 0), 1L, line(order, 1), 1L));
            long most = sold.most(id).goods();
            Stage.refused(RmaProblem.REFUND_TOO_LARGE, () -> sold.refund(id, most + 1, 0));
            sold.refund(id, most - 5, 0);
            assertThat(sold.most(id).goods()).isEqualTo(5);
            sold.refund(id, 5, 0);
            given += most;
        }
        assertThat(given).isEqualTo(1_202);
        assertThat(read(order).order().refundable()).isZero();
        assertThat(sold.broken()).isEqualTo("[]");
    }

    @Test
    void noMoreGoesBackThanWasPaid() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole unpaid = sold.delivered(0, 0, 0, Shop.line("MUG", 1));
        Orders.Whole half = sold.delivered(0, 1_000, 2_000, Shop.line("MUG", 2));
        UUID nothing = sold.received(unpaid, "refund", Map.of(line(unpaid, 0), 1L));
        UUID some = sold.received(half, "refund", Map.of(line(half, 0), 2L));

        assertThat(sold.most(nothing)).isEqualTo(new ReturnMoney.Most(0, 0));
        Stage.refused(RmaProblem.REFUND_TOO_LARGE, () -> sold.refund(nothing, 1, 0));
        // 2000 of 4000 were paid: half of the mugs and half of the shipping
        assertThat(sold.most(some)).isEqualTo(new ReturnMoney.Most(1_500, 500));
        Stage.refused(RmaProblem.SHIPPING_TOO_LARGE, () -> sold.refund(some, 0, 501));
        sold.run(() -> payments.refund(half.order().id(), new PlaceOrder.Payment("bank", "by hand", 1_000, null)));
        assertThat(sold.most(some)).isEqualTo(new ReturnMoney.Most(1_000, 500));
        Stage.refused(OrderProblem.REFUND_TOO_LARGE, () -> sold.refund(some, 1_000, 500));
        sold.refund(some, 1_000, 0);
        assertThat(read(half).order().refundable()).isZero();
    }

    @Test
    void theComponentsOfABundleComeBackWithTheirPartOfItsMoney() {
        UUID pot = sold.goods("POT", 3_000, 5);
        UUID cup = sold.goods("CUP", 500, 20);
        UUID set = sold.shop.variant("SET", "bundle", 1_001);
        sold.shop.component(set, pot, 1);
        sold.shop.component(set, cup, 4);
        Orders.Whole order = sold.delivered(0, 0, 2_002, Shop.line("SET", 2));
        UUID bundle = line(order, 0);
        UUID cups = order.lines().stream()
                .filter(l -> l.sku().equals("CUP"))
                .findFirst()
                .orElseThrow()
                .id();

        UUID whole = sold.requested(order, "refund", Map.of(bundle, 1L));
        assertThat(sold.read(whole).lines())
                .extracting(ReturnView.Line::sku, ReturnView.Line::quantity)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("POT", 1L), org.assertj.core.groups.Tuple.tuple("CUP", 4L));
        sold.approve(whole);
        Map<UUID, Long> all = new java.util.HashMap<>();
        sold.read(whole).lines().forEach(l -> all.put(l.lineId(), l.quantity()));
        sold.receive(whole, all, false);
        assertThat(read(order).lines().getFirst().returned()).isOne();
        assertThat(sold.most(whole).goods()).isBetween(1_000L, 1_001L);
        sold.refund(whole, sold.most(whole).goods(), 0);

        UUID three = sold.received(order, "refund", Map.of(cups, 3L));
        assertThat(sold.most(three).goods()).isBetween(600L, 601L);
        Stage.refused(RmaProblem.MORE_THAN_SHIPPED, () -> sold.requested(order, "refund", Map.of(bundle, 1L)));
        UUID rest = sold.requested(order, "refund", rest(order));
        sold.approve(rest);
        sold.receive(rest, rest(order), false);
        long left = sold.most(three).goods() + sold.most(rest).goods();
        sold.refund(three, sold.most(three).goods(), 0);
        sold.refund(rest, sold.most(rest).goods(), 0);
        assertThat(left).isEqualTo(2_002 - sold.read(whole).refunded());
        assertThat(read(order).order().refundable()).isZero();
        assertThat(sold.broken()).isEqualTo("[]");
    }

    /** The last pot and the last cup of two sets. */
    private static Map<UUID, Long> rest(Orders.Whole order) {
        Map<UUID, Long> rest = new java.util.HashMap<>();
        order.lines().stream().filter(l -> l.parentId() != null).forEach(l -> rest.put(l.id(), 1L));
        return rest;
    }

    @Test
    void moneyAndReplacementsTogetherAreNeverMoreThanWasSold() {
        sold.goods("MUG", 1_500, 20);
        Orders.Whole first = sold.delivered(0, 0, 3_000, Shop.line("MUG", 2));
        UUID swapped = sold.received(first, "exchange", Map.of(line(first, 0), 2L));
        sold.run(() -> payments.refund(first.order().id(), new PlaceOrder.Payment("bank", "all of it", 3_000, null)));
        Stage.refused(RmaProblem.MONEY_BACK, () -> exchange(swapped, List.of()));
        assertThat(exchange(swapped, List.of(new ReturnMoney.Replacement("MUG", 2, 1_500L))))
                .isNotNull();

        Orders.Whole second = sold.delivered(0, 0, 3_000, Shop.line("MUG", 2));
        exchange(sold.received(second, "exchange", Map.of(line(second, 0), 1L)), List.of());
        assertThat(read(second).order().refundable()).isEqualTo(1_500);
        Stage.refused(
                OrderProblem.REFUND_TOO_LARGE,
                () -> sold.run(() ->
                        payments.refund(second.order().id(), new PlaceOrder.Payment("bank", "too much", 1_501, null))));

        // what went back for goods is not owed again
        Orders.Whole third = sold.delivered(0, 0, 3_000, Shop.line("MUG", 2));
        sold.refund(sold.received(third, "refund", Map.of(line(third, 0), 1L)), 1_500, 0);
        assertThat(read(third).order().due()).isZero();
        assertThat(read(third).order().credited()).isEqualTo(1_500);
    }

    @Test
    void moneyOfAnOrderThatWasChangedMeanwhileIsNotRecordedTwice() {
        sold.goods("MUG", 1_500, 20);
        Orders.Whole order = sold.delivered(0, 0, 3_000, Shop.line("MUG", 2));
        UUID id = order.order().id();
        long seen = read(order).order().version();
        sold.run(() -> payments.refund(id, seen, new PlaceOrder.Payment("bank", "", 1_000, null)));
        Stage.refused(
                OrderProblem.CHANGED_MEANWHILE,
                () -> sold.run(() -> payments.refund(id, seen, new PlaceOrder.Payment("bank", "", 1_000, null))));
        assertThat(read(order).order().refunded()).isEqualTo(1_000);
    }

    @Test
    void anExchangeIsANewOrderForNothing() {
        UUID mug = sold.goods("MUG", 1_500, 10);
        sold.goods("BLUE", 1_700, 1);
        Orders.Whole order = sold.delivered(0, 0, 4_500, Shop.line("MUG", 3));
        UUID line = line(order, 0);
        UUID id = sold.requested(order, "exchange", Map.of(line, 2L));
        sold.approve(id);
        Stage.refused(RmaProblem.NOT_EXCHANGEABLE, () -> exchange(id, List.of()));
        sold.receive(id, Map.of(line, 2L), false);
        sold.inspect(id, line, 0, 2);

        Stage.refused(
                RmaProblem.MORE_THAN_RETURNED,
                () -> exchange(id, List.of(new ReturnMoney.Replacement("MUG", 3, null))));
        Stage.refused(OrderProblem.SHORT, () -> exchange(id, List.of(new ReturnMoney.Replacement("BLUE", 2, null))));
        Stage.refused(
                OrderProblem.UNKNOWN_SKU, () -> exchange(id, List.of(new ReturnMoney.Replacement("NOPE", 1, null))));
        assertThat(sold.read(id).exchangeOrderId()).isNull();
        UUID other = exchange(id, List.of());

        ReturnView closed = sold.read(id);
        assertThat(closed.state()).isEqualTo(ReturnState.CLOSED);
        assertThat(closed.exchangeOrderId()).isEqualTo(other);
        Orders.Whole placed = sold.asOwner(() -> orders.order(other));
        assertThat(placed.order().total()).isZero();
        assertThat(placed.order().externalId()).isEqualTo(closed.number());
        assertThat(placed.lines().getFirst().quantity()).isEqualTo(2);
        assertThat(placed.order().shipTo().city()).isEqualTo("杭州市");
        assertThat(placed.entries()).extracting("kind").contains("exchange_for");
        assertThat(onHand(mug)).isEqualTo(7);
        Stage.refused(RmaProblem.EXCHANGED, () -> sold.refund(id, 1, 0));

        // the third mug has its third of the money, no more
        UUID third = sold.received(order, "refund", Map.of(line, 1L));
        assertThat(sold.most(third).goods()).isEqualTo(1_500);
        assertThat(sold.broken()).isEqualTo("[]");
    }

    private UUID exchange(UUID id, List<ReturnMoney.Replacement> wanted) {
        long version = sold.read(id).version();
        return sold.asOwner(() -> money.exchange(id, version, wanted));
    }

    @Test
    void whereTheExchangeIsNotEvenTheShopperPaysOnTop() {
        sold.goods("MUG", 1_500, 10);
        sold.goods("BIG", 2_000, 10);
        Orders.Whole order = sold.delivered(0, 0, 1_500, Shop.line("MUG", 1));
        UUID id = sold.received(order, "exchange", Map.of(line(order, 0), 1L));
        UUID other = exchange(id, List.of(new ReturnMoney.Replacement("BIG", 1, 500L)));
        assertThat(sold.asOwner(() -> orders.order(other)).order().due()).isEqualTo(500);
        // it is not inspected, so it goes on
        assertThat(sold.read(id).state()).isEqualTo(ReturnState.RECEIVED);
        sold.inspect(id, line(order, 0), 1, 0);
        assertThat(sold.read(id).state()).isEqualTo(ReturnState.CLOSED);
    }

    @Test
    void whatContradictsTheStateIsRefusedAndChangesNothing() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 0, 4_500, Shop.line("MUG", 3));
        UUID line = line(order, 0);
        UUID id = sold.requested(order, "refund", Map.of(line, 2L));
        long version = sold.read(id).version();

        Stage.refused(
                RmaProblem.NOT_EXPECTED,
                () -> sold.run(() -> goods.receive(id, version, sold.east, Map.of(line, 1L), false, "")));
        Stage.refused(RmaProblem.NOT_ARRIVED, () -> sold.inspect(id, line, 1, 0));
        Stage.refused(RmaProblem.NOT_REFUNDABLE, () -> sold.refund(id, 1, 0));
        Stage.refused(RmaProblem.NOT_INSPECTED, () -> sold.run(() -> returns.close(id, "")));
        Stage.refused(RmaProblem.NO_REASON, () -> sold.run(() -> returns.refuse(id, " ")));
        assertThatThrownBy(() -> sold.run(() -> returns.track(id, "x".repeat(101))))
                .isInstanceOf(ProblemException.class);
        sold.run(() -> returns.approve(id, null));
        Stage.refused(RmaProblem.ALREADY_ANSWERED, () -> sold.approve(id));
        Stage.refused(RmaProblem.ALREADY_ANSWERED, () -> sold.run(() -> returns.refuse(id, "x")));
        Stage.refused(RmaProblem.NO_LOCATION, () -> sold.receive(id, Map.of(line, 1L), false));
        Stage.refused(
                RmaProblem.CHANGED_MEANWHILE,
                () -> sold.run(() -> goods.receive(id, version, sold.east, Map.of(line, 1L), false, "")));
        long now = sold.read(id).version();
        Stage.refused(
                RmaProblem.MORE_THAN_EXPECTED,
                () -> sold.run(() -> goods.receive(id, now, sold.east, Map.of(line, 3L), false, "")));
        Stage.refused(
                RmaProblem.LINE_UNKNOWN,
                () -> sold.run(() -> goods.receive(id, now, sold.east, Map.of(UUID.randomUUID(), 1L), false, "")));
        Stage.refused(
                RmaProblem.NOTHING_CAME, () -> sold.run(() -> goods.receive(id, now, sold.east, Map.of(), true, "")));
        sold.run(() -> goods.receive(id, now, sold.east, Map.of(line, 1L), false, ""));
        UUID west = sold.shop.location("WEST", "", 2);
        long then = sold.read(id).version();
        Stage.refused(
                RmaProblem.OTHER_LOCATION,
                () -> sold.run(() -> goods.receive(id, then, west, Map.of(line, 1L), false, "")));
        Stage.refused(RmaProblem.CANNOT_WITHDRAW, () -> sold.run(() -> returns.withdraw(id, "")));
        Stage.refused(RmaProblem.MORE_THAN_ARRIVED, () -> sold.inspect(id, line, 1, 1));
        Stage.refused(RmaProblem.MORE_THAN_ARRIVED, () -> sold.inspect(id, line, -1, 2));
        assertThat(sold.read(id).version()).isEqualTo(then);
        assertThat(sold.broken()).isEqualTo("[]");
    }

    @Test
    void whoSellsAndWhoTakesBackSeeItAndNobodyElse() {
        UUID top = sold.stage.top(sold.workspace);
        UUID shopNode = sold.stage.node(sold.workspace, top, "Shop");
        UUID depotNode = sold.stage.node(sold.workspace, top, "Depot");
        UUID elsewhere = sold.stage.node(sold.workspace, top, "Elsewhere");
        String shopPath = Stage.one("select path from core.org_node where id = ?", shopNode);
        String depotPath = Stage.one("select path from core.org_node where id = ?", depotNode);
        UUID depot = sold.shop.location("DEPOT", "", 5, depotNode, depotPath);
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 0, 1_500, Shop.line("MUG", 1));
        Stage.all(
                "update core.sales_order set node_id = ?, org_path = ? where id = ?",
                shopNode,
                shopPath,
                order.order().id());
        UUID id = sold.requested(order, "refund", Map.of(line(order, 0), 1L));
        Person seller = sold.stage.member(sold.workspace, "Sally", "service_agent", shopNode);
        Person keeper = sold.stage.member(sold.workspace, "Will", "warehouse_manager", depotNode);
        Person stranger = sold.stage.member(sold.workspace, "Sam", "node_manager", elsewhere);

        assertThat(seen(seller)).isOne();
        assertThat(seen(keeper)).isZero();
        sold.run(() -> returns.approve(id, depot));
        assertThat(seen(keeper)).isOne();
        assertThat(seen(stranger)).isZero();
        Stage.refused(RmaProblem.NOT_FOUND, () -> sold.stage.run(stranger, sold.workspace, () -> returns.rma(id)));
        Stage.refused(
                AccessProblem.NOT_ALLOWED,
                () -> sold.stage.run(keeper, sold.workspace, () -> returns.withdraw(id, "x")));
        long version = sold.read(id).version();
        Stage.refused(
                RmaProblem.NOT_FOUND,
                () -> sold.stage.run(
                        stranger, sold.workspace, () -> goods.receive(id, version, depot, Map.of(), true, "")));
    }

    private long seen(Person person) {
        return sold.stage.as(
                person, sold.workspace, () -> list.counts(ReturnFilter.ALL).getOrDefault("all", 0L));
    }

    @Test
    void whatIsNotDoneInTimeIsLateAndAPersonCanTakeIt() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 0, 3_000, Shop.line("MUG", 2));
        UUID id = sold.requested(order, "refund", Map.of(line(order, 0), 1L));
        UUID other = sold.requested(order, "refund", Map.of(line(order, 0), 1L));
        assertThat(view("late")).isZero();
        Stage.all("update core.rma set due_at = now() - interval '1 hour' where id = ?", id);
        assertThat(view("late")).isOne();
        assertThat(view("requested")).isEqualTo(2);
        assertThat(sold.asOwner(() ->
                                list.find(new ReturnFilter("all", "", "", "", null, null, null, null, "due"), "", 1))
                        .rows()
                        .getFirst()
                        .id())
                .isEqualTo(id);
        sold.run(() -> returns.assign(id, sold.owner.id(), null));
        assertThat(sold.read(id).assigneeId()).isEqualTo(sold.owner.id());
        Stage.refused(RmaProblem.UNKNOWN_MEMBER, () -> sold.run(() -> returns.assign(id, UUID.randomUUID(), null)));
        sold.approve(id);
        assertThat(view("late")).isZero();
        sold.run(() -> returns.track(other, "SF1"));
        assertThat(sold.asOwner(() -> list.search("SF1", 5))).hasSize(1);
        assertThat(sold.asOwner(() -> list.search(order.order().number().substring(0, 10), 5)))
                .hasSize(2);
        assertThat(sold.asOwner(() -> list.search(sold.read(id).number().toLowerCase(java.util.Locale.ROOT), 5)))
                .hasSize(1);
    }

    private long view(String view) {
        return sold.asOwner(() -> list.counts(ReturnFilter.ALL)).getOrDefault(view, -1L);
    }

    @Test
    void manyWhoAskAtOnceGetWhatWasShippedAndNoMore() throws Exception {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 0, 7_500, Shop.line("MUG", 5));
        List<Callable<Boolean>> asked = IntStream.range(0, 24)
                .<Callable<Boolean>>mapToObj(_ ->
                        Stage.attempt(() -> sold.requested(order, "refund", Map.of(line(order, 0), 1L))))
                .toList();
        assertThat(Stage.together(asked).stream().filter(done -> done)).hasSize(5);
        assertThat(sold.broken()).isEqualTo("[]");
    }

    @Test
    void manyWhoPayBackAtOnceGiveWhatItCostAndNoMore() throws Exception {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 0, 4_500, Shop.line("MUG", 3));
        UUID first = sold.received(order, "refund", Map.of(line(order, 0), 1L));
        UUID second = sold.received(order, "refund", Map.of(line(order, 0), 1L));
        List<Callable<Boolean>> paid = IntStream.range(0, 24)
                .<Callable<Boolean>>mapToObj(i -> Stage.attempt(() -> sold.refund(i % 2 == 0 ? first : second, 400, 0)))
                .toList();
        Stage.together(paid);
        assertThat(sold.read(first).refunded()).isBetween(400L, 1_200L);
        assertThat(sold.read(second).refunded()).isBetween(400L, 1_200L);
        assertThat(read(order).order().refunded())
                .isEqualTo(sold.read(first).refunded() + sold.read(second).refunded());
        assertThat(sold.broken()).isEqualTo("[]");
    }

    /** The last wall: what the doors check is a constraint too. */
    @Test
    void theDatabaseRefusesMoreThanWasSold() {
        sold.goods("MUG", 1_500, 10);
        Orders.Whole order = sold.delivered(0, 500, 5_000, Shop.line("MUG", 3));
        UUID id = sold.received(order, "refund", Map.of(line(order, 0), 2L));
        sold.refund(id, 100, 100);
        for (String change : List.of(
                "update core.rma_balance set asked = 4",
                "update core.rma_balance set returned = 3",
                "update core.rma_balance set refunded = worth + 1",
                "update core.rma_balance set exchanged = worth",
                "update core.rma_balance set worth = total + 1",
                "update core.rma_shipping set refunded = 501",
                "update core.rma_line set received = 3",
                "update core.rma_line set scrapped = 3",
                "update core.rma_line set refunded = worth + 1")) {
            assertThatThrownBy(() -> Stage.all(
                            change + " where tenant_id = ?",
                            sold.workspace.tenant().value()))
                    .as(change)
                    .hasStackTraceContaining("violates check constraint");
        }
    }
}
