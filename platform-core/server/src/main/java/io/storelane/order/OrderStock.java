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
import io.storelane.tenancy.Scope;
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

    OrderStock(Database database, Reservations reservations, OrderReader reader, OrderWriter writer) {
        this.database = database;
        this.reservations = reservations;
        this.reader = reader;
        this.writer = writer;
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
            reserved(line.id(), need.units() - missing, missing - line.missing());
        }
        writer.refreshFulfilment(order.id(), reader.lines(order.id()));
        long found = plan.picks().stream().mapToLong(Router.Pick::units).sum();
        if (found > 0) {
            writer.happened(order, "allocated", Map.of("units", found), "");
        }
        shortTasks(order);
    }

    private void hold(OrderView order, Map<Integer, OrderView.Line> byPosition, Router.Plan plan) {
        List<Hold> holds = plan.picks().stream()
                .map(pick -> new Hold(
                        Ids.next(),
                        order.id(),
                        java.util.Objects.requireNonNull(byPosition.get(pick.line()))
                                .id(),
                        pick.variantId(),
                        pick.siteId(),
                        pick.units(),
                        pick.rule().code(),
                        pick.reason(),
                        null,
                        false,
                        Actor.current()))
                .toList();
        if (!reservations.hold(holds)) {
            throw new ConcurrencyFailureException("a level changed under its lock");
        }
    }

    /** A short task whose line misses nothing any more is done. */
    private void shortTasks(OrderView order) {
        Map<UUID, OrderView.Line> lines = new HashMap<>();
        reader.lines(order.id()).forEach(l -> lines.put(l.id(), l));
        for (OrderView.Task task : reader.tasks(order.id())) {
            OrderView.Line line = task.lineId() == null ? null : lines.get(task.lineId());
            if (task.state().equals("open") && task.fault().equals("SHORT") && line != null && !missing(line, lines)) {
                database.core()
                        .sql("update core.order_task set state = 'done', done_at = now(), done_by = :by"
                                + " where tenant_id = :tenant and id = :id")
                        .param("by", Actor.current().userId())
                        .param("tenant", Scope.currentTenant().value())
                        .param("id", task.id())
                        .update();
            }
        }
    }

    private static boolean missing(OrderView.Line line, Map<UUID, OrderView.Line> lines) {
        return line.missing() > 0
                || lines.values().stream().anyMatch(l -> line.id().equals(l.parentId()) && l.missing() > 0);
    }

    private void reserved(UUID line, long reserved, long missing) {
        database.core()
                .sql("update core.order_line set reserved = reserved + :reserved, short = short + :missing"
                        + " where tenant_id = :tenant and id = :id")
                .param("reserved", reserved)
                .param("missing", missing)
                .param("tenant", Scope.currentTenant().value())
                .param("id", line)
                .update();
    }

    /** Cancels units of a line: those that are missing first, then those that are held. */
    void cancel(OrderView order, OrderView.Line line, long units) {
        long fromMissing = Math.min(units, line.missing());
        long fromHeld = line.needsStock() ? units - fromMissing : 0;
        if (fromHeld > 0) {
            long returned = reservations.release(order.id(), line.id(), Math.min(fromHeld, line.reserved()));
            reserved(line.id(), -returned, 0);
        }
        database.core()
                .sql("update core.order_line set short = short - :missing, cancelled = cancelled + :units"
                        + " where tenant_id = :tenant and id = :id")
                .param("missing", fromMissing)
                .param("units", units)
                .param("tenant", Scope.currentTenant().value())
                .param("id", line.id())
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
            OrderView order = lock(id);
            Map<UUID, OrderView.Line> lines = new HashMap<>();
            reader.lines(id).forEach(l -> lines.put(l.id(), l));
            for (Shortages.Lost loss : losses) {
                OrderView.Line line = java.util.Objects.requireNonNull(lines.get(loss.lineId()));
                reserved(line.id(), -loss.units(), loss.units());
                writer.task(
                        order,
                        line.id(),
                        "SHORT",
                        Map.of("args", List.of(line.sku(), line.open() - loss.units(), loss.units()), "why", why));
            }
            writer.refreshFulfilment(id, reader.lines(id));
            writer.set(id, Map.of("held", true, "hold_reason", "tasks"));
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

    /** Without regard to the reach: who counts stock need not see whose order loses units. */
    private OrderView lock(UUID id) {
        return database.core()
                .sql(OrderReader.SELECT + " and o.id = :id for update of o")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> OrderReader.view(rs))
                .single();
    }
}
