package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.ReservationProblem;
import io.storelane.inventory.Stock;
import io.storelane.order.Placement.Placed;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Units are held, given back, moved, lost to a count and let go by time: after each step every reservation, line and level is what
 * the model says. Which locations an order takes from is the router's choice, so the model takes any that has the units.
 */
class ReservationPropertyTests extends ServerTests {

    private static final int ROUNDS = 8;
    private static final int STEPS = 50;
    private static final List<String> SKUS = List.of("CUP", "POT");
    private static final List<String> PLACES = List.of("EAST", "WEST", "VOID");

    private final ApplicationContext context;
    private final Stage stage;
    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final OrderSettings settings;
    private final OrderExpiry expiry;
    private final Stock stock;
    private final Database database;
    private final TransactionTemplate transaction;

    private final Set<String> seen = new HashSet<>();

    @Autowired
    ReservationPropertyTests(
            ApplicationContext context,
            Orders orders,
            OrderChanges changes,
            OrderPayments payments,
            OrderSettings settings,
            OrderExpiry expiry,
            Stock stock,
            Database database,
            TransactionTemplate transactionTemplate) {
        this.context = context;
        this.stage = new Stage(context);
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.settings = settings;
        this.expiry = expiry;
        this.stock = stock;
        this.database = database;
        this.transaction = transactionTemplate;
    }

    private static final class Level {
        private long onHand;
        private long reserved;
        private long safety;
    }

    private static final class Line {
        private final UUID id;
        private final String sku;
        private final long quantity;
        private long cancelled;
        private long reserved;
        private long missing;

        private Line(UUID id, String sku, long quantity) {
            this.id = id;
            this.sku = sku;
            this.quantity = quantity;
        }

        private long open() {
            return quantity - cancelled;
        }
    }

    private static final class Sold {
        private final UUID id;
        private final boolean isFact;
        private final List<Line> lines = new ArrayList<>();
        private boolean paid;
        private boolean cancelled;

        private Sold(UUID id, boolean isFact) {
            this.id = id;
            this.isFact = isFact;
        }
    }

    /**
     * @param from where a person moved the units from; empty if the router chose the place
     * @param until null = without an end
     */
    private record Held(
            UUID id,
            Sold order,
            Line line,
            String place,
            String from,
            @Nullable Instant until,
            long units) {

        private Held of(long count) {
            return new Held(id, order, line, place, from, until, count);
        }

        private boolean ends() {
            return until != null;
        }
    }

    private final class World {

        private final Round round;
        private final Workspace workspace = stage.shop();
        private final Shop shop = new Shop(context, stage, workspace);
        private final UUID channel = shop.channel("web");
        private final Map<String, UUID> places = new LinkedHashMap<>();
        private final Map<String, UUID> variants = new LinkedHashMap<>();

        private final Map<String, Level> levels = new TreeMap<>();
        private final List<Sold> sold = new ArrayList<>();

        /** Oldest first. */
        private final List<Held> held = new ArrayList<>();

        /** What a person took units from last, and where they went. */
        private @Nullable UUID moved;

        private String movedTo = "";

        private World(Round round) {
            this.round = round;
            PLACES.forEach(code -> places.put(code, shop.location(code, "", 1)));
            SKUS.forEach(sku -> variants.put(sku, shop.goods(sku, 1_000)));
            stage.run(workspace.owner(), workspace, () -> settings.change(new OrderSettings.Values(30, 0, false, 0)));
        }

        private UUID id(String place) {
            return Objects.requireNonNull(places.get(place));
        }

        private Level level(String place, String sku) {
            return levels.computeIfAbsent(place + "/" + sku, _ -> new Level());
        }

        /** Does it, and sees that it ends as the model says. */
        private boolean attempt(String what, @Nullable ProblemCode refusal, Runnable work) {
            round.step(what + (refusal == null ? "" : ", refused: " + refusal));
            ProblemCode code = null;
            try {
                stage.run(workspace.owner(), workspace, work);
            } catch (ProblemException e) {
                code = e.faults().isEmpty() ? e.code() : e.faults().getFirst().code();
            }
            assertThat(code).as(what).isEqualTo(refusal);
            seen.add(what.substring(0, what.indexOf(' ')) + (refusal == null ? "" : " " + refusal));
            return refusal == null;
        }

        private void step() {
            switch (round.random().nextInt(15)) {
                case 0, 1 -> receive();
                case 2 -> keepBack();
                case 3, 4, 5 -> place();
                case 6 -> allocate();
                case 7 -> cancelUnits();
                case 8 -> cancel();
                case 9, 10 -> move();
                case 11 -> lose("count");
                case 12 -> lose("damage");
                case 13 -> expire();
                default -> pay();
            }
            compare();
        }

        private void receive() {
            String place = round.oneOf(PLACES.subList(0, 2));
            String sku = round.oneOf(SKUS);
            long units = round.number(1, 25);
            attempt(
                    "receive " + place + " " + sku + " " + units,
                    null,
                    () -> stock.receive(new ChangeStock(id(place), List.of(new ChangeStock.Line(sku, units)), "", "")));
            level(place, sku).onHand += units;
        }

        private void keepBack() {
            String place = round.oneOf(PLACES.subList(0, 2));
            String sku = round.oneOf(SKUS);
            long units = round.number(0, 4);
            attempt(
                    "keep " + place + " " + sku + " " + units,
                    null,
                    () -> stock.keepBack(
                            List.of(Objects.requireNonNull(variants.get(sku))), List.of(id(place)), units));
            level(place, sku).safety = units;
        }

        private long free(String place, String sku, boolean keepSafety) {
            Level level = levels.getOrDefault(place + "/" + sku, new Level());
            return Math.max(0, level.onHand - level.reserved - (keepSafety ? level.safety : 0));
        }

        private long free(String sku, boolean keepSafety) {
            return PLACES.stream().mapToLong(p -> free(p, sku, keepSafety)).sum();
        }

        private void place() {
            boolean isFact = round.chance(30);
            boolean mayBeShort = isFact || round.chance(30);
            @Nullable Integer minutes = round.chance(25) ? (Integer) 0 : null;
            List<PlaceOrder.Line> wanted = new ArrayList<>();
            for (long i = round.number(1, 3); i > 0; i--) {
                wanted.add(Shop.line(round.oneOf(SKUS), round.number(1, 6)));
            }
            boolean enough = SKUS.stream().allMatch(sku -> wanted(wanted, sku) <= free(sku, !isFact));
            PlaceOrder plain = Shop.order(
                    isFact ? Source.CHANNEL : Source.API, channel, isFact ? "TB-" + UUID.randomUUID() : "", wanted);
            PlaceOrder command = new PlaceOrder(
                    plain.source(),
                    channel,
                    plain.externalId(),
                    null,
                    "",
                    null,
                    plain.buyer(),
                    plain.shipTo(),
                    plain.invoice(),
                    wanted,
                    List.of(),
                    0,
                    null,
                    mayBeShort,
                    List.of(),
                    null,
                    List.of(),
                    "",
                    minutes);
            round.step("place " + wanted + (isFact ? " of a channel" : "") + (enough ? "" : ", too much"));
            Placement placement = stage.as(workspace.owner(), workspace, () -> orders.place(command));
            if (!enough && !mayBeShort) {
                assertThat(((Placement.Refused) placement).faults())
                        .isNotEmpty()
                        .allSatisfy(f -> assertThat(f.code()).isEqualTo(OrderProblem.SHORT));
                seen.add("place SHORT");
                return;
            }
            seen.add(enough ? "place" : "place in part");
            Orders.Whole whole = ((Placed) placement).whole();
            Sold order = new Sold(whole.order().id(), isFact);
            sold.add(order);
            whole.lines().forEach(l -> order.lines.add(new Line(l.id(), l.sku(), l.quantity())));
            found(order, !isFact, minutes == null);
        }

        private long wanted(List<PlaceOrder.Line> lines, String sku) {
            return lines.stream()
                    .filter(l -> l.sku().equals(sku))
                    .mapToLong(PlaceOrder.Line::quantity)
                    .sum();
        }

        /** Takes over what the router chose, if it is there, if nothing is left while something is missing, and if it ends in time. */
        private void found(Sold order, boolean keepSafety, boolean ends) {
            Set<UUID> known = new HashSet<>();
            held.forEach(h -> known.add(h.id()));
            for (HeldUnits fresh : read(order).held()) {
                if (known.contains(fresh.id()) || !fresh.state().equals("held")) {
                    continue;
                }
                Line line = line(order, fresh.lineId());
                assertThat(fresh.units())
                        .as("more than is free at " + fresh.locationCode())
                        .isLessThanOrEqualTo(free(fresh.locationCode(), line.sku, keepSafety));
                assertThat(fresh.expiresAt() != null).as("ends by itself").isEqualTo(ends);
                level(fresh.locationCode(), line.sku).reserved += fresh.units();
                line.reserved += fresh.units();
                held.add(new Held(fresh.id(), order, line, fresh.locationCode(), "", fresh.expiresAt(), fresh.units()));
            }
            order.lines.forEach(line -> {
                line.missing = line.open() - line.reserved;
                assertThat(line.missing).isNotNegative();
            });
            for (String sku : SKUS) {
                boolean missing = order.lines.stream().anyMatch(l -> l.sku.equals(sku) && l.missing > 0);
                assertThat(missing && free(sku, keepSafety) > 0)
                        .as("units are free while they are missing")
                        .isFalse();
            }
        }

        private Line line(Sold order, UUID id) {
            return order.lines.stream().filter(l -> l.id.equals(id)).findFirst().orElseThrow();
        }

        private Orders.Whole read(Sold order) {
            return stage.as(workspace.owner(), workspace, () -> orders.order(order.id));
        }

        private @Nullable ProblemCode unlessOpen(Sold order) {
            return order.cancelled ? OrderProblem.NOT_OPEN : null;
        }

        private void allocate() {
            if (sold.isEmpty()) {
                return;
            }
            Sold order = round.oneOf(sold);
            if (attempt("allocate " + sold.indexOf(order), unlessOpen(order), () -> changes.allocate(order.id))) {
                found(order, !order.isFact, !order.paid);
            }
        }

        private void cancelUnits() {
            if (sold.isEmpty()) {
                return;
            }
            Sold order = round.oneOf(sold);
            Line line = round.oneOf(order.lines);
            long units = round.number(0, line.open() + (round.chance(10) ? 1 : 0));
            ProblemCode refusal = order.cancelled
                    ? OrderProblem.NOT_OPEN
                    : units < 1 || units > line.open() ? OrderProblem.BAD_UNITS : null;
            if (attempt(
                    "cancelUnits " + sold.indexOf(order) + " " + line.sku + " " + units,
                    refusal,
                    () -> changes.cancelUnits(order.id, Map.of(line.id, units), ""))) {
                cancelled(order, line, units);
                order.cancelled = order.lines.stream().allMatch(l -> l.open() == 0);
            }
        }

        private void cancel() {
            if (sold.isEmpty()) {
                return;
            }
            Sold order = round.oneOf(sold);
            if (attempt("cancel " + sold.indexOf(order), unlessOpen(order), () -> changes.cancel(order.id, ""))) {
                order.lines.forEach(line -> cancelled(order, line, line.open()));
                order.cancelled = true;
            }
        }

        /** Units that are missing go first, then those that were held last. */
        private void cancelled(Sold order, Line line, long units) {
            long missing = Math.min(units, line.missing);
            line.missing -= missing;
            line.cancelled += units;
            give(
                    held.reversed().stream()
                            .filter(h -> h.order() == order && h.line() == line)
                            .toList(),
                    units - missing);
        }

        /** Takes units from these reservations, one after the other, and from their lines and levels. */
        private Map<Line, Long> give(List<Held> from, long units) {
            Map<Line, Long> given = new LinkedHashMap<>();
            long open = units;
            for (Held each : from) {
                long back = Math.min(open, each.units());
                if (back > 0) {
                    open -= back;
                    each.line().reserved -= back;
                    level(each.place(), each.line().sku).reserved -= back;
                    given.merge(each.line(), back, Long::sum);
                    replace(each, each.units() - back);
                }
            }
            assertThat(open).as("units that nobody held").isZero();
            return given;
        }

        private void replace(Held one, long units) {
            int at = held.indexOf(one);
            if (units == 0) {
                held.remove(at);
            } else {
                held.set(at, one.of(units));
            }
        }

        /** A person decides, also against what is kept back. */
        private void move() {
            if (held.isEmpty()) {
                return;
            }
            List<Held> again = held.stream().filter(h -> h.id().equals(moved)).toList();
            boolean isAgain = !again.isEmpty() && round.chance(60);
            Held one = round.oneOf(isAgain ? again : held);
            String to = isAgain ? movedTo : round.oneOf(PLACES);
            long units = round.chance(10) ? one.units() + 1 : round.number(1, Math.max(1, one.units() / 2));
            ProblemCode refusal = units > one.units()
                    ? ReservationProblem.BAD_UNITS
                    : to.equals(one.place())
                            ? ReservationProblem.SAME_LOCATION
                            : free(to, one.line().sku, false) < units ? ReservationProblem.NOT_ENOUGH : null;
            if (attempt(
                    "move " + one.place() + " to " + to + " " + one.line().sku + " " + units,
                    refusal,
                    () -> changes.moveReservation(one.order().id, one.id(), id(to), units))) {
                moved = one.id();
                movedTo = to;
                give(List.of(one), units);
                one.line().reserved += units;
                level(to, one.line().sku).reserved += units;
                Held there = held.stream()
                        .filter(h -> h.order() == one.order()
                                && h.line() == one.line()
                                && h.place().equals(to)
                                && h.from().equals(one.place())
                                && Objects.equals(h.until(), one.until()))
                        .findFirst()
                        .orElse(null);
                Set<UUID> known = new HashSet<>();
                held.forEach(h -> known.add(h.id()));
                Set<UUID> fresh = new HashSet<>();
                read(one.order()).held().stream()
                        .filter(h -> h.state().equals("held") && !known.contains(h.id()))
                        .forEach(h -> fresh.add(h.id()));
                if (fresh.isEmpty()) {
                    Held first = Objects.requireNonNull(there, "units that went nowhere");
                    replace(first, first.units() + units);
                    seen.add("moved together");
                } else {
                    assertThat(fresh).hasSize(1);
                    held.add(new Held(
                            fresh.iterator().next(), one.order(), one.line(), to, one.place(), one.until(), units));
                }
            }
        }

        /** A count and what is broken are facts: whoever was promised last goes without. */
        private void lose(String why) {
            String place = round.oneOf(PLACES.subList(0, 2));
            String sku = round.oneOf(SKUS);
            Level level = level(place, sku);
            long left = round.number(0, round.chance(50) ? level.onHand : level.onHand + 3);
            if (why.equals("damage") && left >= level.onHand) {
                return;
            }
            attempt(why + " " + place + " " + sku + " to " + left, null, () -> {
                if (why.equals("count")) {
                    stock.count(new ChangeStock(id(place), List.of(new ChangeStock.Line(sku, left)), "", ""));
                } else {
                    stock.damage(new ChangeStock(
                            id(place), List.of(new ChangeStock.Line(sku, level.onHand - left)), "", ""));
                }
            });
            long lost = Math.max(0, level.reserved - left);
            give(
                            held.reversed().stream()
                                    .filter(h -> h.place().equals(place)
                                            && h.line().sku.equals(sku))
                                    .toList(),
                            lost)
                    .forEach((line, units) -> line.missing += units);
            level.onHand = left;
            if (lost > 0) {
                seen.add("lost by " + why);
            }
        }

        /** The time of one order passes. What it holds without an end, or has paid for, stays. */
        private void expire() {
            if (sold.isEmpty()) {
                return;
            }
            Sold order = round.oneOf(sold);
            round.step("expire " + sold.indexOf(order));
            Stage.all(
                    "update core.reservation set expires_at = now() - interval '1 second'"
                            + " where expires_at is not null and order_id = ?",
                    order.id);
            Scope.tenant(workspace.tenant()).run(expiry::turn);
            List<Held> due =
                    held.stream().filter(h -> h.order() == order && h.ends()).toList();
            give(due, due.stream().mapToLong(Held::units).sum()).forEach((line, units) -> line.missing += units);
            seen.add(due.isEmpty() ? "expire nothing" : "expire");
        }

        private void pay() {
            if (sold.isEmpty()) {
                return;
            }
            Sold order = round.oneOf(sold);
            if (order.paid) {
                return;
            }
            if (attempt(
                    "pay " + sold.indexOf(order),
                    unlessOpen(order),
                    () -> payments.pay(order.id, new PlaceOrder.Payment("cash", "", 1, null)))) {
                order.paid = true;
                held.replaceAll(h -> h.order() == order
                        ? new Held(h.id(), order, h.line(), h.place(), h.from(), null, h.units())
                        : h);
            }
        }

        private void compare() {
            held.sort(Comparator.comparing(h -> h.id().toString()));
            assertThat(
                            rows(
                                    "select r.id || ' ' || r.line_id || ' ' || l.code || ' ' || r.quantity || ' ' || (r.expires_at is not null)"
                                            + " from core.reservation r join core.location l on l.id = r.location_id where r.state = 'held'"))
                    .as("reservations")
                    .isEqualTo(set(held.stream()
                            .map(h -> h.id() + " " + h.line().id + " " + h.place() + " " + h.units() + " " + h.ends())
                            .toList()));
            assertThat(rows("select id || ' ' || cancelled || ' ' || reserved || ' ' || short from core.order_line"))
                    .as("lines: cancelled, reserved, missing")
                    .isEqualTo(set(sold.stream()
                            .flatMap(o -> o.lines.stream())
                            .map(l -> l.id + " " + l.cancelled + " " + l.reserved + " " + l.missing)
                            .toList()));
            Map<UUID, String> skus = new HashMap<>();
            variants.forEach((sku, id) -> skus.put(id, sku));
            assertThat(rows("select l.code || '/' || v.sku || ' ' || s.on_hand || ' ' || s.reserved || ' ' || s.safety"
                            + " from core.stock_level s join core.location l on l.id = s.location_id"
                            + " join core.variant v on v.id = s.variant_id where s.on_hand > 0 or s.safety > 0"))
                    .as("levels: on hand, reserved, kept back")
                    .isEqualTo(set(levels.entrySet().stream()
                            .filter(e -> e.getValue().onHand > 0 || e.getValue().safety > 0)
                            .map(e -> e.getKey() + " " + e.getValue().onHand + " " + e.getValue().reserved + " "
                                    + e.getValue().safety)
                            .toList()));
            assertThat(shop.number("""
                    select count(*) from core.stock_level s where (s.on_hand, s.reserved) <> (
                      select coalesce(sum(m.on_hand), 0), coalesce(sum(m.reserved), 0) from core.stock_move m
                      where m.variant_id = s.variant_id and m.location_id = s.location_id)"""))
                    .as("levels that their moves do not add up to")
                    .isZero();
        }

        private Set<String> rows(String sql) {
            return set(Objects.requireNonNull(Scope.tenant(workspace.tenant())
                    .call(() -> transaction.execute(
                            _ -> database.core().sql(sql).query(String.class).list()))));
        }

        private Set<String> set(List<String> rows) {
            return new TreeSet<>(rows);
        }
    }

    @Test
    void whatOrdersHoldIsWhatTheModelSaysAfterEachStep() {
        Property.holds(ROUNDS, round -> {
            World world = new World(round);
            for (int i = 0; i < STEPS; i++) {
                world.step();
            }
        });
        Property.cameBy(
                seen,
                List.of(
                        "place",
                        "place SHORT",
                        "place in part",
                        "allocate",
                        "allocate NOT_OPEN",
                        "cancelUnits",
                        "cancelUnits BAD_UNITS",
                        "cancelUnits NOT_OPEN",
                        "cancel",
                        "cancel NOT_OPEN",
                        "move",
                        "move BAD_UNITS",
                        "move SAME_LOCATION",
                        "move NOT_ENOUGH",
                        "moved together",
                        "lost by count",
                        "lost by damage",
                        "expire",
                        "expire nothing",
                        "pay",
                        "pay NOT_OPEN"));
    }
}
