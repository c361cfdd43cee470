package io.storelane.order;

import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.Hold;
import io.storelane.inventory.Reservations;
import io.storelane.inventory.Router;
import io.storelane.inventory.Shortages;
import io.storelane.inventory.StockMap;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The units that orders hold: found, moved, given back, lost. Works in the caller's transaction, with the order locked. */
@Component
class OrderStock implements Shortages {

    private final Database database;
    private final Reservations reservations;
    private final OrderReader reader;
    private final OrderWriter writer;
    private final OrderSettings settings;
    private final Clock clock;

    OrderStock(
            Database database,
            Reservations reservations,
            OrderReader reader,
            OrderWriter writer,
            OrderSettings settings,
            Clock clock) {
        this.database = database;
        this.reservations = reservations;
        this.reader = reader;
        this.writer = writer;
        this.settings = settings;
        this.clock = clock;
    }

    /** Looks for the units that the order's lines still miss. */
    void allocate(OrderView order) {
        List<OrderView.Line> lines = reader.lines(order.id());
        List<Router.Need> needs = new ArrayList<>();
        Map<Integer, OrderView.Line> byPosition = new HashMap<>();
        for (OrderView.Line line : lines) {
            long wanted = line.open() - line.reserved();
            if (line.needsStock() && wanted > 0) {
                needs.add(new Router.Need(line.position(), java.util.Objects.requireNonNull(line.variantId()), wanted));
                byPosition.put(line.position(), line);
            }
        }
        StockMap stock = reservations.free(
                needs.stream().map(Router.Need::variantId).distinct().toList(), true);
        stock.leaveOut(refused(order.id()));
        PlaceOrder.Address to = order.shipTo();
        Router.Plan plan = stock.plan(
                needs,
                new Router.Destination(
                        new Router.Place(to.country(), to.region(), to.province(), to.city()),
                        order.path(),
                        order.placedAt()),
                !order.source().equals("channel"));
        hold(order, byPosition, plan);
        for (Router.Need need : needs) {
            OrderView.Line line = java.util.Objects.requireNonNull(byPosition.get(need.line()));
            long missing = plan.shortfall().getOrDefault(need.line(), 0L);
            reserved(order.id(), line.id(), need.units() - missing, missing - line.missing(), 0);
        }
        List<OrderView.Line> after = reader.lines(order.id());
        writer.set(order.id(), Map.of("fulfilment_state", OrderWriter.fulfilment(after)));
        long found = plan.picks().stream().mapToLong(Router.Pick::units).sum();
        if (found > 0) {
            writer.happened(order, "allocated", Map.of("units", found), "");
        }
        writer.settle(
                order,
                reader.tasks(order.id()).stream()
                        .filter(task -> settled(task, after))
                        .toList());
    }

    private List<UUID> refused(UUID order) {
        return database.core()
                .sql("select unnest(refused_by) from core.sales_order where tenant_id = :tenant and id = :order")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
    }

    private void hold(OrderView order, Map<Integer, OrderView.Line> byPosition, Router.Plan plan) {
        Instant expiry =
                order.payment() == PaymentState.UNPAID ? settings.current().expiry(clock.instant()) : null;
        List<Hold> holds = plan.picks().stream()
                .map(pick -> new Hold(
                        Scope.currentTenant(),
                        Ids.next(),
                        order.id(),
                        order.number(),
                        java.util.Objects.requireNonNull(byPosition.get(pick.line()))
                                .id(),
                        pick.variantId(),
                        pick.siteId(),
                        pick.units(),
                        pick.rule().code(),
                        pick.reason(),
                        expiry,
                        false,
                        Actor.current()))
                .toList();
        if (!reservations.hold(holds).isEmpty()) {
            throw new ConcurrencyFailureException("a level changed under its lock");
        }
    }

    /** True for the task of a line that missed units and misses none any more, nor does a component of it. */
    static boolean settled(OrderView.Task task, List<OrderView.Line> lines) {
        UUID line = task.lineId();
        return task.fault().equals("SHORT")
                && line != null
                && lines.stream().noneMatch(l -> l.missing() > 0 && (l.id().equals(line) || line.equals(l.parentId())));
    }

    private void reserved(UUID order, UUID line, long reserved, long missing, long inWork) {
        database.core()
                .sql("update core.order_line set reserved = reserved + :reserved, short = short + :missing,"
                        + " in_work = in_work + :inWork"
                        + " where tenant_id = :tenant and order_id = :order and id = :id")
                .param("order", order)
                .param("reserved", reserved)
                .param("missing", missing)
                .param("inWork", inWork)
                .param("tenant", Scope.currentTenant().value())
                .param("id", line)
                .update();
    }

    /** Gives back what an order that was not paid in time holds; keeps what a paid one holds, and one that is worked on. */
    void expire(UUID orderId) {
        OrderView order = reader.locked(orderId);
        if (order.payment() == PaymentState.UNPAID && order.fulfilment().compareTo(FulfilmentState.IN_WORK) < 0) {
            lost(reservations.expire(orderId), "expired");
        } else {
            reservations.keep(orderId);
        }
    }

    private record Cancelled(UUID lineId, long returned, long missing, long units) {}

    /** Cancels units of lines: of each those that are missing first, then those that are held. */
    void cancel(OrderView order, Map<OrderView.Line, Long> units) {
        Map<UUID, Long> held = new HashMap<>();
        units.forEach((line, count) -> {
            long fromHeld = Math.min(count - Math.min(count, line.missing()), line.reserved());
            if (fromHeld > 0) {
                held.put(line.id(), fromHeld);
            }
        });
        Map<UUID, Long> released = reservations.release(order.id(), held);
        List<Cancelled> rows = units.entrySet().stream()
                .map(e -> new Cancelled(
                        e.getKey().id(),
                        released.getOrDefault(e.getKey().id(), 0L),
                        Math.min(e.getValue(), e.getKey().missing()),
                        e.getValue()))
                .toList();
        database.core()
                .sql("""
                        update core.order_line l set reserved = l.reserved - c.returned, short = l.short - c.missing,
                          cancelled = l.cancelled + c.units
                        from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[]) c (id, returned, missing, units)
                        where l.tenant_id = ? and l.order_id = ? and l.id = c.id""")
                .param(Rows.array("uuid", rows, Cancelled::lineId))
                .param(Rows.array("bigint", rows, Cancelled::returned))
                .param(Rows.array("bigint", rows, Cancelled::missing))
                .param(Rows.array("bigint", rows, Cancelled::units))
                .param(Scope.currentTenant().value())
                .param(order.id())
                .update();
    }

    void move(OrderView order, UUID reservationId, UUID toLocation, long units) {
        HeldUnits held = reservations.ofOrder(order.id()).stream()
                .filter(h -> h.id().equals(reservationId))
                .findFirst()
                .orElseThrow();
        UUID moved = reservations.move(reservationId, toLocation, units, held.locationCode());
        HeldUnits now = reservations.ofOrder(order.id()).stream()
                .filter(h -> h.id().equals(moved))
                .findFirst()
                .orElseThrow();
        writer.set(order.id(), Map.of());
        writer.happened(
                order,
                "reservation_moved",
                Map.of("from", held.locationCode(), "to", now.locationCode(), "units", units),
                "");
    }

    /** Lines that lost their units become short, with a task each, and their orders wait. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lost(List<Shortages.Lost> lost, String why) {
        Map<UUID, List<Shortages.Lost>> byOrder = new LinkedHashMap<>();
        lost.forEach(l ->
                byOrder.computeIfAbsent(l.orderId(), _ -> new ArrayList<>()).add(l));
        byOrder.forEach((id, losses) -> {
            OrderView order = reader.locked(id);
            Map<UUID, Long> byLine = new HashMap<>();
            Map<UUID, Long> inWork = new HashMap<>();
            losses.forEach(loss -> {
                byLine.merge(loss.lineId(), loss.units(), Long::sum);
                inWork.merge(loss.lineId(), loss.inWork(), Long::sum);
            });
            for (OrderView.Line line : reader.lines(id)) {
                long units = byLine.getOrDefault(line.id(), 0L);
                if (units > 0) {
                    reserved(id, line.id(), -units, units, -inWork.getOrDefault(line.id(), 0L));
                    writer.task(
                            order,
                            line.id(),
                            "SHORT",
                            Map.of("args", List.of(line.sku(), line.open() - units, units), "why", why));
                }
            }
            writer.set(
                    id,
                    Map.of(
                            "fulfilment_state",
                            OrderWriter.fulfilment(reader.lines(id)),
                            "held",
                            true,
                            "hold_reason",
                            // a person's reason stays: only that person knows when it is over
                            order.held() ? order.holdReason() : OrderWriter.WAITS_FOR_TASKS));
            writer.happened(
                    order,
                    "units_lost",
                    Map.of(
                            "why",
                            why,
                            "units",
                            losses.stream().mapToLong(Shortages.Lost::units).sum()),
                    "");
        });
    }

    /**
     * A location gives units back: they are looked for elsewhere, and the location is left out from now on. What nobody else has is
     * short, with a task, and the order waits.
     *
     * @param units held there, by line
     * @param inWork true if the location worked on them
     */
    void refuse(OrderView order, UUID location, Map<UUID, Long> units, boolean inWork) {
        Map<UUID, Long> missed = new HashMap<>();
        reader.lines(order.id()).forEach(l -> missed.put(l.id(), l.missing()));
        reservations.giveBack(order.id(), location, units, inWork);
        units.forEach((line, count) -> reserved(order.id(), line, -count, count, inWork ? -count : 0));
        database.core()
                .sql("""
                        update core.sales_order set refused_by = array_append(array_remove(refused_by, :location), :location)
                        where tenant_id = :tenant and id = :id""")
                .param("location", location)
                .param("tenant", Scope.currentTenant().value())
                .param("id", order.id())
                .update();
        allocate(order);
        boolean left = false;
        for (OrderView.Line line : reader.lines(order.id())) {
            if (line.missing() > missed.getOrDefault(line.id(), 0L)) {
                left = true;
                writer.task(
                        order,
                        line.id(),
                        "SHORT",
                        Map.of(
                                "args",
                                List.of(line.sku(), line.open() - line.missing(), line.missing()),
                                "why",
                                "refused"));
            }
        }
        if (left) {
            writer.set(
                    order.id(),
                    Map.of(
                            "held",
                            true,
                            "hold_reason",
                            order.held() ? order.holdReason() : OrderWriter.WAITS_FOR_TASKS));
        }
    }
}
