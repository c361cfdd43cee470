package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.Stock;
import io.storelane.inventory.StockList;
import io.storelane.inventory.StockMoveView;
import io.storelane.inventory.TransferStock;
import io.storelane.inventory.TransferView;
import io.storelane.inventory.Transfers;
import io.storelane.order.Placement.Placed;
import io.storelane.problem.ProblemException;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * The history of a SKU explains every unit: after any sequence of what can be done to stock and orders, by several people at once,
 * the moves of a level add up to it, and what is reserved is what orders hold.
 */
class StockHistoryTests extends ServerTests {

    private static final int STEPS = 150;

    @Autowired
    ApplicationContext context;

    @Autowired
    Stock stock;

    @Autowired
    StockList list;

    @Autowired
    Transfers transfers;

    @Autowired
    Orders orders;

    @Autowired
    OrderChanges changes;

    @SuppressWarnings("NullAway.Init") // set by the test
    private Stage stage;

    @SuppressWarnings("NullAway.Init") // set by the test
    private Workspace workspace;

    @SuppressWarnings("NullAway.Init") // set by the test
    private UUID channel;

    private final List<UUID> places = new ArrayList<>();
    private final Map<String, UUID> goods = new HashMap<>();
    private final List<UUID> placed = java.util.Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> done = new ConcurrentHashMap<>();

    @Test
    void theMovesOfEachLevelAddUpToIt() throws Exception {
        stage = new Stage(context);
        workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        for (String code : List.of("NEAR", "FAR", "AWAY")) {
            places.add(shop.location(code, code.equals("NEAR") ? "330106" : "110101", 1));
        }
        UUID cup = shop.goods("CUP", 1_000);
        UUID saucer = shop.goods("SAUCER", 1_000);
        goods.putAll(Map.of("CUP", cup, "SAUCER", saucer, "SPOON", shop.goods("SPOON", 1_000)));
        UUID set = shop.variant("SET", "bundle", 2_500);
        shop.component(set, cup, 2);
        shop.component(set, saucer, 1);
        places.forEach(place -> attempt("receive", () -> stock.receive(all(place, 60))));

        List<Callable<Boolean>> people = new ArrayList<>();
        for (int person = 0; person < 3; person++) {
            Random random = new Random(person);
            people.add(() -> {
                for (int i = 0; i < STEPS; i++) {
                    step(random);
                }
                return true;
            });
        }
        Stage.together(people);

        assertThat(done.keySet())
                .as("each operation was done at least once")
                .contains(
                        "receive",
                        "adjust",
                        "count",
                        "damage",
                        "send",
                        "arrive",
                        "order",
                        "bundle",
                        "channel",
                        "cancel",
                        "cancel units",
                        "move",
                        "allocate");
        assertThat(shop.number("""
                        select count(*) from core.stock_level s cross join lateral (
                          select coalesce(sum(m.on_hand), 0) as on_hand, coalesce(sum(m.reserved), 0) as reserved from core.stock_move m
                          where m.tenant_id = s.tenant_id and m.variant_id = s.variant_id and m.location_id = s.location_id) m
                        where (s.on_hand, s.reserved) <> (m.on_hand, m.reserved)"""))
                .as("levels that their moves do not explain")
                .isZero();
        assertThat(shop.number("""
                        select count(*) from core.stock_level s where s.reserved is distinct from
                          (select coalesce(sum(r.quantity), 0)::bigint from core.reservation r where r.tenant_id = s.tenant_id
                           and r.variant_id = s.variant_id and r.location_id = s.location_id and r.state = 'held')"""))
                .as("levels that reserve other than what is held")
                .isZero();
        assertThat(shop.number("""
                        select count(*) from core.order_line l where l.reserved is distinct from
                          (select coalesce(sum(r.quantity), 0)::bigint from core.reservation r where r.tenant_id = l.tenant_id
                           and r.line_id = l.id and r.state = 'held')"""))
                .as("lines that do not have what is held for them")
                .isZero();
        // what was done for an order adds up to what it holds
        assertThat(shop.number("""
                        select count(*) from core.sales_order o where
                          (select coalesce(sum(m.reserved), 0) from core.stock_move m
                           where m.tenant_id = o.tenant_id and m.reference_id = o.id and m.reference_type = 'order')
                          <> (select coalesce(sum(l.reserved), 0) from core.order_line l
                           where l.tenant_id = o.tenant_id and l.order_id = o.id)"""))
                .as("orders whose moves do not explain what they hold")
                .isZero();
        // of bundles: components alone have stock
        assertThat(shop.number("select count(*) from core.stock_level where variant_id = ?", set))
                .isZero();
        goods.values().forEach(this::theRunningBalanceLeadsFromNothingToWhatIsThere);
    }

    private void theRunningBalanceLeadsFromNothingToWhatIsThere(UUID variant) {
        for (UUID place : places) {
            List<StockMoveView> newestFirst = new ArrayList<>();
            String cursor = "";
            do {
                String at = cursor;
                var page = stage.as(workspace.owner(), workspace, () -> list.history(variant, place, at, 17));
                newestFirst.addAll(page.rows());
                cursor = page.next() == null ? "" : page.next();
            } while (!cursor.isEmpty());
            long onHand = 0;
            long reserved = 0;
            for (StockMoveView move : newestFirst.reversed()) {
                onHand += move.onHand();
                reserved += move.reserved();
                assertThat(List.of(move.onHandAfter(), move.reservedAfter())).containsExactly(onHand, reserved);
            }
            long there = onHand;
            long held = reserved;
            assertThat(stage.as(workspace.owner(), workspace, () -> list.levels(variant)))
                    .filteredOn(level -> level.locationId().equals(place))
                    .allSatisfy(level -> assertThat(List.of(level.onHand(), level.reserved()))
                            .containsExactly(there, held))
                    .hasSize(1);
        }
    }

    private ChangeStock all(UUID place, long units) {
        return new ChangeStock(
                place,
                goods.keySet().stream()
                        .map(sku -> new ChangeStock.Line(sku, units))
                        .toList(),
                "",
                "");
    }

    private void step(Random random) {
        UUID place = places.get(random.nextInt(places.size()));
        UUID other = places.get(random.nextInt(places.size()));
        String sku = List.copyOf(goods.keySet()).get(random.nextInt(goods.size()));
        long units = 1L + random.nextInt(9);
        ChangeStock change = new ChangeStock(place, List.of(new ChangeStock.Line(sku, units)), "", "");
        switch (random.nextInt(13)) {
            case 0 -> attempt("receive", () -> stock.receive(all(place, units)));
            case 1 ->
                attempt(
                        "adjust",
                        () -> stock.adjust(
                                new ChangeStock(place, List.of(new ChangeStock.Line(sku, units - 6)), "", "")));
            case 2 -> attempt("count", () -> stock.count(all(place, 10L + random.nextInt(60))));
            case 3 -> attempt("damage", () -> stock.damage(change));
            case 4 -> attempt("send", () -> transfers.send(new TransferStock(place, other, change.lines(), "")));
            case 5 -> attempt("arrive", () -> arrive(random));
            case 6, 7 -> place("order", Source.API, sku, units);
            case 8 -> place("bundle", Source.API, "SET", 1 + random.nextInt(4));
            case 9 -> place("channel", Source.CHANNEL, random.nextBoolean() ? sku : "SET", 10L * units);
            case 10 ->
                withOrder(
                        "cancel", random, order -> changes.cancel(order.order().id(), ""));
            case 11 ->
                withOrder("cancel units", random, order -> {
                    OrderView.Line line = order.lines().stream()
                            .filter(l -> l.parentId() == null)
                            .findFirst()
                            .orElseThrow();
                    changes.cancelUnits(order.order().id(), Map.of(line.id(), 1L), "");
                });
            default -> {
                withOrder("move", random, order -> {
                    for (HeldUnits held : order.held()) {
                        if (held.state().equals("held") && !held.locationId().equals(other)) {
                            changes.moveReservation(
                                    order.order().id(), held.id(), other, 1 + random.nextInt((int) held.units()));
                            return;
                        }
                    }
                    throw new NothingToDo();
                });
                withOrder(
                        "allocate",
                        random,
                        order -> changes.allocate(order.order().id()));
            }
        }
    }

    private void arrive(Random random) {
        List<TransferView> open = transfers
                .find(new Transfers.Filter("in_transit", null, "created"), "", 1)
                .rows();
        if (open.isEmpty()) {
            throw new NothingToDo();
        }
        TransferView transfer = transfers.transfer(open.getFirst().id());
        transfers.receive(
                transfer.id(),
                transfer.version(),
                Map.of(transfer.lines().getFirst().variantId(), (long)
                        random.nextInt((int) transfer.lines().getFirst().open() + 1)),
                random.nextBoolean(),
                "");
    }

    private void place(String name, Source source, String sku, long units) {
        String number = source == Source.CHANNEL ? "TB-" + UUID.randomUUID() : "";
        attempt(name, () -> {
            Placement placement = orders.place(Shop.order(source, channel, number, List.of(Shop.line(sku, units))));
            if (!(placement instanceof Placed fresh)) {
                throw new NothingToDo();
            }
            placed.add(fresh.id());
        });
    }

    private void withOrder(String name, Random random, java.util.function.Consumer<Orders.Whole> work) {
        attempt(name, () -> {
            if (placed.isEmpty()) {
                throw new NothingToDo();
            }
            work.accept(orders.order(placed.get(random.nextInt(placed.size()))));
        });
    }

    /** What people try: a rule may forbid it, or somebody else was quicker. */
    private void attempt(String name, Runnable work) {
        try {
            stage.run(workspace.owner(), workspace, work);
            done.merge(name, 1, Integer::sum);
        } catch (ProblemException | ConcurrencyFailureException | NothingToDo _) {
            // nothing was written
        }
    }

    private static final class NothingToDo extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
