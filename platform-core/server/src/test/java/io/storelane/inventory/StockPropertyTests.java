package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whatever is done to stock, in whichever order: what is on hand, reserved, kept back and on its way is what a model of a few maps
 * says, what the model forbids is refused with its code and writes nothing, and the moves add up to the levels.
 */
class StockPropertyTests extends ServerTests {

    private static final int ROUNDS = 6;
    private static final int STEPS = 60;
    private static final List<String> SKUS = List.of("CUP", "POT");

    private final ApplicationContext context;
    private final Stage stage;
    private final Stock stock;
    private final StockList list;
    private final Transfers transfers;
    private final Locations locations;
    private final Reservations reservations;
    private final TransactionTemplate transaction;

    /** Commands and how they ended, over all rounds. */
    private final Set<String> seen = new HashSet<>();

    @Autowired
    StockPropertyTests(
            ApplicationContext context,
            Stock stock,
            StockList list,
            Transfers transfers,
            Locations locations,
            Reservations reservations,
            TransactionTemplate transactionTemplate) {
        this.context = context;
        this.stage = new Stage(context);
        this.stock = stock;
        this.list = list;
        this.transfers = transfers;
        this.locations = locations;
        this.reservations = reservations;
        this.transaction = transactionTemplate;
    }

    private static final class Level {
        private long onHand;
        private long reserved;
        private long safety;

        @Override
        public String toString() {
            return onHand + " on hand, " + reserved + " reserved, " + safety + " kept back";
        }
    }

    private static final class Way {
        private final UUID id;
        private final String from;
        private final String to;
        private final Map<String, Long> open;
        private boolean done;
        private long version;

        private Way(UUID id, String from, String to, Map<String, Long> open) {
            this.id = id;
            this.from = from;
            this.to = to;
            this.open = open;
        }
    }

    /** Units that an order holds, by place and SKU. */
    private record Held(UUID order, UUID line, String place, String sku, long[] units) {}

    /** One shop, as it is and as the model has it. */
    private final class World {

        private final Round round;
        private final Workspace workspace = stage.shop();
        private final Shop shop = new Shop(context, stage, workspace);
        private final Map<String, UUID> places = new LinkedHashMap<>();
        private final Map<String, UUID> variants = new LinkedHashMap<>();

        private final Map<String, Level> levels = new TreeMap<>();
        private final Map<String, Boolean> closed = new HashMap<>();
        private final List<Way> ways = new ArrayList<>();
        private final List<Held> held = new ArrayList<>();
        private long moves;

        private World(Round round) {
            this.round = round;
            Shelf shelf = new Shelf(context, workspace);
            for (String code : List.of("EAST", "WEST")) {
                places.put(code, shelf.location(code, stage.top(workspace)));
                closed.put(code, false);
            }
            SKUS.forEach(sku -> variants.put(sku, shelf.variant(sku)));
        }

        private UUID id(String place) {
            return Objects.requireNonNull(places.get(place));
        }

        private UUID variant(String sku) {
            return Objects.requireNonNull(variants.get(sku));
        }

        private Level level(String place, String sku) {
            return levels.computeIfAbsent(place + "/" + sku, _ -> new Level());
        }

        private boolean isClosed(String place) {
            return Objects.requireNonNull(closed.get(place));
        }

        private String place() {
            return round.oneOf(List.copyOf(places.keySet()));
        }

        private String sku() {
            return round.oneOf(SKUS);
        }

        private long coming(String place, String sku) {
            return ways.stream()
                    .filter(w -> w.to.equals(place) && !w.done)
                    .mapToLong(w -> w.open.getOrDefault(sku, 0L))
                    .sum();
        }

        /** Does it, and sees that it is refused with this code and no trace, or done if that is null. */
        private boolean attempt(String what, @Nullable ProblemCode refusal, Runnable work) {
            round.step(what + (refusal == null ? "" : ", refused: " + refusal));
            long traces = traces();
            ProblemCode code = null;
            try {
                stage.run(workspace.owner(), workspace, work);
            } catch (ProblemException e) {
                code = e.code();
            }
            assertThat(code).as(what).isEqualTo(refusal);
            if (refusal != null) {
                assertThat(traces())
                        .as("something of what was refused was written")
                        .isEqualTo(traces);
            }
            seen.add(what.substring(0, what.indexOf(' ')) + (refusal == null ? "" : " " + refusal));
            return refusal == null;
        }

        private long traces() {
            return shop.number("select (select count(*) from core.stock_move) + (select count(*) from core.stock_level)"
                    + " + (select count(*) from core.reservation) + (select count(*) from core.stock_transfer)"
                    + " + (select count(*) from core.audit_entry)");
        }

        private void step() {
            switch (round.random().nextInt(13)) {
                case 0, 1 -> receive();
                case 2 -> adjust();
                case 3 -> count();
                case 4 -> damage();
                case 5 -> adjustEach();
                case 6 -> keepBack();
                case 7 -> send();
                case 8, 9 -> arrive();
                case 10 -> hold();
                case 11 -> release();
                default -> close();
            }
            compare();
        }

        private void receive() {
            String place = place();
            List<ChangeStock.Line> lines = SKUS.stream()
                    .filter(_ -> round.chance(70))
                    .map(sku -> new ChangeStock.Line(sku, round.number(1, 12)))
                    .toList();
            ProblemCode refusal = isClosed(place)
                    ? InventoryProblem.LOCATION_CLOSED
                    : lines.isEmpty() ? InventoryProblem.NO_LINES : null;
            if (attempt(
                    "receive " + place + lines,
                    refusal,
                    () -> stock.receive(new ChangeStock(id(place), lines, "", "")))) {
                lines.forEach(l -> change(place, l.sku(), l.quantity()));
            }
        }

        private void change(String place, String sku, long units) {
            level(place, sku).onHand += units;
            moves += units == 0 ? 0 : 1;
        }

        private @Nullable ProblemCode refusal(Level level, long left) {
            return left < 0
                    ? InventoryProblem.NOT_ENOUGH
                    : left < level.reserved ? InventoryProblem.BELOW_RESERVED : null;
        }

        /** Of both SKUs, so that one that cannot be done keeps the other from being done. */
        private void adjust() {
            String place = place();
            long pots = round.number(-2, 5);
            Level cup = levels.getOrDefault(place + "/CUP", new Level());
            Level pot = levels.getOrDefault(place + "/POT", new Level());
            // at times one unit less than orders wait for
            long cups = cup.reserved > 0 && round.chance(30) ? cup.reserved - 1 - cup.onHand : round.number(-9, 9);
            ProblemCode first = refusal(cup, cup.onHand + cups);
            ProblemCode refusal = first == null ? refusal(pot, pot.onHand + pots) : first;
            if (attempt(
                    "adjust " + place + " by " + cups + " and " + pots,
                    refusal,
                    () -> stock.adjust(new ChangeStock(
                            id(place),
                            List.of(new ChangeStock.Line("CUP", cups), new ChangeStock.Line("POT", pots)),
                            "",
                            "")))) {
                change(place, "CUP", cups);
                change(place, "POT", pots);
            }
        }

        private void count() {
            String place = place();
            String sku = sku();
            Level level = levels.getOrDefault(place + "/" + sku, new Level());
            long units = round.number(level.reserved, 25);
            attempt("count " + place + " " + sku + " " + units, null, () -> stock.count(one(place, sku, units)));
            change(place, sku, units - level.onHand);
        }

        private void damage() {
            String place = place();
            String sku = sku();
            Level level = levels.getOrDefault(place + "/" + sku, new Level());
            long units = round.number(1, 8);
            long left = level.onHand - units;
            if (left >= 0 && left < level.reserved) {
                return; // what orders lose by it is a matter of the orders
            }
            if (attempt(
                    "damage " + place + " " + sku + " " + units,
                    refusal(level, left),
                    () -> stock.damage(one(place, sku, units)))) {
                change(place, sku, -units);
            }
        }

        private ChangeStock one(String place, String sku, long units) {
            return new ChangeStock(id(place), List.of(new ChangeStock.Line(sku, units)), "", "");
        }

        /** Each for itself, in its order: what comes before counts for what comes after. */
        private void adjustEach() {
            List<AdjustStock> changes = new ArrayList<>();
            List<String> on = new ArrayList<>();
            for (long i = round.number(1, 5); i > 0; i--) {
                String place = place();
                String sku = sku();
                on.add(place + "/" + sku);
                changes.add(new AdjustStock(id(place), sku, round.number(-8, 8), "", ""));
            }
            List<Stock.Adjusted> done = new ArrayList<>();
            attempt("each " + on + changes, null, () -> done.addAll(stock.adjustEach(changes)));
            for (int i = 0; i < changes.size(); i++) {
                Level level = levels.computeIfAbsent(on.get(i), _ -> new Level());
                long units = changes.get(i).quantity();
                Fault fault = done.get(i).fault();
                assertThat(fault == null ? null : fault.code()).isEqualTo(refusal(level, level.onHand + units));
                if (fault == null) {
                    level.onHand += units;
                    moves += units == 0 ? 0 : 1;
                }
                assertThat(done.get(i).onHand()).isEqualTo(level.onHand);
            }
        }

        private void keepBack() {
            String place = place();
            String sku = sku();
            long units = round.number(-1, 6);
            if (attempt(
                    "keep " + place + " " + sku + " " + units,
                    units < 0 ? InventoryProblem.QUANTITY : null,
                    () -> stock.keepBack(List.of(variant(sku)), List.of(id(place)), units))) {
                level(place, sku).safety = units;
            }
        }

        /** What is sent may be kept back for safety, and may not be reserved. */
        private void send() {
            String from = place();
            String to = place();
            Map<String, Long> units = new LinkedHashMap<>();
            units.put("CUP", round.number(1, 6));
            if (round.chance(40)) {
                units.put("POT", round.number(1, 6));
            }
            ProblemCode refusal = from.equals(to)
                    ? InventoryProblem.SAME_LOCATION
                    : isClosed(to)
                            ? InventoryProblem.LOCATION_CLOSED
                            : units.entrySet().stream().anyMatch(u -> free(from, u.getKey()) < u.getValue())
                                    ? InventoryProblem.NOT_ENOUGH
                                    : null;
            List<UUID> sent = new ArrayList<>();
            if (attempt("send " + from + " to " + to + " " + units, refusal, () -> {
                List<ChangeStock.Line> lines = units.entrySet().stream()
                        .map(u -> new ChangeStock.Line(u.getKey(), u.getValue()))
                        .toList();
                sent.add(transfers.send(new TransferStock(id(from), id(to), lines, "")));
            })) {
                units.forEach((sku, count) -> {
                    change(from, sku, -count);
                    level(to, sku);
                });
                ways.add(new Way(sent.getFirst(), from, to, new HashMap<>(units)));
            }
        }

        private long free(String place, String sku) {
            Level level = levels.getOrDefault(place + "/" + sku, new Level());
            return level.onHand - level.reserved;
        }

        private void arrive() {
            if (ways.isEmpty()) {
                return;
            }
            List<Way> coming = ways.stream().filter(w -> !w.done).toList();
            Way way = round.oneOf(coming.isEmpty() || round.chance(15) ? ways : coming);
            boolean last = round.chance(25);
            long version = round.chance(10) ? way.version + 1 : way.version;
            Map<String, Long> units = new LinkedHashMap<>();
            way.open.forEach((sku, left) -> {
                if (round.chance(80)) {
                    units.put(sku, round.chance(15) ? left + 1 : round.number(0, left));
                }
            });
            ProblemCode refusal = way.done
                    ? InventoryProblem.TRANSFER_DONE
                    : version != way.version
                            ? InventoryProblem.CHANGED_MEANWHILE
                            : units.entrySet().stream()
                                            .anyMatch(u -> u.getValue() > way.open.getOrDefault(u.getKey(), 0L))
                                    ? InventoryProblem.MORE_THAN_SENT
                                    : null;
            Map<UUID, Long> arrived = new LinkedHashMap<>();
            units.forEach((sku, count) -> arrived.put(variant(sku), count));
            if (attempt(
                    "arrive " + way.from + " to " + way.to + " " + units + (last ? " and no more" : ""),
                    refusal,
                    () -> transfers.receive(way.id, version, arrived, last, ""))) {
                units.forEach((sku, count) -> {
                    change(way.to, sku, count);
                    way.open.merge(sku, -count, Long::sum);
                });
                way.version++;
                way.done = last || way.open.values().stream().allMatch(open -> open == 0);
                if (way.done) {
                    moves += way.open.values().stream().filter(open -> open > 0).count();
                }
            }
        }

        private void hold() {
            String sku = sku();
            boolean keepSafety = round.chance(60);
            Map<String, Long> units = new LinkedHashMap<>();
            places.keySet().forEach(place -> {
                if (levels.containsKey(place + "/" + sku) && round.chance(70)) {
                    units.put(place, round.number(1, 7));
                }
            });
            UUID order = Ids.next();
            UUID line = Ids.next();
            boolean enough = units.entrySet().stream().allMatch(u -> {
                Level level = level(u.getKey(), sku);
                return level.onHand - level.reserved - (keepSafety ? level.safety : 0) >= u.getValue();
            });
            if (attempt(
                    "hold " + sku + " " + units + (keepSafety ? "" : " to the last"),
                    enough ? null : ReservationProblem.NOT_ENOUGH,
                    () -> transaction.executeWithoutResult(_ -> {
                        List<Hold> holds = units.entrySet().stream()
                                .map(u -> new Hold(
                                        workspace.tenant(),
                                        Ids.next(),
                                        order,
                                        "N",
                                        line,
                                        variant(sku),
                                        id(u.getKey()),
                                        u.getValue(),
                                        "only",
                                        Map.of(),
                                        null,
                                        keepSafety,
                                        Actor.current()))
                                .toList();
                        if (!reservations.hold(holds).isEmpty()) {
                            throw new ProblemException(ReservationProblem.NOT_ENOUGH, 0);
                        }
                    }))) {
                units.forEach((place, count) -> {
                    level(place, sku).reserved += count;
                    held.add(new Held(order, line, place, sku, new long[] {count}));
                    moves++;
                });
            }
        }

        private void release() {
            if (held.isEmpty()) {
                return;
            }
            Held one = round.oneOf(held);
            long most = round.number(1, 8);
            attempt(
                    "release " + one.sku() + " " + most,
                    null,
                    () -> transaction.executeWithoutResult(
                            _ -> reservations.release(one.order(), Map.of(one.line(), most))));
            long open = most;
            for (Held each : held.reversed()) {
                if (each.line().equals(one.line()) && open > 0 && each.units()[0] > 0) {
                    long back = Math.min(open, each.units()[0]);
                    each.units()[0] -= back;
                    level(each.place(), each.sku()).reserved -= back;
                    moves++;
                    open -= back;
                }
            }
            held.removeIf(h -> h.units()[0] == 0);
        }

        private void close() {
            String place = place();
            if (isClosed(place)) {
                attempt("open " + place, null, () -> locations.setActive(id(place), true));
                closed.put(place, false);
            } else if (round.chance(60)) {
                ProblemCode refusal = SKUS.stream().anyMatch(sku -> reserved(place, sku) > 0)
                        ? InventoryProblem.LOCATION_HOLDS
                        : SKUS.stream().anyMatch(sku -> coming(place, sku) > 0)
                                ? InventoryProblem.LOCATION_AWAITS
                                : null;
                if (attempt("close " + place, refusal, () -> locations.setActive(id(place), false))) {
                    closed.put(place, true);
                }
            }
        }

        private long reserved(String place, String sku) {
            return levels.getOrDefault(place + "/" + sku, new Level()).reserved;
        }

        private void compare() {
            Map<String, String> expected = new TreeMap<>();
            levels.forEach((key, level) ->
                    expected.put(key, level + ", " + coming(key.substring(0, 4), key.substring(5)) + " coming"));
            Map<String, String> actual = new TreeMap<>();
            for (String sku : SKUS) {
                stage.as(workspace.owner(), workspace, () -> list.levels(variant(sku)))
                        .forEach(l -> actual.put(
                                l.locationCode() + "/" + sku,
                                "%d on hand, %d reserved, %d kept back, %d coming"
                                        .formatted(l.onHand(), l.reserved(), l.safety(), l.coming())));
            }
            assertThat(actual).isEqualTo(expected);
            assertThat(shop.number("select count(*) from core.stock_move")).isEqualTo(moves);
            assertThat(shop.number("""
                    select count(*) from core.stock_level s where (s.on_hand, s.reserved) <> (
                      select coalesce(sum(m.on_hand), 0), coalesce(sum(m.reserved), 0) from core.stock_move m
                      where m.variant_id = s.variant_id and m.location_id = s.location_id)"""))
                    .as("levels that their moves do not add up to")
                    .isZero();
            assertThat(shop.number("select coalesce(sum(transit), 0) from core.stock_move"))
                    .as("units on their way")
                    .isEqualTo(places.keySet().stream()
                            .mapToLong(p -> SKUS.stream()
                                    .mapToLong(sku -> coming(p, sku))
                                    .sum())
                            .sum());
        }
    }

    @Test
    void stockIsWhatTheModelSaysAfterEachStep() {
        Property.holds(ROUNDS, round -> {
            World world = new World(round);
            for (int i = 0; i < STEPS; i++) {
                world.step();
            }
        });
        Property.cameBy(
                seen,
                List.of(
                        "receive",
                        "receive LOCATION_CLOSED",
                        "adjust",
                        "adjust NOT_ENOUGH",
                        "adjust BELOW_RESERVED",
                        "count",
                        "damage",
                        "damage NOT_ENOUGH",
                        "each",
                        "keep",
                        "keep QUANTITY",
                        "send",
                        "send SAME_LOCATION",
                        "send NOT_ENOUGH",
                        "send LOCATION_CLOSED",
                        "arrive",
                        "arrive TRANSFER_DONE",
                        "arrive CHANGED_MEANWHILE",
                        "arrive MORE_THAN_SENT",
                        "hold",
                        "hold NOT_ENOUGH",
                        "release",
                        "open",
                        "close",
                        "close LOCATION_HOLDS",
                        "close LOCATION_AWAITS"));
    }
}
