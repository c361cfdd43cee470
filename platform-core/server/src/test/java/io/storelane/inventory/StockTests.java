package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.catalog.Obstacle;
import io.storelane.order.Orders;
import io.storelane.order.Placement;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.support.ApiClient;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Stock comes, goes, is counted and moves; the history explains every unit. */
class StockTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final Stock stock;
    private final StockList list;
    private final Transfers transfers;
    private final Availability availability;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shelf shelf;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shop seller;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID north;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID south;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID cup;

    @Autowired
    StockTests(
            ApplicationContext context, Stock stock, StockList list, Transfers transfers, Availability availability) {
        this.context = context;
        stage = new Stage(context);
        this.stock = stock;
        this.list = list;
        this.transfers = transfers;
        this.availability = availability;
    }

    @BeforeEach
    void aShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        shelf = new Shelf(context, shop);
        seller = new Shop(context, stage, shop);
        north = shelf.location("N", stage.node(shop, stage.top(shop), "North"));
        south = shelf.location("S", stage.node(shop, stage.top(shop), "South"));
        cup = seller.goods("CUP", 1_000);
    }

    @Test
    void eachChangeIsExplainedWithWhatWasThereAfterIt() {
        owner(() -> stock.receive(
                new ChangeStock(north, List.of(new ChangeStock.Line("CUP", 10)), "DN-7", "from the maker")));
        owner(() -> stock.adjust(Shelf.change(north, "CUP", -2)));
        owner(() -> stock.count(Shelf.change(north, "CUP", 9)));
        owner(() -> stock.damage(Shelf.change(north, "CUP", 4)));
        owner(() -> stock.count(Shelf.change(north, "CUP", 5)));
        List<StockMoveView> history = history("", 50).rows();
        assertThat(history)
                .extracting(StockMoveView::reason, StockMoveView::onHand, StockMoveView::onHandAfter)
                .containsExactly(
                        tuple(MoveReason.DAMAGE, -4L, 5L),
                        tuple(MoveReason.COUNT, 1L, 9L),
                        tuple(MoveReason.ADJUSTMENT, -2L, 8L),
                        tuple(MoveReason.RECEIPT, 10L, 10L));
        assertThat(history.getLast().reference()).isEqualTo("DN-7");
        assertThat(history.getLast().actorName()).isEqualTo("Ming");
        Slice<StockMoveView> first = history("", 2);
        assertThat(history(Objects.requireNonNull(first.next()), 2).rows()).isEqualTo(history.subList(2, 4));
    }

    @Test
    void allLinesOrNoneAndEachFaultIsNamed() {
        shelf.variant("HELP", "service", "安装", "Installing");
        shelf.receive(north, "CUP", 3);
        List<Fault> faults = faults(() -> owner(() -> stock.receive(new ChangeStock(
                north,
                List.of(
                        new ChangeStock.Line("CUP", 5),
                        new ChangeStock.Line("NONE", 1),
                        new ChangeStock.Line("HELP", 1),
                        new ChangeStock.Line("CUP", 0)),
                "",
                ""))));
        assertThat(faults)
                .extracting(Fault::code, Fault::path)
                .containsExactly(
                        tuple(InventoryProblem.SKU_UNKNOWN, "/lines/1/sku"),
                        tuple(InventoryProblem.NOT_STOCKED, "/lines/2/sku"),
                        tuple(InventoryProblem.SKU_TWICE, "/lines/3/sku"),
                        tuple(InventoryProblem.QUANTITY, "/lines/3/quantity"));
        assertThat(level(north).onHand()).isEqualTo(3);
        assertThat(history("", 50).rows()).hasSize(1);
    }

    @Test
    void whatIsReservedStays() {
        shelf.receive(north, "CUP", 10);
        order(6);
        assertThat(faults(() -> owner(() -> stock.adjust(Shelf.change(north, "CUP", -5)))))
                .extracting(Fault::code)
                .containsExactly(InventoryProblem.BELOW_RESERVED);
        assertThat(faults(() -> owner(() -> transfers.send(transfer(5)))))
                .extracting(Fault::code)
                .containsExactly(InventoryProblem.NOT_ENOUGH);
        owner(() -> transfers.send(transfer(4)));
        assertThat(level(north).available()).isZero();
        assertThat(faults(() -> owner(() -> stock.damage(Shelf.change(north, "CUP", 7)))))
                .extracting(Fault::code)
                .containsExactly(InventoryProblem.NOT_ENOUGH);
    }

    @Test
    void aCountTakesWhatIsMissingFromTheNewestReservations() {
        shelf.receive(north, "CUP", 10);
        order(6);
        order(3);
        owner(() -> stock.count(Shelf.change(north, "CUP", 7)));
        assertThat(level(north).reserved()).isEqualTo(7);
        assertThat(held()).containsExactly(1L, 6L);
        owner(() -> stock.damage(Shelf.change(north, "CUP", 4)));
        assertThat(level(north).onHand()).isEqualTo(3);
        assertThat(level(north).reserved()).isEqualTo(3);
        assertThat(held()).containsExactly(3L);
        StockMoveView latest = history("", 50).rows().getFirst();
        assertThat(latest.onHandAfter()).isEqualTo(3);
        assertThat(latest.reservedAfter()).isEqualTo(3);
    }

    /** An order that holds units where there are enough of them. */
    private void order(long units) {
        UUID channel = seller.channel("channel-" + Stage.tail());
        assertThat(stage.as(
                        shop.owner(),
                        shop,
                        () -> context.getBean(Orders.class).place(Shop.order(channel, "CUP", units))))
                .isInstanceOf(Placement.Placed.class);
    }

    /** Units held for orders, the newest first. */
    private List<Long> held() {
        return stage.as(shop.owner(), shop, () -> list.held(cup)).stream()
                .map(ReservationView::quantity)
                .toList();
    }

    @Test
    void aTransferIsOnItsWayUntilItHasArrivedInParts() {
        shelf.receive(north, "CUP", 10);
        UUID id = stage.as(shop.owner(), shop, () -> transfers.send(transfer(8)));
        assertThat(level(north).onHand()).isEqualTo(2);
        // the south never had it, and still says what is coming
        assertThat(level(south).onHand()).isZero();
        assertThat(level(south).coming()).isEqualTo(8);
        receive(id, 5, false);
        assertThat(level(south).onHand()).isEqualTo(5);
        assertThat(level(south).coming()).isEqualTo(3);
        assertThat(view(id).done()).isFalse();
        refused(InventoryProblem.MORE_THAN_SENT, () -> receive(id, 4, false));
        refused(
                InventoryProblem.CHANGED_MEANWHILE,
                () -> owner(() -> transfers.receive(id, 0, Map.of(cup, 1L), false, "")));
        receive(id, 2, true);
        TransferView done = view(id);
        assertThat(done.done()).isTrue();
        assertThat(done.open()).isEqualTo(1);
        assertThat(level(south).coming()).isZero();
        assertThat(level(south).onHand()).isEqualTo(7);
        assertThat(done.loss()).isEqualTo(new TransferView.Loss(shop.owner().name(), "Box was torn"));
        List<StockMoveView> history = stage.as(
                shop.owner(), shop, () -> list.history(cup, null, "", 50).rows());
        StockMoveView lost = history.stream()
                .filter(m -> m.reason() == MoveReason.TRANSFER_LOST)
                .findFirst()
                .orElseThrow();
        assertThat(List.of(lost.onHand(), lost.transit(), lost.onHandAfter())).containsExactly(0L, -1L, 7L);
        assertThat(lost.locationId()).isEqualTo(south);
        assertThat(lost.referenceId()).isEqualTo(id);
        assertThat(lost.note()).isEqualTo("Box was torn");
        assertThat(history.stream().mapToLong(StockMoveView::transit).sum()).isZero();
        assertThat(Stage.<String>one(
                        "select payload::text from core.event where aggregate_id = ? and type = 'transfer.units_lost'",
                        id))
                .contains("\"units\": 1", south.toString());
        refused(InventoryProblem.TRANSFER_DONE, () -> receive(id, 1, false));
    }

    @Test
    void aPersonOfOneNodeSeesAndChangesItsStockOnly() {
        shelf.receive(north, "CUP", 10);
        shelf.receive(south, "CUP", 20);
        Person manager = stage.member(shop, "Nora", "node_manager", nodeOf(north));
        assertThat(stage.as(
                        manager,
                        shop,
                        () -> list.find(StockList.Filter.ALL, "", 50).rows()))
                .extracting(StockLevelView::onHand)
                .containsExactly(10L);
        assertThat(stage.as(manager, shop, () -> list.count(StockList.Filter.ALL)))
                .isEqualTo(1);
        assertThat(stage.as(manager, shop, () -> list.levels(cup))).hasSize(1);
        assertThat(stage.as(manager, shop, () -> list.history(cup, null, "", 50).rows()))
                .hasSize(1);
        refused(
                InventoryProblem.LOCATION_UNKNOWN,
                () -> stage.run(manager, shop, () -> stock.receive(Shelf.change(south, "CUP", 1))));
        refused(
                InventoryProblem.LOCATION_UNKNOWN,
                () -> stage.run(manager, shop, () -> stock.keepBack(List.of(cup), List.of(south), 5)));
        UUID id = stage.as(
                shop.owner(),
                shop,
                () -> transfers.send(new TransferStock(north, south, List.of(new ChangeStock.Line("CUP", 1)), "")));
        assertThat(stage.as(manager, shop, () -> transfers.transfer(id)).receivable())
                .isFalse();
        refused(
                InventoryProblem.TRANSFER_NOT_FOUND,
                () -> stage.run(manager, shop, () -> transfers.receive(id, 0, Map.of(cup, 1L), false, "")));
    }

    @Test
    void aChannelPromisesWhatIsFreeLessWhatIsKeptBack() {
        UUID saucer = shelf.variant("SAUCER");
        UUID set = shelf.bundle("SET", 2, cup, saucer);
        UUID web = shelf.channel("web", 3);
        shelf.receive(north, "CUP", 10);
        order(2);
        shelf.receive(south, "CUP", 5);
        shelf.receive(south, "SAUCER", 20);
        owner(() -> stock.keepBack(List.of(cup, cup), List.of(north, south), 6));
        Map<UUID, Long> atp =
                stage.as(shop.owner(), shop, () -> availability.atp(web, List.of(cup, saucer, set, UUID.randomUUID())));
        // of the cups 10 - 2 - 6 in the north, none in the south where 5 are fewer than are kept back, less the buffer
        assertThat(atp).containsOnly(Map.entry(cup, 0L), Map.entry(saucer, 17L), Map.entry(set, 0L));
        owner(() -> stock.keepBack(List.of(cup, cup), List.of(north, south), 1));
        assertThat(stage.as(shop.owner(), shop, () -> availability.atp(web, List.of(cup, set))))
                .containsOnly(Map.entry(cup, 8L), Map.entry(set, 4L));
        assertThat(stage.as(shop.owner(), shop, () -> availability.promises(set)))
                .extracting(Availability.Promise::channelCode, Availability.Promise::units)
                .contains(tuple("web", 4L));
        refused(
                InventoryProblem.CHANNEL_NOT_FOUND,
                () -> stage.as(shop.owner(), shop, () -> availability.atp(UUID.randomUUID(), List.of(cup))));
    }

    @Test
    void aChannelPromisesNothingThatItMayNotSell() {
        UUID saucer = shelf.variant("SAUCER");
        UUID set = shelf.bundle("SET", 2, cup, saucer);
        UUID hollow = shelf.bundle("HOLLOW", 1);
        UUID web = shelf.channel("web", 0);
        shelf.receive(north, "CUP", 10);
        shelf.receive(north, "SAUCER", 10);
        assertThat(promise(set, web).units()).isEqualTo(5);
        assertThat(promise(set, web).obstacle()).isNull();
        assertThat(promise(hollow, web).obstacle()).isEqualTo(Obstacle.NO_COMPONENTS);

        seller.exclusive(saucer);
        assertThat(promise(saucer, web).units()).isZero();
        assertThat(promise(saucer, web).obstacle()).isEqualTo(Obstacle.NOT_AUTHORIZED);
        assertThat(promise(set, web).units()).isZero();
        assertThat(promise(set, web).obstacle()).isEqualTo(Obstacle.COMPONENT_NOT_AUTHORIZED);
        assertThat(promise(cup, web).units()).isEqualTo(10);
        assertThat(stage.as(shop.owner(), shop, () -> availability.atp(web, List.of(cup, saucer, set))))
                .containsOnly(Map.entry(cup, 10L), Map.entry(saucer, 0L), Map.entry(set, 0L));
        assertThat(stage.browser(shop.owner())
                        .get("/w/" + shop.slug() + "/stock/" + saucer)
                        .body())
                .contains("This channel may not sell it");
        var answer = stage.program(shop.owner(), shop, stage.top(shop)).get("/api/v1/stock/items/SAUCER");
        assertThat(answer.body()).contains("\"obstacle\":\"not_authorized\"");

        seller.authorize(saucer, web);
        assertThat(promise(set, web).units()).isEqualTo(5);
        Stage.all("update core.variant set active = false where id = ?", cup);
        assertThat(promise(cup, web).units()).isZero();
        assertThat(promise(cup, web).obstacle()).isEqualTo(Obstacle.NOT_LISTED);
    }

    private Availability.Promise promise(UUID variant, UUID channel) {
        return stage.as(shop.owner(), shop, () -> availability.promises(variant)).stream()
                .filter(p -> p.channelId().equals(channel))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLocationThatOrdersOrTransfersWaitForStaysOpen() {
        shelf.receive(north, "CUP", 10);
        order(2);
        String close = "/api/v1/locations/%s/close";
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));
        ApiClient.Answer held = program.post(close.formatted(north), "");
        assertThat(held.status()).isEqualTo(409);
        assertThat(held.problem()).isEqualTo("inventory/location-holds");
        assertThat(held.at("/detail")).contains("holds 2 units for 1 order.");
        UUID id = stage.as(shop.owner(), shop, () -> transfers.send(transfer(8)));
        ApiClient.Answer awaited = program.post(close.formatted(south), "");
        assertThat(awaited.status()).isEqualTo(409);
        assertThat(awaited.problem()).isEqualTo("inventory/location-awaits");
        assertThat(awaited.at("/detail")).contains("8 units are on the way to Place S.");
        receive(id, 8, false);
        assertThat(program.post(close.formatted(south), "").at("/active")).isEqualTo("false");
        assertThat(level(south).onHand()).isEqualTo(8);
    }

    @Test
    void theListIsFilteredSortedAndPaged() {
        for (int i = 0; i < 5; i++) {
            shelf.variant("TEA-" + i);
            shelf.receive(i % 2 == 0 ? north : south, "TEA-" + i, 10 - i);
        }
        assertThat(skus(new StockList.Filter("TEA-", null, null, "", "available")))
                .containsExactly("TEA-4", "TEA-3", "TEA-2", "TEA-1", "TEA-0");
        assertThat(skus(new StockList.Filter("", north, null, "", "-sku"))).containsExactly("TEA-4", "TEA-2", "TEA-0");
        assertThat(skus(new StockList.Filter("", null, nodeOf(south), "", "location")))
                .containsExactlyInAnyOrder("TEA-1", "TEA-3");
        owner(() -> stock.count(Shelf.change(north, "TEA-0", 0)));
        assertThat(skus(new StockList.Filter("", null, null, "out", "sku"))).containsExactly("TEA-0");
        for (String sort : List.of("sku", "-sku", "location", "-location", "available", "-available")) {
            StockList.Filter filter = new StockList.Filter("", null, null, "", sort);
            List<String> walked = new ArrayList<>();
            String cursor = "";
            do {
                String at = cursor;
                Slice<StockLevelView> page = stage.as(shop.owner(), shop, () -> list.find(filter, at, 2));
                page.rows().forEach(row -> walked.add(row.sku()));
                cursor = page.next() == null ? "" : page.next();
            } while (!cursor.isEmpty());
            assertThat(walked).as(sort).hasSize(5).doesNotHaveDuplicates().isEqualTo(skus(filter));
        }
    }

    /** Random operations by several people at once: the moves add up to the levels, and nothing is lost on the way. */
    @Test
    void theMovesAddUpToTheLevels() throws Exception {
        shelf.variant("POT");
        List<String> skus = List.of("CUP", "POT");
        List<UUID> places = List.of(north, south);
        shelf.receive(north, "CUP", 50);
        order(20);
        order(15);
        shelf.receive(south, "CUP", 50);
        places.forEach(place -> shelf.receive(place, "POT", 50));
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                done.add(threads.submit(() -> {
                    int refused = 0;
                    for (int i = 0; i < 40; i++) {
                        refused += step(random, skus, places) ? 0 : 1;
                    }
                    return refused;
                }));
            }
            for (Future<Integer> each : done) {
                assertThat(each.get()).isLessThan(40);
            }
        }
        UUID tenant = shop.tenant().value();
        assertThat(Stage.all("""
                select s.variant_id from core.stock_level s left join core.stock_move m on m.tenant_id = s.tenant_id
                  and m.variant_id = s.variant_id and m.location_id = s.location_id
                where s.tenant_id = ? group by s.variant_id, s.location_id, s.on_hand, s.reserved
                having s.on_hand <> coalesce(sum(m.on_hand), 0) or s.reserved <> coalesce(sum(m.reserved), 0)""", tenant)).isEmpty();
        // as much is reserved as the reservations hold, though counts and damages took some of it
        assertThat(Stage.<Boolean>one("""
                        select s.reserved = coalesce(sum(r.quantity), 0) from core.stock_level s
                        left join core.reservation r on r.tenant_id = s.tenant_id and r.variant_id = s.variant_id
                          and r.location_id = s.location_id and r.state = 'held'
                        where s.tenant_id = ? and s.variant_id = ? and s.location_id = ? group by s.reserved""", tenant, cup, north)).isTrue();
        // what left the one location and did not arrive at another is on its way, or a move says that it was lost
        assertThat(Stage.all("""
                select i.variant_id from core.stock_transfer t
                join core.stock_transfer_line i on i.tenant_id = t.tenant_id and i.transfer_id = t.id
                where t.tenant_id = ? and case t.state when 'in_transit' then i.quantity - i.received else 0 end <>
                  (select coalesce(sum(m.transit), 0) from core.stock_move m where m.tenant_id = t.tenant_id
                   and m.reference_id = t.id and m.variant_id = i.variant_id)""", tenant)).isEmpty();
        for (UUID variant : List.of(cup)) {
            List<StockMoveView> history = stage.as(
                    shop.owner(),
                    shop,
                    () -> list.history(variant, north, "", 1_000).rows());
            StockMoveView oldest = history.getLast();
            assertThat(oldest.onHandAfter()).isEqualTo(oldest.onHand());
            assertThat(history).allMatch(m -> m.onHandAfter() >= m.reservedAfter());
        }
    }

    private boolean step(Random random, List<String> skus, List<UUID> places) {
        UUID place = places.get(random.nextInt(places.size()));
        UUID other = places.get(0).equals(place) ? places.get(1) : places.get(0);
        List<ChangeStock.Line> lines = new ArrayList<>();
        List<String> mixed = new ArrayList<>(skus);
        java.util.Collections.shuffle(mixed, random);
        int operation = random.nextInt(6);
        mixed.forEach(sku -> lines.add(new ChangeStock.Line(sku, 1 + random.nextInt(9))));
        ChangeStock change = new ChangeStock(place, lines, "", "");
        try {
            owner(() -> {
                switch (operation) {
                    case 0 -> stock.receive(change);
                    case 1 ->
                        stock.adjust(new ChangeStock(
                                place,
                                lines.stream()
                                        .map(l -> new ChangeStock.Line(l.sku(), -l.quantity()))
                                        .toList(),
                                "",
                                ""));
                    case 2 ->
                        stock.count(new ChangeStock(
                                place,
                                lines.stream()
                                        .map(l -> new ChangeStock.Line(l.sku(), 30 + l.quantity()))
                                        .toList(),
                                "",
                                ""));
                    case 3 -> stock.damage(change);
                    case 4 -> transfers.send(new TransferStock(place, other, lines, ""));
                    default -> {
                        Slice<TransferView> open =
                                transfers.find(new Transfers.Filter("in_transit", null, "created"), "", 1);
                        for (TransferView each : open.rows()) {
                            TransferView full = transfers.transfer(each.id());
                            long some = full.lines().getFirst().open();
                            transfers.receive(
                                    each.id(),
                                    full.version(),
                                    Map.of(full.lines().getFirst().variantId(), some),
                                    random.nextBoolean(),
                                    "");
                        }
                    }
                }
            });
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private List<String> skus(StockList.Filter filter) {
        return stage.as(shop.owner(), shop, () -> list.find(filter, "", 50).rows()).stream()
                .map(StockLevelView::sku)
                .toList();
    }

    private UUID nodeOf(UUID location) {
        return Stage.one("select node_id from core.location where id = ?", location);
    }

    private TransferStock transfer(long units) {
        return new TransferStock(north, south, List.of(new ChangeStock.Line("CUP", units)), "");
    }

    private void receive(UUID id, long units, boolean last) {
        long version = view(id).version();
        owner(() -> transfers.receive(id, version, Map.of(cup, units), last, last ? "Box was torn" : ""));
    }

    private TransferView view(UUID id) {
        return stage.as(shop.owner(), shop, () -> transfers.transfer(id));
    }

    private StockLevelView level(UUID location) {
        return stage.as(shop.owner(), shop, () -> list.levels(cup)).stream()
                .filter(l -> l.locationId().equals(location))
                .findFirst()
                .orElseThrow();
    }

    private Slice<StockMoveView> history(String cursor, int size) {
        return stage.as(shop.owner(), shop, () -> list.history(cup, null, cursor, size));
    }

    private void owner(Runnable work) {
        stage.run(shop.owner(), shop, work);
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(Arrays.copyOf(values, values.length));
    }

    private static List<Fault> faults(ThrowingCallable work) {
        List<Fault> faults = new ArrayList<>();
        assertThatThrownBy(work).isInstanceOfSatisfying(ProblemException.class, e -> faults.addAll(e.faults()));
        return faults;
    }

    private static void refused(InventoryProblem problem, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(problem));
    }
}
