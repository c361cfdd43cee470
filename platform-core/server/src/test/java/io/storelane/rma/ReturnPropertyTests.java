package io.storelane.rma;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.problem.ProblemException;
import io.storelane.support.Property;
import io.storelane.support.Property.Round;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Returns of one order, in whatever order people ask for them, take them in, inspect and pay them: what a small model allows is done,
 * what it forbids is refused, and no unit and no cent is given back twice.
 */
class ReturnPropertyTests extends ServerTests {

    private static final int ROUNDS = 8;
    private static final int STEPS = 30;
    private static final long SHIPPING = 700;

    @Autowired
    ApplicationContext context;

    @Autowired
    Returns returns;

    @Autowired
    ReturnMoney money;

    private final Set<String> seen = new HashSet<>();

    /** A line of the order: what came back of it, and what that cost. */
    private static final class Line {
        private final UUID id;
        private final long quantity;
        private final long total;
        private long asked;
        private long returned;
        private long worth;

        private Line(UUID id, long quantity, long total) {
            this.id = id;
            this.quantity = quantity;
            this.total = total;
        }
    }

    private static final class Part {
        private final Line line;
        private final long asked;
        private long came;
        private long missing;
        private long inspected;
        private long worth;

        private Part(Line line, long asked) {
            this.line = line;
            this.asked = asked;
        }

        private long open() {
            return asked - came - missing;
        }
    }

    private static final class Return {
        private final UUID id;
        private final boolean exchange;
        private final List<Part> parts = new ArrayList<>();
        private ReturnState state = ReturnState.REQUESTED;
        private boolean exchanged;
        private long refunded;

        private Return(UUID id, boolean exchange) {
            this.id = id;
            this.exchange = exchange;
        }

        private long came() {
            return parts.stream().mapToLong(p -> p.came).sum();
        }

        private long worth() {
            return parts.stream().mapToLong(p -> p.worth).sum();
        }

        private boolean refundable() {
            return came() > 0 && !state.isEnded() && !exchanged;
        }
    }

    private final class World {

        private final Round round;
        private final SoldOrders sold = new SoldOrders(context);
        private final List<Line> lines = new ArrayList<>();
        private final List<Return> all = new ArrayList<>();
        private final Orders.Whole order;
        private long refunded;
        private long shipping;

        private World(Round round) {
            this.round = round;
            List<PlaceOrder.Line> wanted = new ArrayList<>();
            for (String sku : List.of("CUP", "POT")) {
                sold.goods(sku, round.number(1, 999), 200);
                wanted.add(Shop.line(sku, round.number(2, 7)));
            }
            Orders.Whole priced = sold.placed(0, 0, 0, wanted.toArray(PlaceOrder.Line[]::new));
            long discount = round.number(0, priced.order().total());
            long total = priced.order().total() - discount + SHIPPING;
            order = sold.delivered(discount, SHIPPING, total, wanted.toArray(PlaceOrder.Line[]::new));
            order.lines().forEach(l -> lines.add(new Line(l.id(), l.quantity(), l.total())));
            round.step("order of "
                    + order.lines().stream()
                            .map(l -> l.quantity() + " for " + l.total())
                            .toList());
        }

        private void step() {
            int what = round.random().nextInt(100);
            if (all.isEmpty() || what < 20) {
                request();
                return;
            }
            Return one = round.oneOf(all);
            if (what < 35) {
                answer(one);
            } else if (what < 60) {
                receive(one);
            } else if (what < 75) {
                inspect(one);
            } else if (what < 93) {
                refund(one);
            } else if (what < 97) {
                exchange(one);
            } else {
                close(one);
            }
        }

        /** Does it; true if it was done, which has to be what the model says. */
        private boolean tried(String what, boolean allowed, Runnable work) {
            round.step(what + (allowed ? "" : " (refused)"));
            seen.add(what.split(" ", 2)[0] + (allowed ? "" : " refused"));
            boolean done = true;
            try {
                work.run();
            } catch (ProblemException e) {
                done = false;
                assertThat(allowed).as(what + ": " + e.code()).isFalse();
            }
            assertThat(done).as(what).isEqualTo(allowed);
            return done;
        }

        private void request() {
            Map<Line, Long> units = new LinkedHashMap<>();
            lines.forEach(l -> {
                if (round.chance(60)) {
                    units.put(l, round.number(1, round.chance(80) ? Math.max(1, l.quantity - l.asked) : 9));
                }
            });
            boolean allowed = !units.isEmpty()
                    && units.entrySet().stream().allMatch(e -> e.getKey().asked + e.getValue() <= e.getKey().quantity);
            boolean exchange = round.chance(25);
            Map<UUID, Long> asked = new LinkedHashMap<>();
            units.forEach((l, n) -> asked.put(l.id, n));
            UUID[] id = new UUID[1];
            if (tried(
                    "request " + asked.values(),
                    allowed,
                    () -> id[0] = sold.requested(order, exchange ? "exchange" : "refund", asked))) {
                Return made = new Return(Objects.requireNonNull(id[0]), exchange);
                units.forEach((l, n) -> {
                    made.parts.add(new Part(l, n));
                    l.asked += n;
                });
                all.add(made);
            }
        }

        private void answer(Return one) {
            boolean requested = one.state == ReturnState.REQUESTED;
            if (round.chance(75)) {
                if (tried("approve", requested, () -> sold.approve(one.id))) {
                    one.state = ReturnState.APPROVED;
                }
            } else if (round.chance(50)) {
                if (tried("refuse", requested, () -> sold.run(() -> returns.refuse(one.id, "no")))) {
                    free(one, ReturnState.REFUSED);
                }
            } else if (tried(
                    "withdraw",
                    requested || (one.state == ReturnState.APPROVED && one.came() == 0),
                    () -> sold.run(() -> returns.withdraw(one.id, "")))) {
                free(one, ReturnState.WITHDRAWN);
            }
        }

        private void free(Return one, ReturnState state) {
            one.state = state;
            one.parts.forEach(p -> p.line.asked -= p.asked);
        }

        private void receive(Return one) {
            Map<Part, Long> units = new LinkedHashMap<>();
            one.parts.forEach(p -> units.put(p, round.number(0, Math.max(0, p.open()) + (round.chance(10) ? 1 : 0))));
            boolean last = round.chance(25);
            long now = units.values().stream().mapToLong(Long::longValue).sum();
            boolean allowed = one.state == ReturnState.APPROVED
                    && units.entrySet().stream()
                            .allMatch(e -> e.getValue() <= e.getKey().open())
                    && (now > 0 || (last && one.came() > 0));
            Map<UUID, Long> came = new LinkedHashMap<>();
            units.forEach((p, n) -> came.put(p.line.id, n));
            if (tried(
                    "receive " + came.values() + (last ? " last" : ""),
                    allowed,
                    () -> sold.receive(one.id, came, last))) {
                units.forEach((p, n) -> {
                    p.came += n;
                    p.line.returned += n;
                    long worth = p.line.total * p.line.returned / p.line.quantity - p.line.worth;
                    if (n > 0) {
                        p.worth += worth;
                        p.line.worth += worth;
                    }
                    if (last) {
                        p.missing = p.asked - p.came;
                        p.line.asked -= p.missing;
                    }
                });
                if (one.parts.stream().allMatch(p -> p.open() == 0)) {
                    one.state = ReturnState.RECEIVED;
                }
                settle(one);
            }
        }

        private void inspect(Return one) {
            Part part = round.oneOf(one.parts);
            long open = part.came - part.inspected;
            long restock = round.number(0, open);
            long scrap = round.number(0, open - restock + (round.chance(10) ? 1 : 0));
            boolean allowed = restock + scrap > 0 && restock + scrap <= open;
            if (tried(
                    "inspect " + restock + " and " + scrap,
                    allowed,
                    () -> sold.inspect(one.id, part.line.id, restock, scrap))) {
                part.inspected += restock + scrap;
                settle(one);
            }
        }

        private void settle(Return one) {
            if (one.state == ReturnState.RECEIVED && one.parts.stream().allMatch(p -> p.inspected == p.came)) {
                one.state = ReturnState.INSPECTED;
            }
            boolean paid = one.refunded >= one.worth();
            if (one.state == ReturnState.INSPECTED
                    && (one.exchanged || (paid && (!one.exchange || one.refunded > 0)))) {
                one.state = ReturnState.CLOSED;
            }
        }

        private void refund(Return one) {
            long most = one.refundable() ? one.worth() - one.refunded : 0;
            long amount = round.chance(50) ? most : round.number(0, most + 3);
            long ship = round.chance(15) ? round.number(0, SHIPPING - shipping + 1) : 0;
            boolean allowed = one.refundable() && amount <= most && ship <= SHIPPING - shipping && amount + ship > 0;
            if (tried("refund " + amount + " and " + ship, allowed, () -> sold.refund(one.id, amount, ship))) {
                one.refunded += amount;
                shipping += ship;
                refunded += amount + ship;
                settle(one);
            }
        }

        private void exchange(Return one) {
            boolean allowed = one.exchange
                    && !one.exchanged
                    && one.refunded == 0
                    && (one.state == ReturnState.RECEIVED || one.state == ReturnState.INSPECTED);
            long version = sold.read(one.id).version();
            if (tried("exchange", allowed, () -> sold.run(() -> money.exchange(one.id, version, List.of())))) {
                one.exchanged = true;
                settle(one);
            }
        }

        private void close(Return one) {
            if (tried("close", one.state == ReturnState.INSPECTED, () -> sold.run(() -> returns.close(one.id, "")))) {
                one.state = ReturnState.CLOSED;
            }
        }

        private void compare() {
            Map<UUID, ReturnView> views = new HashMap<>();
            sold.asOwner(() -> returns.ofOrder(order.order().id())).forEach(v -> views.put(v.id(), v));
            for (Return one : all) {
                ReturnView view = Objects.requireNonNull(views.get(one.id));
                assertThat(view.state()).isEqualTo(one.state);
                assertThat(view.arrived()).isEqualTo(one.came());
                assertThat(view.worth()).isEqualTo(one.worth());
                assertThat(view.refunded()).isEqualTo(one.refunded);
            }
            assertThat(sold.broken()).isEqualTo("[]");
            assertThat(refunded).isLessThanOrEqualTo(order.order().paid());
        }
    }

    @Test
    void whateverPeopleDoNothingIsGivenBackTwice() {
        Property.holds(ROUNDS, round -> {
            World world = new World(round);
            for (int i = 0; i < STEPS; i++) {
                world.step();
                world.compare();
            }
        });
        Property.cameBy(
                seen,
                List.of(
                        "request",
                        "request refused",
                        "approve",
                        "approve refused",
                        "refuse",
                        "withdraw",
                        "receive",
                        "receive refused",
                        "inspect",
                        "inspect refused",
                        "refund",
                        "refund refused",
                        "exchange refused",
                        "close refused"));
    }
}
