package io.storelane.rma;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.fulfilment.HandOvers;
import io.storelane.inventory.Locations;
import io.storelane.order.OrderAftersales;
import io.storelane.order.OrderAftersales.Sold;
import io.storelane.order.OrderProblem;
import io.storelane.order.OrderView;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.rma.ReturnBalances.Balance;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Returns from their request to their end. What comes in is with {@link ReturnGoods}, what is given for it with {@link ReturnMoney}.
 * Each verb locks the order first and the return after it.
 */
@Service
public class Returns {

    /** Characters of a note or reason. */
    static final int TEXT = 500;

    /** Units of a line, or minor units of money, that may be named. */
    public static final long MOST = 1_000_000_000_000L;

    private static final int NUMBER = 100;

    private final Database database;
    private final OrderAftersales orders;
    private final ReturnReader reader;
    private final ReturnWriter writer;
    private final ReturnBalances balances;
    private final ReturnSettings settings;
    private final Locations locations;
    private final HandOvers handOvers;
    private final Colleagues colleagues;

    Returns(
            Database database,
            OrderAftersales orders,
            ReturnReader reader,
            ReturnWriter writer,
            ReturnBalances balances,
            ReturnSettings settings,
            Locations locations,
            HandOvers handOvers,
            Colleagues colleagues) {
        this.database = database;
        this.orders = orders;
        this.reader = reader;
        this.writer = writer;
        this.balances = balances;
        this.settings = settings;
        this.locations = locations;
        this.handOvers = handOvers;
        this.colleagues = colleagues;
    }

    /** A return with what happened to it. */
    public record Whole(ReturnView rma, List<ReturnView.Entry> entries) {}

    /**
     * A line of an order of which units were shipped.
     *
     * @param bundleSku the bundle that it is a component of; empty if of none
     * @param left units that can still be asked for
     * @param worth what the units cost that were not cancelled, minor units
     * @param deliveredAt when units of it arrived last; null if none did
     * @param late true if the days of the workspace are over
     */
    public record Returnable(
            UUID lineId,
            String sku,
            String title,
            String bundleSku,
            long shipped,
            long left,
            long worth,
            @Nullable Instant deliveredAt,
            boolean late) {}

    /** What can be asked for of an order. @param days null = for ever */
    public record Offer(
            UUID orderId,
            String orderNumber,
            String currency,
            @Nullable Integer days,
            List<Returnable> lines) {

        public boolean anyLeft() {
            return lines.stream().anyMatch(l -> l.left() > 0);
        }

        public boolean anyLate() {
            return lines.stream().anyMatch(l -> l.left() > 0 && l.late());
        }
    }

    /** @throws ProblemException if there is none, or the caller may not know of it */
    @Transactional(readOnly = true)
    public ReturnView rma(UUID id) {
        return reader.seen(id);
    }

    /** @throws ProblemException if there is none, or the caller may not know of it */
    @Transactional(readOnly = true)
    public Whole whole(UUID id) {
        return new Whole(reader.seen(id), reader.entries(id));
    }

    /** The returns of an order, the newest first; none if the caller may not see those of its node. */
    @Transactional(readOnly = true)
    public List<ReturnView> ofOrder(UUID order) {
        Reach reach = Access.current().reach(Permission.RETURNS_VIEW);
        return reader.ofOrder(order).stream()
                .filter(r -> reach.covers(r.path()))
                .toList();
    }

    /**
     * What can still be asked for of an order.
     *
     * @throws ProblemException if the caller may not request returns of it
     */
    @Transactional(readOnly = true)
    public Offer offer(UUID order) {
        Reach reach = Access.current().require(Permission.RETURNS_MANAGE);
        Sold sold = orders.sold(order);
        if (!reach.covers(sold.order().path())) {
            throw new ProblemException(OrderProblem.NOT_FOUND);
        }
        Map<UUID, Balance> known = balances.of(order);
        Map<UUID, Long> cost = sold.cost();
        ReturnSettings.Values set = settings.current();
        Instant now = writer.now();
        return new Offer(
                order,
                sold.order().number(),
                sold.order().currency(),
                set.days(),
                sold.lines().stream()
                        .filter(l -> l.needsStock() && l.shipped() > 0)
                        .map(l -> new Returnable(
                                l.id(),
                                l.sku(),
                                l.title(),
                                bundle(l, sold),
                                l.shipped(),
                                l.shipped()
                                        - known.getOrDefault(l.id(), Balance.NONE)
                                                .asked(),
                                cost.getOrDefault(l.id(), 0L),
                                sold.deliveredAt(l),
                                set.isOver(sold.deliveredAt(l), now)))
                        .toList());
    }

    private static String bundle(OrderView.Line line, Sold sold) {
        return sold.lines().stream()
                .filter(l -> l.id().equals(line.parentId()))
                .findFirst()
                .map(OrderView.Line::sku)
                .orElse("");
    }

    /**
     * Asks for a return.
     *
     * @return its id
     * @throws ProblemException if units were not shipped or are asked for already, or the days are over and no reason to accept it
     *     nevertheless is given by somebody who may
     */
    @Transactional
    public UUID request(RequestReturn command) {
        Reach reach = Access.current().require(Permission.RETURNS_MANAGE);
        checkTexts(command);
        Sold sold;
        try {
            sold = orders.lock(command.orderId());
        } catch (ProblemException _) {
            throw unknownOrder();
        }
        if (!reach.covers(sold.order().path())) {
            throw unknownOrder();
        }
        Map<OrderView.Line, Long> units = units(command, sold);
        String override = overridden(command, sold, units);
        UUID id = Ids.next();
        String number = ReturnNumbers.next(writer.now().atZone(ZoneOffset.UTC).toLocalDate());
        insert(id, number, command, sold.order(), override);
        insertLines(id, sold.order().id(), units);
        balances.ask(
                sold.order().id(),
                units.entrySet().stream()
                        .map(e -> new ReturnBalances.Asked(
                                e.getKey().id(), e.getValue(), e.getKey().shipped()))
                        .toList());
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("resolution", command.resolution());
        detail.put("reason", command.reason());
        detail.put("units", bySku(units));
        if (!override.isEmpty()) {
            detail.put("overrideReason", override);
        }
        writer.happened(reader.again(id), "rma.requested", detail, command.note());
        handOvers.begin(List.of(new HandOvers.NewHandOver(
                "to_aftersales",
                command.orderId(),
                sold.order().number(),
                "return",
                id,
                number,
                null,
                sold.order().nodeId())));
        return id;
    }

    private static ProblemException unknownOrder() {
        return ProblemException.of(List.of(Fault.of(RmaProblem.ORDER_UNKNOWN, "/orderId")), RmaProblem.ORDER_UNKNOWN);
    }

    private static void checkTexts(RequestReturn command) {
        FieldErrors errors = new FieldErrors();
        if (Resolution.of(command.resolution()).isEmpty()) {
            errors.add("/resolution", RmaProblem.BAD_RESOLUTION);
        }
        if (ReturnReason.of(command.reason()).isEmpty()) {
            errors.add("/reason", RmaProblem.BAD_REASON);
        }
        if (command.note().length() > TEXT) {
            errors.add("/note", RmaProblem.BAD_TEXT, TEXT);
        }
        if (command.overrideReason().length() > TEXT) {
            errors.add("/overrideReason", RmaProblem.BAD_TEXT, TEXT);
        }
        if (command.lines().isEmpty()) {
            errors.add("/lines", RmaProblem.NO_LINES);
        }
        errors.throwIfAny();
    }

    /** Units by line that holds stock, each within what was shipped and is not asked for. */
    private Map<OrderView.Line, Long> units(RequestReturn command, Sold sold) {
        Map<UUID, OrderView.Line> byId = new HashMap<>();
        sold.lines().forEach(l -> byId.put(l.id(), l));
        Map<UUID, Balance> known = balances.of(sold.order().id());
        Map<OrderView.Line, Long> units = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        List<Fault> conflicts = new ArrayList<>();
        for (int i = 0; i < command.lines().size(); i++) {
            RequestReturn.Line asked = command.lines().get(i);
            String at = "/lines/" + i;
            OrderView.Line line = byId.get(asked.lineId());
            if (line == null) {
                faults.add(Fault.of(RmaProblem.LINE_UNKNOWN, at + "/lineId"));
                continue;
            }
            Map<OrderView.Line, Long> parts = parts(line, asked.quantity(), sold);
            if (parts.isEmpty()) {
                faults.add(Fault.of(RmaProblem.NOT_RETURNABLE, at + "/lineId", line.sku()));
            } else if (asked.quantity() < 1 || asked.quantity() > line.quantity()) {
                faults.add(Fault.of(
                        asked.quantity() < 1 ? RmaProblem.BAD_UNITS : RmaProblem.MORE_THAN_SHIPPED,
                        at + "/quantity",
                        line.sku(),
                        left(parts.keySet().iterator().next(), known)));
            } else {
                parts.forEach((part, count) -> {
                    if (units.merge(part, count, Long::sum) > left(part, known)) {
                        conflicts.add(Fault.of(
                                RmaProblem.MORE_THAN_SHIPPED, at + "/quantity", part.sku(), left(part, known)));
                    }
                });
            }
        }
        if (faults.stream().allMatch(f -> f.code() == RmaProblem.MORE_THAN_SHIPPED)) {
            conflicts.addAll(faults);
        } else {
            new FieldErrors().addAll(faults).throwIfAny();
        }
        if (!conflicts.isEmpty()) {
            throw ProblemException.of(
                    conflicts,
                    RmaProblem.MORE_THAN_SHIPPED,
                    conflicts.getFirst().args().toArray());
        }
        return units;
    }

    private static long left(OrderView.Line line, Map<UUID, Balance> known) {
        return line.shipped() - known.getOrDefault(line.id(), Balance.NONE).asked();
    }

    /** A line that holds stock, or the components of a bundle. */
    private static Map<OrderView.Line, Long> parts(OrderView.Line line, long quantity, Sold sold) {
        if (line.needsStock()) {
            return Map.of(line, quantity);
        }
        Map<OrderView.Line, Long> parts = new LinkedHashMap<>();
        sold.lines().stream()
                .filter(l -> line.id().equals(l.parentId()) && l.needsStock())
                .forEach(l -> parts.put(l, quantity * (l.quantity() / line.quantity())));
        return parts;
    }

    /** The reason to accept it though the days are over; empty if they are not. */
    private String overridden(RequestReturn command, Sold sold, Map<OrderView.Line, Long> units) {
        ReturnSettings.Values set = settings.current();
        Instant now = writer.now();
        List<Fault> late = new ArrayList<>();
        units.keySet().stream()
                .filter(l -> set.isOver(sold.deliveredAt(l), now))
                .forEach(l -> late.add(
                        Fault.of(RmaProblem.TOO_LATE, "/overrideReason", l.sku(), Objects.requireNonNull(set.days()))));
        if (late.isEmpty()) {
            return "";
        }
        if (command.overrideReason().isBlank()) {
            throw ProblemException.of(
                    late.subList(0, 1),
                    RmaProblem.TOO_LATE,
                    late.getFirst().args().toArray());
        }
        if (!Access.current().allowsAt(Permission.RETURNS_OVERRIDE, sold.order().path())) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, Permission.RETURNS_OVERRIDE.key());
        }
        return command.overrideReason();
    }

    private static Map<String, Long> bySku(Map<OrderView.Line, Long> units) {
        Map<String, Long> bySku = new LinkedHashMap<>();
        units.forEach((line, count) -> bySku.merge(line.sku(), count, Long::sum));
        return bySku;
    }

    private void insert(UUID id, String number, RequestReturn command, OrderView order, String override) {
        Instant now = writer.now();
        database.core()
                .sql("""
                        insert into core.rma (tenant_id, id, number, order_id, order_number, node_id, org_path, resolution, state,
                          reason, note, override_reason, currency, due_at, requested_by, created_at, updated_at)
                        values (:tenant, :id, :number, :order, :orderNumber, :node, :path, :resolution, 'requested',
                          :reason, :note, :override, :currency, :due, :by, :now, :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("number", number)
                .param("order", order.id())
                .param("orderNumber", order.number())
                .param("node", order.nodeId())
                .param("path", order.path())
                .param("resolution", command.resolution())
                .param("reason", command.reason())
                .param("note", command.note())
                .param("override", override)
                .param("currency", order.currency())
                .param("due", Timestamp.from(settings.current().due(now)))
                .param("by", Actor.current().name())
                .param("now", Timestamp.from(now))
                .update();
    }

    private void insertLines(UUID id, UUID order, Map<OrderView.Line, Long> units) {
        List<OrderView.Line> lines = List.copyOf(units.keySet());
        database.core()
                .sql("""
                        insert into core.rma_line (tenant_id, rma_id, order_id, line_id, position, variant_id, sku, title, quantity)
                        select ?, ?, ?, u.* from unnest(?::uuid[], ?::integer[], ?::uuid[], ?::text[], ?::text[], ?::bigint[]) u""")
                .param(Scope.currentTenant().value())
                .param(id)
                .param(order)
                .param(Rows.array("uuid", lines, OrderView.Line::id))
                .param(Rows.array("integer", lines, OrderView.Line::position))
                .param(Rows.array("uuid", lines, l -> Objects.requireNonNull(l.variantId())))
                .param(Rows.array("text", lines, OrderView.Line::sku))
                .param(Rows.array("text", lines, OrderView.Line::title))
                .param(Rows.array("bigint", lines, l -> Objects.requireNonNull(units.get(l))))
                .update();
    }

    /** A return of the caller's with its order and itself locked. */
    private ReturnView begun(UUID id) {
        ReturnView seen = reader.of(id, Permission.RETURNS_MANAGE);
        orders.lock(seen.orderId());
        return reader.locked(seen, null);
    }

    /**
     * Accepts a return: its units are expected.
     *
     * @param locationId where they come back to, a location that the caller sees; null = whichever receives them
     */
    @Transactional
    public void approve(UUID id, @Nullable UUID locationId) {
        ReturnView rma = begun(id);
        requireRequested(rma);
        Map<String, @Nullable Object> columns = new HashMap<>();
        Map<String, Object> detail = new LinkedHashMap<>();
        if (locationId != null) {
            String name = locations
                    .location(locationId, Permission.STOCK_VIEW)
                    .orElseThrow(() -> at("/locationId", RmaProblem.LOCATION_UNKNOWN))
                    .name();
            columns.put("location_id", locationId);
            detail.put("location", name);
        }
        writer.become(id, ReturnState.APPROVED, columns);
        writer.happened(rma, "rma.approved", detail, "");
        handOvers.end(id, "done");
    }

    /** Refuses a return; its units can be asked for again. */
    @Transactional
    public void refuse(UUID id, String reason) {
        ReturnView rma = begun(id);
        requireRequested(rma);
        if (reason.isBlank()) {
            throw at("/reason", RmaProblem.NO_REASON);
        }
        end(rma, ReturnState.REFUSED, "rma.refused", reason);
    }

    /** Ends a return of which nothing has come; its units can be asked for again. */
    @Transactional
    public void withdraw(UUID id, String reason) {
        ReturnView rma = begun(id);
        if (rma.arrived() > 0 || rma.state().compareTo(ReturnState.APPROVED) > 0) {
            throw new ProblemException(RmaProblem.CANNOT_WITHDRAW);
        }
        end(rma, ReturnState.WITHDRAWN, "rma.withdrawn", reason);
    }

    private void end(ReturnView rma, ReturnState state, String type, String reason) {
        checkText("/reason", reason, TEXT);
        Map<UUID, Long> freed = new HashMap<>();
        rma.lines().forEach(l -> freed.put(l.lineId(), l.open()));
        balances.release(rma.orderId(), freed);
        writer.become(rma.id(), state, Map.of("answer", reason));
        writer.happened(rma, type, Map.of("reason", reason), "");
        handOvers.end(rma.id(), state == ReturnState.REFUSED ? "done" : "cancelled");
    }

    /** Notes the number of the parcel that the shopper sends; empty for none. */
    @Transactional
    public void track(UUID id, String tracking) {
        ReturnView rma = begun(id);
        checkText("/tracking", tracking, NUMBER);
        requireGoingOn(rma);
        writer.set(id, Map.of("tracking", tracking));
        writer.happened(rma, "rma.tracked", Map.of("tracking", tracking), "");
    }

    /**
     * Hands a return over to a person.
     *
     * @param userId a member who may see it; null = after-sales as a whole
     * @param dueAt when the next step has to be done by; null = as it was
     */
    @Transactional
    public void assign(UUID id, @Nullable UUID userId, @Nullable Instant dueAt) {
        ReturnView rma = begun(id);
        requireGoingOn(rma);
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("assignee_id", userId);
        Map<String, Object> detail = new LinkedHashMap<>();
        if (userId != null) {
            if (!colleagues.holds(userId, Permission.RETURNS_VIEW, reader.places(rma))) {
                throw at("/userId", RmaProblem.UNKNOWN_MEMBER);
            }
            detail.put("userId", userId);
        }
        if (dueAt != null) {
            columns.put("due_at", Timestamp.from(dueAt));
            detail.put("dueAt", dueAt.toString());
        }
        writer.set(id, columns);
        writer.happened(rma, "rma.assigned", detail, "");
    }

    /** Ends a return that is inspected, whatever was given for it. */
    @Transactional
    public void close(UUID id, String note) {
        ReturnView rma = begun(id);
        checkText("/note", note, TEXT);
        if (rma.state() != ReturnState.INSPECTED) {
            throw new ProblemException(RmaProblem.NOT_INSPECTED);
        }
        writer.become(id, ReturnState.CLOSED, Map.of());
        writer.happened(rma, "rma.closed", Map.of("refunded", rma.refunded() + rma.shippingRefunded()), note);
    }

    private static void requireRequested(ReturnView rma) {
        if (rma.state() != ReturnState.REQUESTED) {
            throw new ProblemException(RmaProblem.ALREADY_ANSWERED);
        }
    }

    private static void requireGoingOn(ReturnView rma) {
        if (rma.state().isEnded()) {
            throw new ProblemException(RmaProblem.ENDED);
        }
    }

    private static void checkText(String path, String text, int most) {
        if (text.length() > most) {
            new FieldErrors().add(path, RmaProblem.BAD_TEXT, most).throwIfAny();
        }
    }

    /** A problem with a value that stands there. */
    static ProblemException at(String path, RmaProblem problem, Object... args) {
        return ProblemException.of(List.of(Fault.of(problem, path, args)), problem, args);
    }
}
