package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.inventory.Reservations;
import io.storelane.order.Placement.Known;
import io.storelane.order.Placement.Placed;
import io.storelane.order.Placement.Refused;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders from their placing to their end. */
class OrderTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Orders orders;

    @Autowired
    OrderChanges changes;

    @Autowired
    Reservations reservations;

    @Autowired
    TransactionTemplate transaction;

    private Stage stage;
    private Workspace workspace;
    private Person owner;
    private Shop shop;
    private UUID channel;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        owner = workspace.owner();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
    }

    private <T> T asOwner(Supplier<T> work) {
        return stage.as(owner, workspace, work);
    }

    private Placed placed(PlaceOrder order) {
        return (Placed) asOwner(() -> orders.place(order));
    }

    private Orders.Whole read(UUID id) {
        return asOwner(() -> orders.order(id));
    }

    private long reserved() {
        return shop.number("select coalesce(sum(reserved), 0) from core.stock_level");
    }

    /** What a shop can count on at any moment. */
    private void everythingAddsUp() {
        assertThat(shop.number("""
                select count(*) from core.stock_level s where
                  s.reserved <> (select coalesce(sum(r.quantity), 0) from core.reservation r where r.tenant_id = s.tenant_id
                    and r.variant_id = s.variant_id and r.location_id = s.location_id and r.state = 'held')
                  or s.reserved <> (select coalesce(sum(m.reserved), 0) from core.stock_move m where m.tenant_id = s.tenant_id
                    and m.variant_id = s.variant_id and m.location_id = s.location_id)
                  or s.on_hand <> (select coalesce(sum(m.on_hand), 0) from core.stock_move m where m.tenant_id = s.tenant_id
                    and m.variant_id = s.variant_id and m.location_id = s.location_id)""")).isZero();
        assertThat(shop.number("""
                select count(*) from core.order_line l where l.reserved <> (select coalesce(sum(r.quantity), 0)
                  from core.reservation r where r.tenant_id = l.tenant_id and r.line_id = l.id and r.state = 'held')""")).isZero();
        assertThat(shop.number("""
                select count(*) from core.order_line l where l.discount <> (select coalesce(sum(d.amount), 0)
                  from core.order_discount d where d.tenant_id = l.tenant_id and d.line_id = l.id)""")).isZero();
    }

    @Test
    void anOrderIsStoredWithItsUnitsHeldAndTheReasonWhy() {
        UUID near = shop.location("NEAR", "330106", 100);
        UUID far = shop.location("FAR", "310104", 1);
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, near, 10);
        shop.stock(mug, far, 10);

        Placed placed = placed(Shop.order(channel, "MUG", 3));

        Orders.Whole whole = read(placed.id());
        assertThat(whole.order().total()).isEqualTo(4_500);
        assertThat(whole.order().fulfilment()).isEqualTo(FulfilmentState.ALLOCATED);
        assertThat(whole.held()).singleElement().satisfies(held -> {
            assertThat(held.locationCode()).isEqualTo("NEAR");
            assertThat(held.units()).isEqualTo(3);
            assertThat(held.rule()).isEqualTo("nearness");
            assertThat(held.reason()).contains("FAR").contains("district");
        });
        assertThat(shop.number(
                        "select count(*) from core.event where type = 'order.placed' and aggregate_id = ?",
                        placed.id()))
                .isOne();
        everythingAddsUp();
    }

    @Test
    void whoPlacesAnOrderIsOnRecordAndWhatAChannelSendsIsInTheLogAlone() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 10);

        Placed mine = placed(Shop.order(channel, "MUG", 1));
        Placed sent = placed(Shop.order(Source.CHANNEL, channel, "TB-1", List.of(Shop.line("MUG", 1))));

        String entries = "select count(*) from core.audit_entry where action = 'order.placed' and target_id = ?";
        assertThat(shop.number(
                        entries
                                + " and actor_id = ? and request_id = 'test' and ip = '127.0.0.1' and after ->> 'total' = '1500'",
                        mine.id().toString(),
                        owner.id()))
                .isOne();
        assertThat(shop.number(entries, sent.id().toString())).isZero();
        assertThat(shop.number("select count(*) from core.event where type = 'order.placed'"))
                .isEqualTo(2);
    }

    @Test
    void allFaultsOfAnOrderAreNamedAtOnceAndNothingIsWritten() {
        UUID mug = shop.goods("MUG", 1_500);
        UUID exclusive = shop.goods("TMALL-ONLY", 900);
        shop.exclusive(exclusive);
        shop.floor(channel, mug, 1_200);
        PlaceOrder wrong = Shop.order(
                Source.API,
                channel,
                "",
                List.of(
                        Shop.line("NOPE", 1),
                        Shop.line("MUG", 0),
                        new PlaceOrder.Line("MUG", 1, 1_000L, 0, 0, false, ""),
                        Shop.line("TMALL-ONLY", 1)));

        Refused refused = (Refused) asOwner(() -> orders.place(wrong));

        assertThat(refused.faults())
                .extracting(Fault::code, Fault::path)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(OrderProblem.UNKNOWN_SKU, "/lines/0/sku"),
                        org.assertj.core.groups.Tuple.tuple(OrderProblem.BAD_QUANTITY, "/lines/1/quantity"),
                        org.assertj.core.groups.Tuple.tuple(OrderProblem.BELOW_FLOOR, "/lines/2/unitPrice"),
                        org.assertj.core.groups.Tuple.tuple(OrderProblem.NOT_AUTHORIZED, "/lines/3/sku"));
        assertThat(shop.number("select count(*) from core.sales_order")).isZero();
    }

    @Test
    void anOrderOfAChannelIsAlwaysStoredWithATaskForEachFault() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 2);
        PlaceOrder fact =
                Shop.order(Source.CHANNEL, channel, "TB-1", List.of(Shop.line("NOPE", 1), Shop.line("MUG", 5)));

        Placed placed = placed(fact);

        assertThat(placed.held()).isTrue();
        Orders.Whole whole = read(placed.id());
        assertThat(whole.tasks()).extracting(OrderView.Task::fault).containsExactlyInAnyOrder("UNKNOWN_SKU", "SHORT");
        assertThat(whole.lines()).extracting(OrderView.Line::reserved).containsExactly(0L, 2L);
        assertThat(whole.lines()).extracting(OrderView.Line::missing).containsExactly(0L, 3L);
        assertThat(whole.order().fulfilment()).isEqualTo(FulfilmentState.PARTLY_ALLOCATED);
        assertThat(asOwner(() -> orders.place(fact)))
                .isInstanceOfSatisfying(
                        Known.class, known -> assertThat(known.id()).isEqualTo(placed.id()));
        assertThat(reserved()).isEqualTo(2);
        everythingAddsUp();
    }

    @Test
    void anOrderWithMissingUnitsIsRefusedUnlessItAllowsBackorder() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 2);

        assertThat(asOwner(() -> orders.place(Shop.order(channel, "MUG", 3))))
                .isInstanceOfSatisfying(Refused.class, r -> {
                    assertThat(r.faults()).singleElement().satisfies(fault -> {
                        assertThat(fault.code()).isEqualTo(OrderProblem.SHORT);
                        assertThat(fault.args()).containsExactly("MUG", 2L, 1L);
                    });
                });
        assertThat(reserved()).isZero();
    }

    @Test
    void theLastUnitsAreSoldExactlyOnce() throws Exception {
        UUID mug = shop.goods("MUG", 100);
        shop.stock(mug, shop.location("A", "", 1), 100);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Placement>> answers = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                answers.add(threads.submit(() -> asOwner(() -> orders.place(Shop.order(channel, "MUG", 1)))));
            }
            int sold = 0;
            for (Future<Placement> answer : answers) {
                switch (answer.get()) {
                    case Placed _ -> sold++;
                    case Refused refused ->
                        assertThat(refused.faults()).extracting(Fault::code).containsExactly(OrderProblem.SHORT);
                    case Known known -> throw new AssertionError(known);
                }
            }
            assertThat(sold).isEqualTo(100);
        }
        assertThat(reserved()).isEqualTo(100);
        everythingAddsUp();
    }

    @Test
    void ordersOfManyTenantsInOneGroupStayWithTheirs() throws Exception {
        List<Shop> shops = new ArrayList<>();
        List<UUID> channels = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Shop each = new Shop(context, stage, stage.shop());
            shops.add(each);
            channels.add(each.channel("web"));
            each.stock(each.goods("MUG", 100), each.location("A", "", 1), i == 3 ? 5 : 1_000);
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Placement>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int at = i % 4;
                Workspace of = shops.get(at).workspace();
                answers.add(threads.submit(() ->
                        stage.as(of.owner(), of, () -> orders.place(Shop.order(channels.get(at), "MUG", 1)))));
            }
            for (Future<Placement> answer : answers) {
                answer.get();
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(shops.get(i).number("select count(*) from core.sales_order"))
                    .isEqualTo(i == 3 ? 5 : 50);
            assertThat(shops.get(i).number("select sum(reserved) from core.stock_level"))
                    .isEqualTo(i == 3 ? 5 : 50);
        }
    }

    /** SET, with five of each in stock. @return the beans */
    private UUID aBundleOfAMugAndTwoBeans() {
        UUID mug = shop.goods("MUG", 1_500);
        UUID bean = shop.goods("BEAN", 800);
        UUID set = shop.variant("SET", "bundle", 2_000);
        shop.component(set, mug, 1);
        shop.component(set, bean, 2);
        UUID location = shop.location("A", "", 1);
        shop.stock(mug, location, 5);
        shop.stock(bean, location, 5);
        return bean;
    }

    @Test
    void aBundleIsSoldOnlyWhereItsComponentsMayBe() {
        UUID bean = aBundleOfAMugAndTwoBeans();
        shop.exclusive(bean);

        Refused refused = (Refused) asOwner(() -> orders.place(Shop.order(channel, "SET", 1)));
        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(OrderProblem.COMPONENT_NOT_AUTHORIZED);
            assertThat(fault.path()).isEqualTo("/lines/0/sku");
            assertThat(fault.args().subList(0, 2)).isEqualTo(List.of("SET", "BEAN"));
        });
        Placed fact = placed(Shop.order(Source.CHANNEL, channel, "TB-1", List.of(Shop.line("SET", 1))));
        assertThat(fact.held()).isTrue();
        assertThat(read(fact.id()).tasks())
                .extracting(OrderView.Task::fault)
                .containsExactly("COMPONENT_NOT_AUTHORIZED");

        shop.authorize(bean, channel);
        assertThat(placed(Shop.order(channel, "SET", 1)).held()).isFalse();
        everythingAddsUp();
    }

    @Test
    void aBundleOfNothingIsNotSold() {
        shop.variant("SET", "bundle", 2_000);

        Refused refused = (Refused) asOwner(() -> orders.place(Shop.order(channel, "SET", 1)));
        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(OrderProblem.NOT_LISTED);
            assertThat(fault.path()).isEqualTo("/lines/0/sku");
        });
        Placed fact = placed(Shop.order(Source.CHANNEL, channel, "TB-2", List.of(Shop.line("SET", 1))));
        assertThat(fact.held()).isTrue();
        assertThat(read(fact.id()).tasks()).extracting(OrderView.Task::fault).containsExactly("NOT_LISTED");
    }

    @Test
    void aBundleCarriesTheMoneyAndItsComponentsTheStock() {
        aBundleOfAMugAndTwoBeans();

        Placed placed = placed(Shop.order(channel, "SET", 2));

        Orders.Whole whole = read(placed.id());
        assertThat(whole.order().total()).isEqualTo(4_000);
        assertThat(whole.lines()).extracting(OrderView.Line::sku).containsExactly("SET", "BEAN", "MUG");
        assertThat(whole.lines()).extracting(OrderView.Line::reserved).containsExactly(0L, 4L, 2L);
        stage.run(
                owner,
                workspace,
                () -> changes.cancelUnits(
                        placed.id(), Map.of(whole.lines().getFirst().id(), 1L), "too many"));
        assertThat(read(placed.id()).lines())
                .extracting(OrderView.Line::reserved)
                .containsExactly(0L, 2L, 1L);
        assertThat(read(placed.id()).order().total()).isEqualTo(2_000);
        everythingAddsUp();
    }

    @Test
    void aCancelledOrderGivesItsUnitsBack() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 10);
        Placed placed = placed(Shop.order(channel, "MUG", 4));

        stage.run(owner, workspace, () -> changes.cancel(placed.id(), "changed mind"));

        Orders.Whole whole = read(placed.id());
        assertThat(whole.order().state()).isEqualTo(OrderState.CANCELLED);
        assertThat(whole.order().total()).isZero();
        assertThat(reserved()).isZero();
        everythingAddsUp();
        assertThatThrownBy(() -> stage.run(owner, workspace, () -> changes.hold(placed.id(), "late")))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(OrderProblem.NOT_OPEN));
    }

    @Test
    void aPersonMovesHeldUnitsToAnotherLocation() {
        UUID mug = shop.goods("MUG", 1_500);
        UUID a = shop.location("A", "330106", 1);
        UUID b = shop.location("B", "310104", 1);
        shop.stock(mug, a, 10);
        shop.stock(mug, b, 2);
        Placed placed = placed(Shop.order(channel, "MUG", 4));
        UUID held = read(placed.id()).held().getFirst().id();

        stage.run(owner, workspace, () -> changes.moveReservation(placed.id(), held, b, 1));
        stage.run(owner, workspace, () -> changes.moveReservation(placed.id(), held, b, 1));

        assertThat(read(placed.id()).held())
                .filteredOn(h -> h.state().equals("held"))
                .extracting(h -> h.locationCode() + " " + h.units() + " " + h.rule())
                .containsExactlyInAnyOrder("A 2 only".replace("only", "stock"), "B 2 person");
        everythingAddsUp();
        assertThatThrownBy(() -> stage.run(owner, workspace, () -> changes.moveReservation(placed.id(), held, b, 1)))
                .isInstanceOf(ProblemException.class);
        everythingAddsUp();
    }

    @Test
    void unitsThatACountTakesAwayMakeTheNewestLineShort() {
        UUID mug = shop.goods("MUG", 1_500);
        UUID a = shop.location("A", "", 1);
        shop.stock(mug, a, 10);
        Placed first = placed(Shop.order(channel, "MUG", 4));
        Placed second = placed(Shop.order(channel, "MUG", 4));

        stage.run(
                owner, workspace, () -> transaction.executeWithoutResult(_ -> reservations.shrink(mug, a, 3, "count")));

        assertThat(read(first.id()).lines().getFirst().reserved()).isEqualTo(4);
        Orders.Whole short_ = read(second.id());
        assertThat(short_.lines().getFirst().reserved()).isEqualTo(1);
        assertThat(short_.lines().getFirst().missing()).isEqualTo(3);
        assertThat(short_.order().held()).isTrue();
        assertThat(short_.tasks()).extracting(OrderView.Task::fault).containsExactly("SHORT");
        everythingAddsUp();
        stage.run(owner, workspace, () -> changes.allocate(second.id()));
        assertThat(read(second.id()).lines().getFirst().missing()).isZero();
        assertThat(read(second.id()).tasks()).extracting(OrderView.Task::state).containsExactly("done");
        assertThat(read(second.id()).order().held()).as("its last task is done").isFalse();
        everythingAddsUp();
    }

    @Test
    void whatAPersonHoldsIsReleasedByAPerson() {
        UUID mug = shop.goods("MUG", 1_500);
        UUID a = shop.location("A", "", 1);
        shop.stock(mug, a, 6);
        Placed placed = placed(Shop.order(channel, "MUG", 4));
        stage.run(owner, workspace, () -> changes.hold(placed.id(), "Address to be confirmed"));
        stage.run(
                owner, workspace, () -> transaction.executeWithoutResult(_ -> reservations.shrink(mug, a, 3, "count")));

        stage.run(owner, workspace, () -> changes.allocate(placed.id()));
        shop.stock(mug, shop.location("B", "", 1), 9);
        stage.run(owner, workspace, () -> changes.allocate(placed.id()));

        assertThat(read(placed.id()).tasks()).extracting(OrderView.Task::state).containsOnly("done");
        assertThat(read(placed.id()).order().holdReason()).isEqualTo("Address to be confirmed");
        everythingAddsUp();
    }

    @Test
    void anOrderThatWaitsForTasksGoesOnWithTheLast() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 2);
        Placed placed = placed(
                Shop.order(Source.CHANNEL, channel, "TB-11", List.of(Shop.line("NOPE", 1), Shop.line("MUG", 5))));
        shop.stock(mug, shop.location("B", "", 1), 9);

        stage.run(owner, workspace, () -> changes.allocate(placed.id()));
        assertThat(read(placed.id()).order().held()).isTrue();
        UUID open = read(placed.id()).tasks().stream()
                .filter(t -> t.state().equals("open"))
                .findFirst()
                .orElseThrow()
                .id();
        stage.run(owner, workspace, () -> changes.resolveTask(placed.id(), open));

        assertThat(read(placed.id()).order().held()).isFalse();
        assertThat(read(placed.id()).entries())
                .extracting(OrderView.Entry::kind)
                .filteredOn("released"::equals)
                .hasSize(1);
    }

    /** Who may place orders somewhere and not see them there is told no more than that. */
    @Test
    void anOrderIsShownToWhomMayKnowOfIt() {
        shop.stock(shop.goods("MUG", 1_500), shop.location("A", "", 1), 9);
        Placed placed = placed(Shop.order(channel, "MUG", 2));
        Access elsewhere =
                new Access(owner.id(), false, Map.of(Permission.ORDERS_VIEW, new Reach(List.of("/elsewhere/"))));

        assertThat(asOwner(() -> orders.shown(placed)).order().shipTo().phone()).isEqualTo("138****0000");
        assertThatThrownBy(() -> elsewhere.call(() -> orders.shown(placed)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(OrderProblem.NOT_FOUND));
    }

    /** A channel that sends a payment twice means one; two amounts for one payment are for a person to judge. */
    @Test
    void aPaymentThatAChannelSendsTwiceCountsOnce() {
        shop.stock(shop.goods("MUG", 1_500), shop.location("A", "", 1), 9);
        List<PlaceOrder.Line> lines = List.of(Shop.line("MUG", 2));
        var payment = new PlaceOrder.Payment("card", "R-1", 1_000, null);
        var another = new PlaceOrder.Payment("card", "R-1", 2_000, null);
        Placed same = placed(Shop.order(Source.CHANNEL, channel, "TB-12", lines, List.of(payment, payment)));
        Placed other = placed(Shop.order(Source.CHANNEL, channel, "TB-13", lines, List.of(payment, another)));

        assertThat(read(same.id()).order().paid()).isEqualTo(1_000);
        assertThat(read(same.id()).payments()).hasSize(1);
        assertThat(read(same.id()).tasks()).isEmpty();
        assertThat(read(other.id()).payments()).hasSize(1);
        assertThat(read(other.id()).tasks()).extracting(OrderView.Task::fault).containsExactly("PAYMENT_TWICE");
    }

    @Test
    void anOrderIsPlacedInTheCallersTransactionOrNotAtAll() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 10);

        stage.run(
                owner,
                workspace,
                () -> transaction.executeWithoutResult(status -> {
                    assertThat(orders.placeJoined(Shop.order(channel, "MUG", 4)))
                            .isInstanceOf(Placed.class);
                    status.setRollbackOnly();
                }));

        assertThat(reserved()).isZero();
        assertThat(shop.number("select count(*) from core.sales_order")).isZero();
        assertThatThrownBy(() -> stage.run(
                        owner,
                        workspace,
                        () -> transaction.executeWithoutResult(_ -> orders.place(Shop.order(channel, "MUG", 4)))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodySeesTheOrdersOfAnotherOutletOrCompany() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 10);
        UUID north = stage.node(workspace, stage.top(workspace), "North");
        UUID south = stage.node(workspace, stage.top(workspace), "South");
        String path = Scope.tenant(workspace.tenant())
                .call(() -> transaction.execute(_ -> context.getBean(io.storelane.tenancy.Database.class)
                        .core()
                        .sql("select path from core.org_node where id = ?")
                        .param(north)
                        .query(String.class)
                        .single()));
        Placed placed = placed(Shop.order(shop.channel("north", north, path), "MUG", 1));
        Person inside = stage.member(workspace, "Ada", "service_agent", north);
        Person beside = stage.member(workspace, "Bob", "service_agent", south);

        assertThat(stage.as(inside, workspace, () -> orders.order(placed.id()))
                        .order()
                        .number())
                .isEqualTo(placed.number());
        assertThatThrownBy(() -> stage.as(beside, workspace, () -> orders.order(placed.id())))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(OrderProblem.NOT_FOUND));
        Workspace other = stage.shop();
        assertThatThrownBy(() -> stage.as(other.owner(), other, () -> orders.order(placed.id())))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void cancellingWhatIsMissingSettlesItsTask() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 2);
        Placed placed = placed(Shop.order(Source.CHANNEL, channel, "TB-9", List.of(Shop.line("MUG", 5))));
        UUID line = read(placed.id()).lines().getFirst().id();

        stage.run(owner, workspace, () -> changes.cancelUnits(placed.id(), Map.of(line, 3L), "not to be had"));

        Orders.Whole whole = read(placed.id());
        assertThat(whole.tasks()).extracting(OrderView.Task::state).containsExactly("done");
        assertThat(whole.order().fulfilment()).isEqualTo(FulfilmentState.ALLOCATED);
        assertThat(whole.lines().getFirst().reserved()).isEqualTo(2);
        everythingAddsUp();
        stage.run(owner, workspace, () -> changes.cancelUnits(placed.id(), Map.of(line, 2L), "nor the rest"));
        assertThat(read(placed.id()).order().state()).isEqualTo(OrderState.CANCELLED);
        assertThat(read(placed.id()).order().held()).isFalse();
        assertThat(reserved()).isZero();
        everythingAddsUp();
    }

    @Test
    void everyTaskOfACancelledOrderIsDone() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 2);
        Placed placed = placed(
                Shop.order(Source.CHANNEL, channel, "TB-10", List.of(Shop.line("MUG", 5), Shop.line("NO-SUCH", 1))));

        stage.run(owner, workspace, () -> changes.cancel(placed.id(), "all of it"));

        assertThat(read(placed.id()).tasks())
                .hasSize(2)
                .extracting(OrderView.Task::state)
                .containsOnly("done");
        everythingAddsUp();
    }

    /** Whoever sees the place and not the order can say what its units were held for. */
    @Test
    void theHistoryOfStockNamesTheNumberOfTheOrder() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 2);
        shop.stock(mug, shop.location("B", "", 2), 5);
        Placed placed = placed(Shop.order(channel, "MUG", 4));

        stage.run(owner, workspace, () -> changes.cancel(placed.id(), "not wanted"));

        assertThat(shop.number(
                        "select count(*) from core.stock_move where reference_id = ? and reference = ?",
                        placed.id(),
                        placed.number()))
                .isEqualTo(shop.number("select count(*) from core.stock_move where reference_type = 'order'"))
                .isGreaterThan(1);
    }

    @Test
    void eachOfManyOrdersHasItsOutcomeWhenTheQueueIsFull() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 10);
        // nobody takes from this queue
        Intake stuck = new Intake(
                context.getBean(OrderRows.class),
                reservations,
                context.getBean(Database.class),
                context.getBean(tools.jackson.databind.json.JsonMapper.class),
                java.time.Clock.systemUTC(),
                transaction,
                new IntakeProperties(2, 2, 1, 100, Duration.ofMillis(50), Duration.ofSeconds(1)));
        Orders through = new Orders(
                context.getBean(Drafts.class),
                stuck,
                context.getBean(Sourcing.class),
                context.getBean(KnownOrders.class),
                context.getBean(OrderReader.class),
                reservations,
                context.getBean(AuditLog.class));

        List<Placement> outcomes =
                asOwner(() -> through.placeAll(Collections.nCopies(4, Shop.order(channel, "MUG", 1))));

        assertThat(outcomes)
                .extracting(o -> ((Refused) o).faults().getFirst().code())
                .containsExactly(
                        OrderProblem.TOO_SLOW, OrderProblem.TOO_SLOW, OrderProblem.QUEUE_FULL, OrderProblem.QUEUE_FULL);
        assertThat(shop.number("select count(*) from core.sales_order")).isZero();
    }

    @Test
    void anOrderIsFoundByItsBuyerAsSoonAsItIsPlaced() {
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, shop.location("A", "", 1), 10);
        Placed placed = placed(Shop.order(channel, "MUG", 1));
        Workspace other = stage.shop();

        assertThat(asOwner(() ->
                        context.getBean(Search.class).find(SearchKind.ORDER, "wang", new Reach(List.of("/")), 10)))
                .containsExactly(placed.id());
        assertThat(stage.as(
                        other.owner(),
                        other,
                        () -> context.getBean(Search.class)
                                .find(SearchKind.ORDER, "wang", new Reach(List.of("/")), 10)))
                .isEmpty();
    }
}
