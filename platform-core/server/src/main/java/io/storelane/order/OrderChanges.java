package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Colleagues;
import io.storelane.access.Permission;
import io.storelane.catalog.Offer;
import io.storelane.catalog.Offers;
import io.storelane.inventory.Reservations;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people and keys do to an order. Each locks the order, checks its states, and writes the timeline with it. */
@Service
public class OrderChanges {

    private static final int MAX_TAGS = 20;

    private final Database database;
    private final OrderReader reader;
    private final OrderWriter writer;
    private final OrderStock stock;
    private final Reservations reservations;
    private final Offers offers;
    private final Drafts drafts;
    private final Colleagues colleagues;

    OrderChanges(
            Database database,
            OrderReader reader,
            OrderWriter writer,
            OrderStock stock,
            Reservations reservations,
            Offers offers,
            Drafts drafts,
            Colleagues colleagues) {
        this.database = database;
        this.reader = reader;
        this.writer = writer;
        this.stock = stock;
        this.reservations = reservations;
        this.offers = offers;
        this.drafts = drafts;
        this.colleagues = colleagues;
    }

    /** Stops work on an order until somebody releases it. */
    @Transactional
    public void hold(UUID id, String reason) {
        OrderView order = open(id);
        if (order.held()) {
            throw new ProblemException(OrderProblem.ALREADY_HELD);
        }
        writer.set(id, Map.of("held", true, "hold_reason", Texts.kept(reason, 500)));
        writer.happened(order, "held", Map.of("reason", Texts.kept(reason, 500)), "");
    }

    /** @throws ProblemException while a task is open */
    @Transactional
    public void release(UUID id) {
        OrderView order = open(id);
        if (!order.held()) {
            throw new ProblemException(OrderProblem.NOT_HELD);
        }
        long tasks =
                reader.tasks(id).stream().filter(t -> t.state().equals("open")).count();
        if (tasks > 0) {
            throw new ProblemException(OrderProblem.TASKS_OPEN, tasks);
        }
        writer.set(id, Map.of("held", false, "hold_reason", ""));
        writer.happened(order, "released", Map.of(), "");
        writer.completeIfDone(order);
    }

    /** Changes buyer, address, invoice and note, until somebody works on the order. */
    @Transactional
    public void edit(UUID id, OrderEdit given) {
        OrderView order = open(id);
        OrderEdit edit = Personal.kept(given, order);
        requireVersion(order, edit.version());
        requireNotInWork(order);
        List<Fault> faults = new ArrayList<>();
        Texts.check(edit, order, faults);
        if (edit.invoice().kind().equals("company")
                && (edit.invoice().title().isBlank()
                        || edit.invoice().taxNumber().isBlank())) {
            faults.add(Fault.of(OrderProblem.BAD_INVOICE, "/invoice"));
        }
        UUID seller = edit.salesPersonId();
        if (seller != null && !drafts.memberExists(seller)) {
            faults.add(Fault.of(OrderProblem.UNKNOWN_MEMBER, "/salesPersonId"));
        }
        if (!faults.isEmpty()) {
            new FieldErrors().addAll(faults).throwIfAny();
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.putAll(OrderRows.buyer(edit.buyer()));
        columns.putAll(OrderRows.address(edit.shipTo()));
        columns.put("invoice_kind", edit.invoice().kind());
        columns.put("invoice_title", edit.invoice().title());
        columns.put("invoice_tax_number", edit.invoice().taxNumber());
        columns.put("sales_person_id", seller);
        columns.put("note", edit.note());
        writer.set(id, columns);
        // which parts changed, not what they hold: the timeline is read by people who may not see personal data
        List<String> changed = new ArrayList<>();
        if (!order.buyer().equals(edit.buyer())) {
            changed.add("buyer");
        }
        if (!order.shipTo().equals(edit.shipTo())) {
            changed.add("address");
        }
        if (!order.invoice().equals(edit.invoice())) {
            changed.add("invoice");
        }
        if (!order.note().equals(edit.note())) {
            changed.add("note");
        }
        writer.happened(order, "edited", Map.of("changed", changed), "");
    }

    /**
     * Cancels what is left of an order and gives its units back; what has left stays sold.
     *
     * @throws ProblemException while a location works on it: it has to give the units back first
     */
    @Transactional
    public void cancel(UUID id, String reason) {
        OrderView order = open(id);
        List<OrderView.Line> lines = reader.lines(id);
        Map<UUID, Long> all = new LinkedHashMap<>();
        for (OrderView.Line line : lines) {
            if (line.inWork() > 0) {
                throw new ProblemException(OrderProblem.IN_WORK);
            }
            if (line.parentId() == null && line.open() > 0) {
                all.put(line.id(), line.open());
            }
        }
        if (all.isEmpty()) {
            throw new ProblemException(OrderProblem.ALL_SHIPPED);
        }
        boolean left = take(order, lines, all);
        Map<String, Object> detail = new LinkedHashMap<>();
        if (left) {
            detail.put("units", bySku(lines, all));
        }
        detail.put("reason", Texts.kept(reason, 500));
        writer.happened(order, left ? "units_cancelled" : "cancelled", detail, "");
        writer.completeIfDone(order);
    }

    private static Map<String, Long> bySku(List<OrderView.Line> lines, Map<UUID, Long> units) {
        Map<String, Long> bySku = new LinkedHashMap<>();
        units.forEach((id, count) ->
                lines.stream().filter(l -> l.id().equals(id)).forEach(l -> bySku.merge(l.sku(), count, Long::sum)));
        return bySku;
    }

    /**
     * Cancels some units; the order is cancelled when none is left.
     *
     * @param units for each line how many, in the order of the caller
     */
    @Transactional
    public void cancelUnits(UUID id, Map<UUID, Long> units, String reason) {
        OrderView order = open(id);
        List<OrderView.Line> lines = reader.lines(id);
        Map<UUID, OrderView.Line> byId = new LinkedHashMap<>();
        lines.forEach(l -> byId.put(l.id(), l));
        List<Fault> faults = new ArrayList<>();
        int number = 0;
        for (Map.Entry<UUID, Long> part : units.entrySet()) {
            String at = "/lines/" + number++;
            OrderView.Line line = byId.get(part.getKey());
            if (line == null || line.parentId() != null) {
                faults.add(Fault.of(OrderProblem.LINE_UNKNOWN, at + "/lineId"));
            } else if (part.getValue() < 1 || part.getValue() > line.open()) {
                faults.add(Fault.of(OrderProblem.BAD_UNITS, at + "/quantity", line.sku(), line.open()));
            } else if (part.getValue() > idle(line, lines)) {
                faults.add(Fault.of(OrderProblem.UNITS_IN_WORK, at + "/quantity", line.sku(), idle(line, lines)));
            }
        }
        if (units.isEmpty()) {
            faults.add(Fault.of(OrderProblem.NOTHING_TO_CANCEL, "/lines"));
        }
        new FieldErrors().addAll(faults).throwIfAny();
        boolean left = take(order, lines, units);
        writer.happened(
                order,
                left ? "units_cancelled" : "cancelled",
                Map.of("units", bySku(lines, units), "reason", Texts.kept(reason, 500)),
                "");
        writer.completeIfDone(order);
    }

    /** Units of a line that no location works on; of a bundle those of which nobody works on any part. */
    static long idle(OrderView.Line line, List<OrderView.Line> lines) {
        return lines.stream()
                .filter(l -> line.id().equals(l.parentId()))
                .mapToLong(c -> (c.open() - c.inWork()) / (c.quantity() / line.quantity()))
                .reduce(line.open() - line.inWork(), Math::min);
    }

    /** @return false if nothing is left: the order is cancelled then */
    private boolean take(OrderView order, List<OrderView.Line> lines, Map<UUID, Long> units) {
        Map<OrderView.Line, Long> wholly = new LinkedHashMap<>();
        for (OrderView.Line line : lines) {
            long count =
                    line.parentId() == null ? units.getOrDefault(line.id(), 0L) : componentUnits(line, lines, units);
            if (count > 0) {
                wholly.put(line, count);
            }
        }
        stock.cancel(order, wholly);
        List<OrderView.Line> after = reader.lines(order.id());
        boolean left = after.stream().anyMatch(l -> l.parentId() == null && l.wanted() > 0);
        OrderMoney.Sums sums = OrderMoney.sums(after, order.shipping());
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("subtotal", sums.subtotal());
        columns.put("discount", sums.discount());
        columns.put("tax", sums.tax());
        columns.put("shipping", sums.shipping());
        columns.put("total", sums.total());
        columns.put(
                "payment_state",
                (!left && order.paid() == 0
                                ? PaymentState.UNPAID
                                : PaymentState.of(sums.total(), order.paid(), order.refunded()))
                        .code());
        columns.put("fulfilment_state", OrderWriter.fulfilment(after));
        if (!left) {
            columns.putAll(Map.of(
                    "state",
                    OrderState.CANCELLED.code(),
                    "fulfilment_state",
                    FulfilmentState.UNALLOCATED.code(),
                    "held",
                    false,
                    "hold_reason",
                    ""));
        }
        writer.set(order.id(), columns);
        List<OrderView.Task> tasks = reader.tasks(order.id());
        if (left) {
            writer.settle(
                    order,
                    tasks.stream().filter(t -> OrderStock.settled(t, after)).toList());
        } else {
            writer.done(tasks);
        }
        return left;
    }

    private static long componentUnits(OrderView.Line component, List<OrderView.Line> lines, Map<UUID, Long> units) {
        OrderView.Line bundle = lines.stream()
                .filter(l -> l.id().equals(component.parentId()))
                .findFirst()
                .orElseThrow();
        return units.getOrDefault(bundle.id(), 0L) * (component.quantity() / bundle.quantity());
    }

    @Transactional
    public void note(UUID id, String text) {
        OrderView order = reader.order(id, Permission.ORDERS_MANAGE, true);
        if (text.isBlank() || text.length() > 2_000) {
            new FieldErrors().add("/note", OrderProblem.BAD_TEXT, 2_000).throwIfAny();
        }
        writer.set(id, Map.of());
        writer.entry(order.id(), "note", Map.of(), text.strip());
    }

    /** Sets the tags: those that are not named are taken away. */
    @Transactional
    public void tag(UUID id, List<String> tags) {
        tag(reader.order(id, Permission.ORDERS_MANAGE, true), tags);
    }

    /** Adds a tag to those that an order has. */
    @Transactional
    public void addTag(UUID id, String tag) {
        OrderView order = reader.order(id, Permission.ORDERS_MANAGE, true);
        if (tag.isBlank()) {
            throw new ProblemException(OrderProblem.NO_TAG);
        }
        tag(order, Stream.concat(order.tags().stream(), Stream.of(tag)).toList());
    }

    private void tag(OrderView order, List<String> tags) {
        List<String> wanted = tags.stream()
                .map(String::strip)
                .filter(t -> !t.isEmpty())
                .distinct()
                .sorted()
                .toList();
        if (wanted.size() > MAX_TAGS) {
            new FieldErrors().add("/tags", OrderProblem.TOO_MANY_TAGS, MAX_TAGS).throwIfAny();
        }
        FieldErrors errors = new FieldErrors();
        for (int i = 0; i < tags.size(); i++) {
            if (tags.get(i).strip().length() > 40) {
                errors.add("/tags/" + i, OrderProblem.BAD_TEXT, 40);
            }
        }
        errors.throwIfAny();
        writer.set(order.id(), Map.of("tags", new SqlArrayValue("text", wanted.toArray())));
        writer.happened(order, "tagged", Map.of("tags", wanted), "");
    }

    /** @param userId a member who may see the order, null for nobody */
    @Transactional
    public void assign(UUID id, @Nullable UUID userId) {
        OrderView order = reader.order(id, Permission.ORDERS_MANAGE, true);
        if (userId != null && !colleagues.holds(userId, Permission.ORDERS_VIEW, List.of(order.path()))) {
            throw ProblemException.of(
                    List.of(Fault.of(OrderProblem.UNFIT_ASSIGNEE, "/userId")), OrderProblem.UNFIT_ASSIGNEE);
        }
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("assignee_id", userId);
        writer.set(id, columns);
        writer.happened(order, "assigned", userId == null ? Map.of() : Map.of("userId", userId.toString()), "");
    }

    /** Says what a line of a channel really is; the task that asked for it is done, the units are looked for. */
    @Transactional
    public void matchLine(UUID id, UUID lineId, String sku) {
        OrderView order = open(id);
        OrderView.Line line = reader.lines(id).stream()
                .filter(l -> l.id().equals(lineId) && l.variantId() == null && l.parentId() == null)
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrderProblem.LINE_NOT_FOUND));
        Offer offer = offers.bySku(order.channelId(), order.currency(), List.of(sku), order.placedAt())
                .get(sku);
        if (offer == null || offer.isBundle()) {
            throw ProblemException.of(
                    List.of(Fault.of(OrderProblem.UNKNOWN_SKU, "/sku", sku)), OrderProblem.UNKNOWN_SKU, sku);
        }
        database.core()
                .sql("update core.order_line set variant_id = :variant, sku = :sku, kind = :kind"
                        + " where tenant_id = :tenant and order_id = :order and id = :line")
                .param("order", order.id())
                .param("variant", offer.variantId())
                .param("sku", offer.sku())
                .param("kind", offer.kind().equals("goods") ? line.kind() : offer.kind())
                .param("tenant", Scope.currentTenant().value())
                .param("line", lineId)
                .update();
        writer.happened(order, "line_matched", Map.of("from", line.sku(), "sku", offer.sku()), "");
        writer.settle(
                order,
                reader.tasks(id).stream()
                        .filter(t -> t.fault().equals("UNKNOWN_SKU") && lineId.equals(t.lineId()))
                        .toList());
        stock.allocate(order);
    }

    /** Marks a task as put right. */
    @Transactional
    public void resolveTask(UUID id, UUID taskId) {
        OrderView order = open(id);
        OrderView.Task task = reader.tasks(id).stream()
                .filter(t -> t.id().equals(taskId) && t.state().equals("open"))
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrderProblem.TASK_NOT_FOUND));
        writer.happened(order, "task_done", Map.of("fault", task.fault()), "");
        writer.settle(order, List.of(task));
    }

    /** Looks again for units that are missing. */
    @Transactional
    public void allocate(UUID id) {
        OrderView order = open(id);
        stock.allocate(order);
    }

    /** Moves units that are held to another location, which has to be one that the caller may move stock at. */
    @Transactional
    public void moveReservation(UUID id, UUID reservationId, UUID toLocation, long units) {
        OrderView order = open(id);
        if (reservations.ofOrder(id).stream().noneMatch(h -> h.id().equals(reservationId))) {
            throw new ProblemException(io.storelane.inventory.ReservationProblem.NOT_FOUND);
        }
        String path = database.core()
                .sql("select org_path from core.location where tenant_id = :tenant and id = :id and active")
                .param("tenant", Scope.currentTenant().value())
                .param("id", toLocation)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(io.storelane.inventory.ReservationProblem.LOCATION_NOT_FOUND));
        if (!Access.current().allowsAt(Permission.ORDERS_MANAGE, path)
                && !Access.current().allowsAt(Permission.STOCK_MANAGE, path)) {
            throw new ProblemException(io.storelane.inventory.ReservationProblem.LOCATION_NOT_FOUND);
        }
        stock.move(order, reservationId, toLocation, units);
    }

    private OrderView open(UUID id) {
        OrderView order = reader.order(id, Permission.ORDERS_MANAGE, true);
        if (order.state() != OrderState.OPEN) {
            throw new ProblemException(OrderProblem.NOT_OPEN);
        }
        return order;
    }

    private static void requireVersion(OrderView order, long version) {
        if (order.version() != version) {
            throw new ProblemException(OrderProblem.CHANGED_MEANWHILE);
        }
    }

    private static void requireNotInWork(OrderView order) {
        if (order.fulfilment().compareTo(FulfilmentState.IN_WORK) >= 0) {
            throw new ProblemException(OrderProblem.IN_WORK);
        }
    }
}
