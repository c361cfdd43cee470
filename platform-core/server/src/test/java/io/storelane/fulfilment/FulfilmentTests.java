package io.storelane.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.storelane.fulfilment.FulfilmentBulk.Action;
import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.Stock;
import io.storelane.job.Bulk;
import io.storelane.order.FulfilmentState;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderPayments;
import io.storelane.order.OrderProblem;
import io.storelane.order.OrderSettings;
import io.storelane.order.OrderState;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** From an order to the shopper's door: what locations get, accept, give back, pick, pack, ship and deliver. */
class FulfilmentTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final ApplicationContext context;
    private final Stage stage;
    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final OrderSettings orderSettings;
    private final Fulfilments fulfilments;
    private final FulfilmentList list;
    private final FulfilmentBulk bulk;
    private final FulfilmentSync sync;
    private final HandOvers handOvers;
    private final Stock stock;
    private final TransactionTemplate transaction;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace workspace;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shop shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID channel;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID east;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID cup;

    @Autowired
    FulfilmentTests(
            ApplicationContext context,
            Orders orders,
            OrderChanges changes,
            OrderPayments payments,
            OrderSettings orderSettings,
            Fulfilments fulfilments,
            FulfilmentList list,
            FulfilmentBulk bulk,
            FulfilmentSync sync,
            HandOvers handOvers,
            Stock stock,
            TransactionTemplate transactionTemplate) {
        this.context = context;
        this.stage = new Stage(context);
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.orderSettings = orderSettings;
        this.fulfilments = fulfilments;
        this.list = list;
        this.bulk = bulk;
        this.sync = sync;
        this.handOvers = handOvers;
        this.stock = stock;
        this.transaction = transactionTemplate;
    }

    @BeforeEach
    void aShopWithStockInTheEast() {
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        east = shop.location("EAST", "330106", 1);
        cup = shop.goods("CUP", 1_000);
        shop.stock(cup, east, 20);
    }

    private <T> T owner(Supplier<T> work) {
        return Objects.requireNonNull(stage.as(workspace.owner(), workspace, work));
    }

    private void run(Runnable work) {
        stage.run(workspace.owner(), workspace, work);
    }

    private UUID unpaid(PlaceOrder.Line... lines) {
        return ((Placement.Placed) owner(
                        () -> orders.place(Shop.order(Source.CHANNEL, channel, "TB-" + Stage.tail(), List.of(lines)))))
                .id();
    }

    private UUID paid(PlaceOrder.Line... lines) {
        UUID id = unpaid(lines);
        run(() -> payments.pay(id, new PlaceOrder.Payment("card", "", order(id).total(), null)));
        return id;
    }

    private OrderView order(UUID id) {
        return owner(() -> orders.order(id)).order();
    }

    private OrderView.Line line(UUID order, String sku) {
        return owner(() -> orders.order(order)).lines().stream()
                .filter(l -> l.sku().equals(sku))
                .findFirst()
                .orElseThrow();
    }

    private List<FulfilmentView> of(UUID order) {
        return owner(() -> fulfilments.ofOrder(order, "/"));
    }

    private List<FulfilmentView> in(UUID order, WorkState state) {
        return of(order).stream().filter(f -> f.state() == state).toList();
    }

    /** The one that a location has to accept. */
    private FulfilmentView opened(UUID order) {
        await().atMost(SOON).until(() -> in(order, WorkState.OPEN).size() == 1);
        return in(order, WorkState.OPEN).getFirst();
    }

    private FulfilmentView read(UUID id) {
        return owner(() -> fulfilments.fulfilment(id));
    }

    /** Accepted and packed. */
    private UUID packed(UUID order) {
        UUID id = opened(order).id();
        run(() -> fulfilments.accept(id));
        run(() -> fulfilments.pack(id));
        return id;
    }

    private List<UUID> ship(UUID id, String tracking, Map<UUID, Long> units) {
        return owner(() ->
                fulfilments.ship(id, List.of(new NewParcel(tracking.isEmpty() ? "" : "SF", tracking, units))));
    }

    private void refused(ProblemCode code, Runnable work) {
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> run(work));
        assertThat(e).as(code.name()).isNotNull();
        assertThat(e.faults().isEmpty() ? e.code() : e.faults().getFirst().code())
                .isEqualTo(code);
    }

    private Fault fault(Runnable work) {
        ProblemException e = catchThrowableOfType(ProblemException.class, () -> run(work));
        assertThat(e).isNotNull();
        return e.faults().getFirst();
    }

    private long onHand() {
        return shop.number("select on_hand from core.stock_level where variant_id = ? and location_id = ?", cup, east);
    }

    private long reserved() {
        return shop.number("select reserved from core.stock_level where variant_id = ? and location_id = ?", cup, east);
    }

    private List<String> events(UUID aggregate) {
        return Stage.all("select type from core.event where aggregate_id = ? order by seq", aggregate).stream()
                .map(String::valueOf)
                .toList();
    }

    @Test
    void anOrderGoesToTheDoorInTwoParcels() {
        UUID order = paid(Shop.line("CUP", 3));
        FulfilmentView one = opened(order);
        assertThat(one.number()).isEqualTo(order(order).number() + "-1");
        assertThat(one.locationId()).isEqualTo(east);
        assertThat(one.units()).isEqualTo(3);
        assertThat(owner(() -> handOvers.ofSubject(one.id())))
                .extracting(HandOverView::kind, HandOverView::state)
                .containsExactly(org.assertj.core.api.Assertions.tuple("to_warehouse", "open"));
        run(() -> fulfilments.accept(one.id()));
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.IN_WORK);
        run(() -> fulfilments.pick(one.id()));
        run(() -> fulfilments.pack(one.id()));
        UUID line = line(order, "CUP").id();
        UUID first = ship(one.id(), "SF100001", Map.of(line, 1L)).getFirst();
        assertThat(read(one.id()).state()).isEqualTo(WorkState.PACKED);
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.PARTLY_SHIPPED);
        assertThat(onHand()).isEqualTo(19);
        assertThat(reserved()).isEqualTo(2);
        ship(one.id(), "SF100002", Map.of());
        assertThat(read(one.id()).state()).isEqualTo(WorkState.SHIPPED);
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.SHIPPED);
        assertThat(onHand()).isEqualTo(17);
        assertThat(reserved()).isZero();
        assertThat(owner(() -> handOvers.ofSubject(one.id())))
                .extracting(HandOverView::kind, HandOverView::state)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("to_warehouse", "done"),
                        org.assertj.core.api.Assertions.tuple("to_carrier", "done"));
        run(() -> fulfilments.deliverParcel(one.id(), first));
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.PARTLY_DELIVERED);
        assertThat(order(order).state()).isEqualTo(OrderState.OPEN);
        run(() -> fulfilments.deliver(one.id()));
        assertThat(read(one.id()).state()).isEqualTo(WorkState.DELIVERED);
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.DELIVERED);
        assertThat(order(order).state()).isEqualTo(OrderState.COMPLETED);
        assertThat(events(one.id()))
                .containsExactly(
                        "fulfilment.opened",
                        "fulfilment.accepted",
                        "fulfilment.picking",
                        "fulfilment.packed",
                        "fulfilment.shipped",
                        "fulfilment.shipped",
                        "fulfilment.delivered",
                        "fulfilment.delivered");
        assertThat(events(order)).contains("order.shipped", "order.delivered", "order.completed");
        // each unit is explained: the moves add up to the level
        assertThat(shop.number("select sum(on_hand)::bigint from core.stock_move where variant_id = ?", cup))
                .isEqualTo(17);
        assertThat(shop.number("select sum(reserved)::bigint from core.stock_move where variant_id = ?", cup))
                .isZero();
    }

    @Test
    void aLocationThatRejectsIsLeftOutAndTheReasonKept() {
        UUID west = shop.location("WEST", "510107", 2);
        shop.stock(cup, west, 5);
        UUID order = paid(Shop.line("CUP", 2));
        FulfilmentView one = opened(order);
        assertThat(one.locationId()).isEqualTo(east);
        run(() -> fulfilments.accept(one.id()));
        refused(FulfilmentProblem.NO_REASON, () -> fulfilments.reject(one.id(), " "));
        run(() -> fulfilments.reject(one.id(), "Two are broken"));
        assertThat(read(one.id()).state()).isEqualTo(WorkState.REJECTED);
        assertThat(read(one.id()).reason()).isEqualTo("Two are broken");
        assertThat(reserved()).isZero();
        FulfilmentView two = opened(order);
        assertThat(two.locationId()).isEqualTo(west);
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.ALLOCATED);
        run(() -> fulfilments.reject(two.id(), "Nor have we"));
        OrderView now = order(order);
        assertThat(now.held()).isTrue();
        assertThat(now.fulfilment()).isEqualTo(FulfilmentState.UNALLOCATED);
        assertThat(line(order, "CUP").missing()).isEqualTo(2);
        run(() -> changes.allocate(order));
        assertThat(line(order, "CUP").missing()).as("both are left out").isEqualTo(2);
        UUID north = shop.location("NORTH", "", 3);
        shop.stock(cup, north, 5);
        run(() -> changes.allocate(order));
        assertThat(opened(order).locationId()).isEqualTo(north);
    }

    @Test
    void whatCannotBeShippedIsNamed() {
        UUID order = paid(Shop.line("CUP", 3));
        UUID id = opened(order).id();
        UUID line = line(order, "CUP").id();
        refused(FulfilmentProblem.WRONG_STATE, () -> ship(id, "", Map.of()));
        refused(FulfilmentProblem.WRONG_STATE, () -> fulfilments.pick(id));
        refused(FulfilmentProblem.WRONG_STATE, () -> fulfilments.deliver(id));
        run(() -> fulfilments.accept(id));
        refused(FulfilmentProblem.WRONG_STATE, () -> fulfilments.accept(id));
        run(() -> fulfilments.pack(id));
        Fault more = fault(() -> ship(id, "", Map.of(line, 4L)));
        assertThat(more.code()).isEqualTo(FulfilmentProblem.BAD_UNITS);
        assertThat(more.path()).isEqualTo("/parcels/0/lines/0/quantity");
        assertThat(more.args()).containsExactly("CUP", 3L);
        refused(FulfilmentProblem.BAD_UNITS, () -> ship(id, "", Map.of(line, 0L)));
        refused(FulfilmentProblem.LINE_UNKNOWN, () -> ship(id, "", Map.of(Ids.next(), 1L)));
        refused(
                FulfilmentProblem.BAD_UNITS,
                () -> fulfilments.ship(
                        id, List.of(new NewParcel("", "", Map.of(line, 2L)), new NewParcel("", "", Map.of(line, 2L)))));
        refused(FulfilmentProblem.NO_UNITS, () -> fulfilments.ship(id, List.of()));
        refused(
                FulfilmentProblem.NO_CARRIER,
                () -> fulfilments.ship(id, List.of(new NewParcel("", "SF123456", Map.of()))));
        refused(
                FulfilmentProblem.BAD_TRACKING,
                () -> fulfilments.ship(id, List.of(new NewParcel("SF", "no spaces!", Map.of()))));
        assertThat(onHand()).isEqualTo(20);
        UUID other = packed(paid(Shop.line("CUP", 1)));
        ship(other, "SF777777", Map.of());
        Fault used = fault(() -> ship(id, "sf777777", Map.of()));
        assertThat(used.code()).isEqualTo(FulfilmentProblem.TRACKING_USED);
        assertThat(used.args()).containsExactly("SF777777", read(other).number());
        for (String carrier : List.of("sf", " Sf ", "SF")) {
            Fault same = fault(() -> fulfilments.ship(id, List.of(new NewParcel(carrier, "SF777777", Map.of()))));
            assertThat(same.code()).as(carrier).isEqualTo(FulfilmentProblem.TRACKING_USED);
            assertThat(same.args()).containsExactly("SF777777", read(other).number());
        }
        Fault spelled = fault(() -> fulfilments.ship(id, List.of(new NewParcel("顺丰速运", "SF777777", Map.of()))));
        assertThat(spelled.code())
                .as("another order's, however the carrier is written")
                .isEqualTo(FulfilmentProblem.TRACKING_USED);
        assertThat(line(order, "CUP").shipped()).as("nothing half done").isZero();
        assertThat(onHand()).isEqualTo(19);
        ship(id, "SF777778", Map.of());
        refused(FulfilmentProblem.WRONG_STATE, () -> ship(id, "", Map.of()));
        run(() -> fulfilments.deliver(id));
        refused(
                FulfilmentProblem.PARCEL_DELIVERED,
                () -> fulfilments.deliverParcel(
                        id, read(id).parcels().getFirst().id()));
        refused(FulfilmentProblem.PARCEL_NOT_FOUND, () -> fulfilments.deliverParcel(id, Ids.next()));
        refused(FulfilmentProblem.NOT_FOUND, () -> fulfilments.accept(Ids.next()));
    }

    @Test
    void whatALocationWorksOnIsNotCancelledAndWhatItDoesNotIsFreed() {
        UUID order = paid(Shop.line("CUP", 4));
        UUID line = line(order, "CUP").id();
        FulfilmentView one = opened(order);
        run(() -> changes.cancelUnits(order, Map.of(line, 1L), ""));
        await().atMost(SOON).until(() -> read(one.id()).units() == 3);
        UUID rest = owner(() -> fulfilments.split(one.id(), Map.of(line, 1L)));
        run(() -> fulfilments.accept(one.id()));
        refused(OrderProblem.IN_WORK, () -> changes.cancel(order, ""));
        Fault worked = fault(() -> changes.cancelUnits(order, Map.of(line, 2L), ""));
        assertThat(worked.code()).isEqualTo(OrderProblem.UNITS_IN_WORK);
        assertThat(worked.args()).containsExactly("CUP", 1L);
        run(() -> changes.cancelUnits(order, Map.of(line, 1L), ""));
        await().atMost(SOON).until(() -> read(rest).state() == WorkState.CANCELLED);
        run(() -> fulfilments.pack(one.id()));
        refused(FulfilmentProblem.WRONG_STATE, () -> fulfilments.accept(rest));
        ship(one.id(), "", Map.of(line, 1L));
        refused(OrderProblem.IN_WORK, () -> changes.cancel(order, ""));
        run(() -> fulfilments.reject(one.id(), "The other one is lost"));
        assertThat(read(one.id()).state()).isEqualTo(WorkState.SHIPPED);
        assertThat(read(one.id()).units()).isEqualTo(1);
        run(() -> changes.cancel(order, "No more of them"));
        assertThat(order(order).state()).isEqualTo(OrderState.OPEN);
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.SHIPPED);
        assertThat(order(order).total()).isEqualTo(1_000);
        refused(OrderProblem.ALL_SHIPPED, () -> changes.cancel(order, ""));
        run(() -> fulfilments.deliver(one.id()));
        assertThat(order(order).state()).isEqualTo(OrderState.COMPLETED);
    }

    @Test
    void anOrderThatIsNotPaidOrOnHoldWaits() {
        UUID order = unpaid(Shop.line("CUP", 1));
        run(() -> transaction.executeWithoutResult(_ -> sync.sync(List.of(order))));
        assertThat(of(order)).isEmpty();
        run(() -> orderSettings.change(new OrderSettings.Values(null, 0, true, 0)));
        run(() -> changes.note(order, "Ships before payment now"));
        run(() -> transaction.executeWithoutResult(_ -> sync.sync(List.of(order))));
        FulfilmentView one = opened(order);
        run(() -> fulfilments.accept(one.id()));
        run(() -> fulfilments.pack(one.id()));
        run(() -> changes.hold(order, "Address to be confirmed"));
        await().atMost(SOON).until(() -> read(one.id()).held());
        refused(FulfilmentProblem.WAITS, () -> ship(one.id(), "", Map.of()));
        run(() -> changes.release(order));
        await().atMost(SOON).until(() -> !read(one.id()).held());
        ship(one.id(), "", Map.of());
        run(() -> fulfilments.deliver(one.id()));
        assertThat(order(order).state()).as("cash on delivery").isEqualTo(OrderState.OPEN);
        run(() -> payments.pay(order, new PlaceOrder.Payment("cash", "", 1_000, null)));
        assertThat(order(order).state()).isEqualTo(OrderState.COMPLETED);
    }

    @Test
    void ofManyWhoDoTheSameAtOnceOneDoesIt() throws Exception {
        UUID order = paid(Shop.line("CUP", 3));
        UUID id = opened(order).id();
        List<Callable<Boolean>> accepts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            accepts.add(Stage.attempt(() -> run(() -> fulfilments.accept(id))));
        }
        assertThat(Stage.together(accepts).stream().filter(done -> done)).hasSize(1);
        run(() -> fulfilments.pack(id));
        UUID line = line(order, "CUP").id();
        List<Callable<Boolean>> parcels = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String tracking = "SF50000" + i;
            parcels.add(Stage.attempt(() -> ship(id, tracking, Map.of(line, 1L))));
        }
        assertThat(Stage.together(parcels).stream().filter(done -> done)).hasSize(3);
        assertThat(onHand()).isEqualTo(17);
        assertThat(read(id).parcels()).hasSize(3);
        assertThat(line(order, "CUP").shipped()).isEqualTo(3);
    }

    @Test
    void whoSellsSeesTheOrderAndWhoDeliversTheFulfilmentOrder() {
        UUID top = stage.top(workspace);
        UUID sales = stage.node(workspace, top, "Sales");
        UUID depot = stage.node(workspace, top, "Depot");
        String salesPath = Stage.one("select path from core.org_node where id = ?", sales);
        String depotPath = Stage.one("select path from core.org_node where id = ?", depot);
        UUID theirs = shop.channel("city", sales, salesPath);
        UUID site = shop.location("SITE", "330106", 1, depot, depotPath);
        UUID pot = shop.goods("POT", 700);
        shop.stock(pot, site, 9);
        UUID order = ((Placement.Placed) owner(() -> orders.place(
                        Shop.order(Source.CHANNEL, theirs, "TB-" + Stage.tail(), List.of(Shop.line("POT", 2))))))
                .id();
        run(() -> payments.pay(order, new PlaceOrder.Payment("card", "", 1_400, null)));
        FulfilmentView one = opened(order);
        Person seller = stage.member(workspace, "Sally", "node_manager", sales);
        Person deliverer = stage.member(workspace, "Dan", "node_manager", depot);
        // who sells
        OrderView seen = Objects.requireNonNull(stage.as(seller, workspace, () -> orders.order(order)))
                .order();
        assertThat(stage.as(seller, workspace, () -> fulfilments.ofOrder(order, seen.path())))
                .hasSize(1);
        Stage.refused(
                FulfilmentProblem.NOT_FOUND, () -> stage.as(seller, workspace, () -> fulfilments.fulfilment(one.id())));
        Stage.refused(
                FulfilmentProblem.NOT_FOUND, () -> stage.run(seller, workspace, () -> fulfilments.accept(one.id())));
        assertThat(found(seller, "")).isEmpty();
        assertThat(Objects.requireNonNull(stage.as(
                                seller, workspace, () -> list.counts(new FulfilmentFilter("open", "", null, null, ""))))
                        .values())
                .containsOnly(0L);
        Browser salesBrowser = stage.browser(seller);
        String base = "/w/" + workspace.slug();
        assertThat(salesBrowser.get(base + "/orders/" + order).body()).contains(one.number());
        assertThat(salesBrowser.get(base + "/fulfilments/" + one.id()).status()).isEqualTo(404);
        // who delivers
        Stage.refused(OrderProblem.NOT_FOUND, () -> stage.as(deliverer, workspace, () -> orders.order(order)));
        assertThat(found(deliverer, one.orderNumber())).containsExactly(one.id());
        stage.run(deliverer, workspace, () -> fulfilments.accept(one.id()));
        stage.run(deliverer, workspace, () -> fulfilments.pack(one.id()));
        stage.run(deliverer, workspace, () -> fulfilments.ship(one.id(), List.of(new NewParcel("", "", Map.of()))));
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.SHIPPED);
        Browser depotBrowser = stage.browser(deliverer);
        assertThat(depotBrowser.get(base + "/fulfilments/" + one.id()).status()).isEqualTo(200);
        assertThat(depotBrowser.get(base + "/orders/" + order).status()).isEqualTo(404);
        assertThat(depotBrowser.get(base + "/fulfilments/export?view=all").body())
                .contains(one.number());
        assertThat(salesBrowser.get(base + "/fulfilments/export?view=all").body())
                .doesNotContain(one.number());
        assertThat(Objects.requireNonNull(stage.as(
                                deliverer,
                                workspace,
                                () -> handOvers.find(new HandOvers.Filter("all", "", "", null), "", 50)))
                        .rows())
                .hasSize(2);
        assertThat(Objects.requireNonNull(stage.as(
                                seller,
                                workspace,
                                () -> handOvers.find(new HandOvers.Filter("all", "", "", null), "", 50)))
                        .rows())
                .isEmpty();
    }

    private List<UUID> found(Person person, String q) {
        return Objects.requireNonNull(stage.as(
                        person, workspace, () -> list.find(new FulfilmentFilter("all", q, null, null, ""), "", 50)))
                .rows()
                .stream()
                .map(FulfilmentView::id)
                .toList();
    }

    @Test
    void oneIsSplitAndPutTogetherAgain() {
        UUID order = paid(Shop.line("CUP", 5));
        UUID line = line(order, "CUP").id();
        UUID one = opened(order).id();
        refused(FulfilmentProblem.NOTHING_LEFT, () -> fulfilments.split(one, Map.of(line, 5L)));
        refused(FulfilmentProblem.BAD_UNITS, () -> fulfilments.split(one, Map.of(line, 6L)));
        refused(FulfilmentProblem.NO_UNITS, () -> fulfilments.split(one, Map.of()));
        UUID two = owner(() -> fulfilments.split(one, Map.of(line, 2L)));
        assertThat(of(order)).extracting(FulfilmentView::units).containsExactlyInAnyOrder(3L, 2L);
        run(() -> transaction.executeWithoutResult(_ -> sync.sync(List.of(order))));
        assertThat(of(order)).as("the consumer finds nothing to do").hasSize(2);
        refused(FulfilmentProblem.TOO_FEW, () -> fulfilments.merge(List.of(one)));
        run(() -> fulfilments.accept(two));
        refused(FulfilmentProblem.NOT_ALIKE, () -> fulfilments.merge(List.of(one, two)));
        run(() -> fulfilments.accept(one));
        assertThat(owner(() -> fulfilments.merge(List.of(two, one)))).isEqualTo(one);
        assertThat(read(one).units()).isEqualTo(5);
        assertThat(read(two).state()).isEqualTo(WorkState.CANCELLED);
        assertThat(read(two).mergedInto()).isEqualTo(one);
        run(() -> fulfilments.pack(one));
        ship(one, "", Map.of());
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.SHIPPED);
    }

    @Test
    void unitsThatACountDoesNotFindAreTakenAwayAndTheOrderStaysInWork() {
        UUID order = paid(Shop.line("CUP", 4));
        UUID id = opened(order).id();
        run(() -> fulfilments.accept(id));
        run(() -> stock.count(new ChangeStock(east, List.of(new ChangeStock.Line("CUP", 3)), "", "")));
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.IN_WORK);
        assertThat(line(order, "CUP").missing()).isEqualTo(1);
        assertThat(line(order, "CUP").inWork()).isEqualTo(3);
        await().atMost(SOON).until(() -> read(id).units() == 3);
        assertThat(read(id).state()).isEqualTo(WorkState.ACCEPTED);
        run(() -> stock.count(new ChangeStock(east, List.of(new ChangeStock.Line("CUP", 0)), "", "")));
        await().atMost(SOON).until(() -> read(id).state() == WorkState.CANCELLED);
        assertThat(order(order).fulfilment()).isEqualTo(FulfilmentState.UNALLOCATED);
    }

    @Test
    void aBundleIsShippedByItsComponents() {
        UUID set = shop.variant("SET", "bundle", 2_500);
        UUID pot = shop.goods("POT", 700);
        shop.stock(pot, east, 10);
        shop.component(set, cup, 2);
        shop.component(set, pot, 1);
        UUID order = paid(Shop.line("SET", 2));
        UUID id = packed(order);
        UUID cups = line(order, "CUP").id();
        ship(id, "", Map.of(cups, 3L));
        assertThat(line(order, "SET").shipped()).as("of which anything left").isEqualTo(2);
        ship(id, "", Map.of());
        run(() -> fulfilments.deliver(id));
        assertThat(line(order, "SET").delivered()).isEqualTo(2);
        assertThat(order(order).state()).isEqualTo(OrderState.COMPLETED);
    }

    @Test
    void theListIsSearchedCountedAndLeadsPageByPage() {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(paid(Shop.line("CUP", 1)));
        }
        all.forEach(this::opened);
        UUID first = of(all.getFirst()).getFirst().id();
        Stage.all("update core.fulfilment set due_at = now() - interval '1 hour' where id = ?", first);
        run(() -> fulfilments.accept(first));
        run(() -> fulfilments.pack(first));
        ship(first, "SF900001", Map.of());
        UUID second = of(all.get(1)).getFirst().id();
        Stage.all("update core.fulfilment set due_at = now() - interval '1 hour' where id = ?", second);
        Map<String, Long> counts = owner(() -> list.counts(new FulfilmentFilter("open", "", null, null, "")));
        assertThat(counts).containsEntry("open", 2L).containsEntry("late", 1L).containsEntry("shipped", 1L);
        assertThat(counts).containsEntry("all", 3L);
        assertThat(found(workspace.owner(), "sf900001")).containsExactly(first);
        assertThat(found(workspace.owner(), "cup")).hasSize(3);
        assertThat(found(workspace.owner(), read(second).number())).containsExactly(second);
        assertThat(found(workspace.owner(), "nothing")).isEmpty();
        Slice<FulfilmentView> page =
                owner(() -> list.find(new FulfilmentFilter("late", "", east, null, "due"), "", 50));
        assertThat(page.rows()).extracting(FulfilmentView::id).containsExactly(second);
        for (String sort : List.of("created", "-created", "due", "-due")) {
            List<UUID> paged = new ArrayList<>();
            owner(() -> Slice.all(cursor -> list.find(new FulfilmentFilter("all", "", null, null, sort), cursor, 1))
                            .toList())
                    .forEach(f -> paged.add(f.id()));
            assertThat(paged).hasSize(3).doesNotHaveDuplicates();
        }
    }

    @Test
    void manyAreDoneAtOnceAndEachStandsForItself() {
        UUID one = opened(paid(Shop.line("CUP", 1))).id();
        UUID two = opened(paid(Shop.line("CUP", 1))).id();
        run(() -> fulfilments.accept(two));
        Bulk.Outcome outcome = owner(() -> bulk.act(Action.ACCEPT, "", List.of(one, two)));
        assertThat(outcome.done()).isEqualTo(1);
        assertThat(outcome.failures()).extracting(Bulk.Failure::id).containsExactly(two);
        FulfilmentFilter accepted = new FulfilmentFilter("accepted", "", null, null, "");
        assertThat(owner(() -> bulk.actOnAll(Action.PICK, "", accepted)).done()).isEqualTo(2);
        for (Action action : List.of(Action.PACK, Action.SHIP, Action.DELIVER)) {
            assertThat(owner(() -> bulk.act(action, "", List.of(one, two))).failures())
                    .isEmpty();
        }
        assertThat(read(one).state()).isEqualTo(WorkState.DELIVERED);
        assertThat(owner(() -> bulk.act(Action.REJECT, "", List.of(one))).failures())
                .hasSize(1);
    }

    @Test
    void handOversHaveAnOwnerATimeAndAState() {
        UUID id = opened(paid(Shop.line("CUP", 1))).id();
        HandOverView one = owner(() -> handOvers.ofSubject(id)).getFirst();
        assertThat(one.isLate(Instant.now())).isFalse();
        run(() -> handOvers.take(one.id()));
        HandOverView taken = owner(() -> handOvers.handOver(one.id()));
        assertThat(taken.ownerId()).isEqualTo(workspace.owner().id());
        UUID department = Stage.one(
                "select id from core.department where tenant_id = ? limit 1",
                workspace.tenant().value());
        refused(
                FulfilmentProblem.CHANGED_MEANWHILE,
                () -> handOvers.assign(one.id(), 99, department, null, Instant.now()));
        refused(
                FulfilmentProblem.UNKNOWN_DEPARTMENT,
                () -> handOvers.assign(one.id(), taken.version(), Ids.next(), null, Instant.now()));
        refused(
                FulfilmentProblem.BAD_TIME,
                () -> handOvers.assign(
                        one.id(), taken.version(), null, null, Instant.now().plus(Duration.ofDays(999))));
        run(() -> handOvers.assign(
                one.id(), taken.version(), department, null, Instant.now().minusSeconds(60)));
        assertThat(owner(() -> handOvers.counts(new HandOvers.Filter("open", "", "", null))))
                .containsEntry("late", 1L)
                .containsEntry("open", 1L)
                .containsEntry("mine", 0L);
        assertThat(owner(() -> handOvers.find(new HandOvers.Filter("late", "", "", department), "", 50))
                        .rows())
                .hasSize(1);
        refused(FulfilmentProblem.HAND_OVER_WAITS, () -> handOvers.done(one.id(), "At the gate"));
        run(() -> fulfilments.accept(id));
        refused(FulfilmentProblem.HAND_OVER_CLOSED, () -> handOvers.take(one.id()));
        assertThat(owner(() -> handOvers.ofSubject(id)).getFirst().state()).isEqualTo("done");
        run(() -> fulfilments.pick(id));
        run(() -> fulfilments.pack(id));
        HandOverView carrier = owner(() -> handOvers.ofSubject(id)).getLast();
        run(() -> handOvers.done(carrier.id(), "At the gate"));
        assertThat(owner(() -> handOvers.ofSubject(id)))
                .extracting(HandOverView::state)
                .containsOnly("done");
    }

    @Test
    void aProgramDoesItAllAndARetryDoesItOnce() {
        ApiClient api = stage.program(workspace.owner(), workspace, stage.top(workspace));
        UUID order = paid(Shop.line("CUP", 2));
        UUID id = opened(order).id();
        UUID line = line(order, "CUP").id();
        String at = "/api/v1/fulfilments/" + id;
        assertThat(api.get("/api/v1/fulfilments?view=open&q=" + order(order).number())
                        .at("/data/0/id"))
                .isEqualTo(id.toString());
        assertThat(api.get("/api/v1/fulfilments?colour=red").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/fulfilments?view=none").status()).isEqualTo(400);
        assertThat(api.post(at + "/accept", "").at("/state")).isEqualTo("accepted");
        ApiClient.Answer again = api.post(at + "/accept", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("fulfilment/wrong-state");
        assertThat(api.post(at + "/pick", "").at("/state")).isEqualTo("picking");
        assertThat(api.post(at + "/pack", "").at("/state")).isEqualTo("packed");
        String parcel = """
                {"parcels": [{"carrier": "SF", "tracking": "SF424242", "lines": [{"lineId": "%s", "quantity": %d}]}]}""";
        ApiClient.Answer more = api.post(at + "/parcels", parcel.formatted(line, 3));
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.at("/errors/0/field")).isEqualTo("/parcels/0/lines/0/quantity");
        ApiClient once = api.with("Idempotency-Key", "ship-" + Stage.tail());
        ApiClient.Answer sent = once.post(at + "/parcels", parcel.formatted(line, 1));
        assertThat(sent.status()).isEqualTo(200);
        ApiClient.Answer retried = once.post(at + "/parcels", parcel.formatted(line, 1));
        assertThat(retried.body()).isEqualTo(sent.body());
        assertThat(read(id).parcels()).hasSize(1);
        ApiClient.Answer used = api.post(at + "/parcels", parcel.formatted(line, 1));
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.problem()).isEqualTo("fulfilment/tracking-used");
        assertThat(api.post(at + "/parcels", "{\"parcels\": [{}]}").at("/state"))
                .isEqualTo("shipped");
        String first = read(id).parcels().getFirst().id().toString();
        assertThat(api.post(at + "/parcels/" + first + "/deliver", "").status()).isEqualTo(200);
        assertThat(api.post(at + "/deliver", "").at("/state")).isEqualTo("delivered");
        assertThat(api.get("/api/v1/orders/" + order).at("/state")).isEqualTo("completed");
        assertThat(api.get("/api/v1/orders/" + order + "/fulfilments").at("/data/0/parcels/0/tracking"))
                .isEqualTo("SF424242");
        assertThat(api.get("/api/v1/fulfilments/counts").at("/delivered")).isEqualTo("1");
        assertThat(api.get("/api/v1/fulfilments/export?view=delivered").body()).contains(read(id).number());
        UUID other = opened(paid(Shop.line("CUP", 2))).id();
        assertThat(api.post(
                                "/api/v1/fulfilments/actions/bulk",
                                "{\"action\": \"accept\", \"ids\": [\"%s\", \"%s\"]}".formatted(other, id))
                        .at("/done"))
                .isEqualTo("1");
        String handOver = api.get("/api/v1/hand-overs?view=done").at("/data/0/id");
        assertThat(api.get("/api/v1/hand-overs/" + handOver).status()).isEqualTo(200);
        assertThat(api.put("/api/v1/hand-overs/" + handOver, "{\"dueAt\": \"2030-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(428);
        assertThat(api.get("/api/v1/settings/fulfilment").at("/shipMinutes")).isEqualTo("1440");
        assertThat(api.with("If-Match", "\"0\"")
                        .put("/api/v1/settings/fulfilment", """
                                {"acceptMinutes": 0, "shipMinutes": 60, "carrierMinutes": 60, "aftersalesMinutes": 60}""")
                        .at("/errors/0/field"))
                .isEqualTo("/acceptMinutes");
    }

    @Test
    void thePagesTakeItToTheDoor() {
        UUID order = paid(Shop.line("CUP", 2));
        FulfilmentView one = opened(order);
        UUID line = line(order, "CUP").id();
        Browser browser = stage.browser(workspace.owner());
        String base = "/w/" + workspace.slug();
        String here = base + "/fulfilments/" + one.id();
        assertThat(browser.get(base + "/fulfilments").body()).contains(one.number());
        assertThat(browser.get(base + "/orders/" + order).body()).contains(one.number());
        browser.post(here + "/accept", Map.of());
        browser.post(here + "/pack", Map.of());
        Map<String, String> parcel = new LinkedHashMap<>();
        parcel.put("carrier", "SF");
        parcel.put("tracking", "SF313131");
        parcel.put(line.toString(), "9");
        Browser.Answer wrong = browser.post(here + "/ship", parcel);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("SF313131").contains("CUP");
        parcel.put(line.toString(), "2");
        assertThat(browser.post(here + "/ship", parcel).status()).isEqualTo(302);
        assertThat(browser.get(here).body()).contains("SF313131");
        browser.post(here + "/deliver", Map.of());
        assertThat(read(one.id()).state()).isEqualTo(WorkState.DELIVERED);
        assertThat(browser.get(base + "/hand-overs?view=done").body()).contains(one.number());
        UUID other = opened(paid(Shop.line("CUP", 1))).id();
        assertThat(browser.post(base + "/fulfilments/bulk", Map.of("action", "accept", "id", other.toString()))
                        .status())
                .isEqualTo(302);
        assertThat(read(other).state()).isEqualTo(WorkState.ACCEPTED);
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "acceptMinutes", "30", "shipMinutes", "soon", "carrierMinutes", "60", "aftersalesMinutes", "60"));
        settings.put("version", "0");
        assertThat(browser.post(base + "/fulfilments/settings", settings).status())
                .isEqualTo(422);
        settings.put("shipMinutes", "120");
        assertThat(browser.post(base + "/fulfilments/settings", settings).status())
                .isEqualTo(302);
        UUID soon = opened(paid(Shop.line("CUP", 1))).id();
        assertThat(Duration.between(read(soon).createdAt(), read(soon).dueAt())).isEqualTo(Duration.ofHours(2));
        String handOver =
                String.valueOf(owner(() -> handOvers.ofSubject(soon)).getFirst().id());
        assertThat(browser.get(base + "/hand-overs/" + handOver).status()).isEqualTo(200);
        assertThat(browser.post(
                                base + "/hand-overs/" + handOver,
                                Map.of("version", "0", "dueAt", "yesterday", "ownerId", "", "departmentId", ""))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void theConsumerMayComeLateAndTwice() {
        UUID order = paid(Shop.line("CUP", 2));
        opened(order);
        String before = rows();
        for (int i = 0; i < 2; i++) {
            Scope.tenant(workspace.tenant())
                    .run(() -> transaction.executeWithoutResult(_ -> sync.sync(List.of(order, Ids.next()))));
        }
        assertThat(rows()).isEqualTo(before);
    }

    private String rows() {
        return Stage.all(
                        "select t::text from core.fulfilment t where tenant_id = ? union all select t::text from core.fulfilment_line t"
                                + " where tenant_id = ? order by 1",
                        workspace.tenant().value(),
                        workspace.tenant().value())
                .toString();
    }
}
