package io.storelane.order;

import io.storelane.inventory.Reservations;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What happens to the units of orders on their way: a location works on them, they leave, arrive, come back. Each verb locks the
 * order and writes its lines, state, timeline and event in the caller's transaction. Who delivers need not see the order, so no
 * permission is asked here: the caller has asked for its own.
 *
 * <p>Units are given by line, of lines that hold stock: a bundle follows from its components. A line with too few is refused by
 * name, and nothing is written.
 */
@Service
public class OrderFulfilment {

    private final Database database;
    private final OrderReader reader;
    private final OrderWriter writer;
    private final OrderStock stock;
    private final OrderSettings settings;
    private final Reservations reservations;

    OrderFulfilment(
            Database database,
            OrderReader reader,
            OrderWriter writer,
            OrderStock stock,
            OrderSettings settings,
            Reservations reservations) {
        this.database = database;
        this.reader = reader;
        this.writer = writer;
        this.stock = stock;
        this.settings = settings;
        this.reservations = reservations;
    }

    /**
     * An order with its lines, whoever asks.
     *
     * @param shippable true if its units may leave: it is open, not on hold, and paid unless the workspace ships before
     */
    public record Known(OrderView order, List<OrderView.Line> lines, boolean shippable) {}

    /** Locks these orders, in order of their ids, and reads them with their lines. Those that do not exist are left out. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Known> lock(Collection<UUID> orders) {
        List<OrderView> found = database.core()
                // one look-up of the key for each: under a plan for all tenants a list of ids may be sought in all
                // orders of one
                .sql("select q.* from (select w.id from unnest(:ids) w (id) order by w.id) w cross join lateral ("
                        + OrderReader.SELECT + " and o.id = w.id offset 0 for no key update of o) q")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", Rows.array("uuid", List.copyOf(new LinkedHashSet<>(orders)), id -> id))
                .query((rs, _) -> OrderReader.view(rs))
                .list();
        Map<UUID, List<OrderView.Line>> lines =
                reader.lines(found.stream().map(OrderView::id).toList());
        boolean shipUnpaid = settings.current().shipUnpaid();
        return found.stream()
                .map(o -> new Known(o, lines.getOrDefault(o.id(), List.of()), mayShip(o, shipUnpaid) == null))
                .toList();
    }

    /** Those of these orders that may be shipped as they are now, without a lock. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UUID> shippable(Collection<UUID> orders) {
        return database.core()
                .sql("""
                        select o.id from unnest(?::uuid[]) w (id) cross join lateral (
                          select o.* from core.sales_order o where o.tenant_id = ? and o.id = w.id offset 0) o
                        where o.state = 'open' and not o.held and (? or o.paid >= o.total and (o.total = 0 or o.refunded < o.paid))""")
                .param(Rows.array("uuid", List.copyOf(orders), id -> id))
                .param(Scope.currentTenant().value())
                .param(settings.current().shipUnpaid())
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list();
    }

    /** Orders that have this number in their channel: looked up by its key, channel by channel; 50 at most. */
    @Transactional(readOnly = true)
    public List<UUID> ofChannel(String externalId) {
        return database.core()
                .sql("""
                        select o.id from core.channel c cross join lateral (select x.id from core.sales_order x
                          where x.tenant_id = c.tenant_id and x.channel_id = c.id and x.external_id = :external offset 0) o
                        where c.tenant_id = :tenant limit 50""")
                .param("tenant", Scope.currentTenant().value())
                .param("external", externalId)
                .query((rs, _) -> rs.getObject("id", UUID.class))
                .list();
    }

    private static @Nullable OrderProblem mayShip(OrderView order, boolean shipUnpaid) {
        if (order.state() != OrderState.OPEN) {
            return OrderProblem.NOT_OPEN;
        }
        if (order.held()) {
            return OrderProblem.ON_HOLD;
        }
        boolean paid = order.paid() >= order.total() && (order.total() == 0 || order.refunded() < order.paid());
        return paid || shipUnpaid ? null : OrderProblem.NOT_PAID;
    }

    private OrderView shippable(UUID id) {
        OrderView order = reader.locked(id);
        OrderProblem problem = mayShip(order, settings.current().shipUnpaid());
        if (problem != null) {
            throw new ProblemException(problem);
        }
        return order;
    }

    /**
     * A location begins to work on units that are held there: from now on they are neither cancelled nor moved.
     *
     * @param units by line, each more than 0
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void begin(UUID id, UUID location, Map<UUID, Long> units) {
        OrderView order = shippable(id);
        List<OrderView.Line> lines = reader.lines(id);
        enough(lines, units, reservations.idleAt(id, location), OrderProblem.NOT_HELD_THERE);
        reservations.work(id, location, units, true);
        add(id, units, "in_work = in_work + u.units");
        changed(order);
    }

    /** The location stops to work on units and keeps them: they can be cancelled and moved again. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void stop(UUID id, UUID location, Map<UUID, Long> units) {
        OrderView order = reader.locked(id);
        enough(reader.lines(id), units, reservations.inWorkAt(id, location), OrderProblem.NOT_HELD_THERE);
        reservations.work(id, location, units, false);
        add(id, units, "in_work = in_work - u.units");
        changed(order);
    }

    /**
     * The location gives units back: the router looks for them elsewhere and leaves this location out for the order. What nobody has
     * is short, with a task, and the order waits.
     *
     * @param inWork true if the location had begun to work on them
     * @param reason why, as a person says it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refuse(
            UUID id, UUID location, String locationCode, Map<UUID, Long> units, boolean inWork, String reason) {
        OrderView order = reader.locked(id);
        List<OrderView.Line> lines = reader.lines(id);
        enough(
                lines,
                units,
                inWork ? reservations.inWorkAt(id, location) : reservations.idleAt(id, location),
                OrderProblem.NOT_HELD_THERE);
        writer.happened(
                order,
                "units_refused",
                Map.of(
                        "location",
                        locationCode,
                        "units",
                        units.values().stream().mapToLong(Long::longValue).sum(),
                        "reason",
                        Texts.kept(reason, 500)),
                "");
        stock.refuse(order, location, units, inWork);
    }

    /**
     * Units that a location works on leave: their reservations are consumed, the stock there is less, the order is further on its way.
     *
     * @throws ProblemException naming each line of which fewer units are held there; if the order is not open, on hold or not paid
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void ship(UUID id, UUID location, String locationCode, Map<UUID, Long> units) {
        OrderView order = shippable(id);
        List<OrderView.Line> lines = reader.lines(id);
        enough(lines, units, reservations.inWorkAt(id, location), OrderProblem.NOT_HELD_THERE);
        reservations.consume(id, order.number(), location, units);
        add(id, units, "in_work = in_work - u.units, reserved = reserved - u.units, shipped = shipped + u.units");
        bundles(id, units.keySet());
        changed(order);
        writer.happened(order, "shipped", detail(lines, units, Map.of("location", locationCode)), "");
    }

    /** Units that left have arrived; an order of which all has arrived and is paid is completed. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void delivered(UUID id, Map<UUID, Long> units) {
        OrderView order = reader.locked(id);
        List<OrderView.Line> lines = reader.lines(id);
        Map<UUID, Long> underway = new HashMap<>();
        lines.forEach(l -> underway.put(l.id(), l.shipped() - l.delivered()));
        enough(lines, units, underway, OrderProblem.NOT_SHIPPED);
        add(id, units, "delivered = delivered + u.units");
        bundles(id, units.keySet());
        changed(order);
        writer.happened(order, "delivered", detail(lines, units, Map.of()), "");
        writer.completeIfDone(order);
    }

    /** Units that left have come back. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void returned(UUID id, Map<UUID, Long> units) {
        OrderView order = reader.locked(id);
        List<OrderView.Line> lines = reader.lines(id);
        Map<UUID, Long> gone = new HashMap<>();
        lines.forEach(l -> gone.put(l.id(), l.shipped() - l.returned()));
        enough(lines, units, gone, OrderProblem.NOT_SHIPPED);
        add(id, units, "returned = returned + u.units");
        bundles(id, units.keySet());
        changed(order);
        writer.happened(order, "returned", detail(lines, units, Map.of()), "");
    }

    /** @param state {@code none}, {@code requested}, {@code in_work} or {@code closed} */
    @Transactional(propagation = Propagation.MANDATORY)
    public void aftersales(UUID id, String state) {
        reader.locked(id);
        writer.set(id, Map.of("aftersales_state", state));
    }

    /** Each line has to have as many units; those that have not are named. */
    private static void enough(
            List<OrderView.Line> lines, Map<UUID, Long> units, Map<UUID, Long> most, OrderProblem problem) {
        List<Fault> faults = new ArrayList<>();
        int number = 0;
        for (Map.Entry<UUID, Long> part : units.entrySet()) {
            String at = "/lines/" + number++;
            OrderView.Line line = lines.stream()
                    .filter(l -> l.id().equals(part.getKey()) && l.needsStock())
                    .findFirst()
                    .orElse(null);
            if (line == null) {
                faults.add(Fault.of(OrderProblem.LINE_UNKNOWN, at + "/lineId"));
                continue;
            }
            long there = most.getOrDefault(line.id(), 0L);
            if (part.getValue() < 1 || part.getValue() > there) {
                faults.add(Fault.of(problem, at + "/quantity", line.sku(), there));
            }
        }
        if (units.isEmpty()) {
            faults.add(Fault.of(OrderProblem.NO_LINES, "/lines"));
        }
        if (!faults.isEmpty()) {
            Fault first = faults.getFirst();
            throw ProblemException.of(faults, first.code(), first.args().toArray());
        }
    }

    private record Units(UUID line, long units) {}

    private void add(UUID order, Map<UUID, Long> units, String change) {
        List<Units> rows = units.entrySet().stream()
                .map(e -> new Units(e.getKey(), e.getValue()))
                .toList();
        database.core()
                .sql("update core.order_line l set " + change.replaceAll("= (\\w+)", "= l.$1") + """
                         from unnest(?::uuid[], ?::bigint[]) u (id, units)
                        where l.tenant_id = ? and l.order_id = ? and l.id = u.id""")
                .param(Rows.array("uuid", rows, Units::line))
                .param(Rows.array("bigint", rows, Units::units))
                .param(Scope.currentTenant().value())
                .param(order)
                .update();
    }

    /** A unit of a bundle has left when anything of it has; it has arrived, and come back, when all of it has. */
    private void bundles(UUID order, Set<UUID> changed) {
        List<OrderView.Line> lines = reader.lines(order);
        for (OrderView.Line bundle : lines) {
            List<OrderView.Line> parts =
                    lines.stream().filter(l -> bundle.id().equals(l.parentId())).toList();
            if (parts.stream().noneMatch(p -> changed.contains(p.id()))) {
                continue;
            }
            long shipped = 0;
            long delivered = Long.MAX_VALUE;
            long returned = Long.MAX_VALUE;
            for (OrderView.Line part : parts) {
                long each = part.quantity() / bundle.quantity();
                shipped = Math.max(shipped, Math.ceilDiv(part.shipped(), each));
                delivered = Math.min(delivered, part.delivered() / each);
                returned = Math.min(returned, part.returned() / each);
            }
            database.core()
                    .sql("update core.order_line set shipped = :shipped, delivered = :delivered, returned = :returned"
                            + " where tenant_id = :tenant and order_id = :order and id = :id")
                    .param("shipped", shipped)
                    .param("delivered", delivered)
                    .param("returned", returned)
                    .param("tenant", Scope.currentTenant().value())
                    .param("order", order)
                    .param("id", bundle.id())
                    .update();
        }
    }

    private void changed(OrderView order) {
        writer.set(order.id(), Map.of("fulfilment_state", OrderWriter.fulfilment(reader.lines(order.id()))));
    }

    private static Map<String, Object> detail(
            List<OrderView.Line> lines, Map<UUID, Long> units, Map<String, String> more) {
        Map<String, Long> bySku = new LinkedHashMap<>();
        for (OrderView.Line line : lines) {
            if (units.containsKey(line.id())) {
                bySku.merge(line.sku(), units.getOrDefault(line.id(), 0L), Long::sum);
            }
        }
        Map<String, Object> detail = new LinkedHashMap<>(more);
        detail.put("units", bySku);
        return detail;
    }
}
