package io.storelane.order;

import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes over what a channel changed of an order after it was stored. A channel states facts: what cannot be done by itself any more waits
 * for a person, as a task of the order, which is on hold meanwhile.
 */
@Service
public class OrderUpdates {

    private final OrderReader reader;
    private final OrderWriter writer;
    private final OrderChanges changes;
    private final OrderPayments payments;

    OrderUpdates(OrderReader reader, OrderWriter writer, OrderChanges changes, OrderPayments payments) {
        this.reader = reader;
        this.writer = writer;
        this.changes = changes;
        this.payments = payments;
    }

    /**
     * Takes over what is new.
     *
     * @param reason why units are cancelled, for people
     * @throws ProblemException if a payment does not fit: more than what is owed, or a refund of more than what came in
     */
    @Transactional
    public void follow(UUID id, SoldOrder sold, SoldOrder.Changed changed, String reason) {
        OrderView order = reader.order(id, Permission.ORDERS_MANAGE, true);
        List<OrderView.Payment> known = reader.payments(id);
        later("payment", sold.payments(), known).forEach(p -> payments.pay(id, p));
        if (order.state() == OrderState.OPEN && changed.person()) {
            person(order, sold);
        }
        if (order.state() == OrderState.OPEN && changed.goods()) {
            goods(order, sold, reason);
        }
        later("refund", sold.refunds(), known).forEach(p -> payments.refund(id, p));
    }

    /** Those that are not recorded yet: by their reference, or one for one where they have none. */
    private static List<PlaceOrder.Payment> later(
            String kind, List<PlaceOrder.Payment> told, List<OrderView.Payment> known) {
        List<OrderView.Payment> recorded = new ArrayList<>(
                known.stream().filter(p -> p.kind().equals(kind)).toList());
        List<PlaceOrder.Payment> later = new ArrayList<>();
        for (PlaceOrder.Payment given : told) {
            PlaceOrder.Payment payment = new PlaceOrder.Payment(
                    Texts.kept(given.method(), 100), Texts.kept(given.reference(), 100), given.amount(), given.at());
            Optional<OrderView.Payment> same = recorded.stream()
                    .filter(r -> r.method().equals(payment.method())
                            && r.reference().equals(payment.reference())
                            && (!payment.reference().isEmpty() || r.amount() == payment.amount()))
                    .findFirst();
            same.ifPresent(recorded::remove);
            boolean twice = !payment.reference().isEmpty()
                    && later.stream()
                            .anyMatch(p -> p.method().equals(payment.method())
                                    && p.reference().equals(payment.reference()));
            if (same.isEmpty() && !twice && payment.amount() > 0) {
                later.add(payment);
            }
        }
        return later;
    }

    private void person(OrderView order, SoldOrder sold) {
        PlaceOrder.Buyer buyer = Texts.kept(sold.buyer());
        PlaceOrder.Address to = Texts.kept(sold.shipTo());
        String note = Texts.kept(sold.note(), 2_000);
        List<String> parts = new ArrayList<>();
        if (!buyer.equals(order.buyer())) {
            parts.add("buyer");
        }
        if (!to.equals(order.shipTo())) {
            parts.add("address");
        }
        if (!note.equals(order.note())) {
            parts.add("note");
        }
        if (parts.isEmpty()) {
            return;
        }
        if (!order.isOpen() && parts.contains("address")) {
            wait(order, OrderProblem.ADDRESS_CHANGED);
            return;
        }
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.putAll(OrderRows.buyer(buyer));
        columns.putAll(OrderRows.address(to));
        columns.put("note", note);
        writer.set(order.id(), columns);
        writer.happened(order, "edited", Map.of("changed", parts), "");
    }

    /** Fewer units are cancelled; more of them, or another SKU, are a person's, as are those that somebody works on. */
    private void goods(OrderView order, SoldOrder sold, String reason) {
        List<OrderView.Line> lines = reader.lines(order.id());
        Map<String, Long> here = new LinkedHashMap<>();
        lines.stream().filter(l -> l.parentId() == null).forEach(l -> here.merge(l.sku(), l.wanted(), Long::sum));
        boolean fewer = !sold.units().isEmpty()
                && sold.units().entrySet().stream().allMatch(e -> e.getValue() <= here.getOrDefault(e.getKey(), 0L));
        Map<UUID, Long> off = new LinkedHashMap<>();
        if (fewer) {
            for (Map.Entry<String, Long> sku : here.entrySet()) {
                long rest = sku.getValue() - sold.units().getOrDefault(sku.getKey(), 0L);
                for (OrderView.Line line : lines.reversed()) {
                    long some = line.parentId() == null && line.sku().equals(sku.getKey())
                            ? Math.min(rest, Math.min(line.open(), OrderChanges.idle(line, lines)))
                            : 0;
                    if (some > 0) {
                        off.put(line.id(), some);
                        rest -= some;
                    }
                }
                fewer &= rest == 0;
            }
        }
        if (!fewer) {
            wait(order, OrderProblem.LINES_CHANGED);
        } else if (!off.isEmpty()) {
            changes.cancelUnits(order.id(), off, reason);
        }
    }

    private void wait(OrderView order, OrderProblem what) {
        boolean told = reader.tasks(order.id()).stream()
                .anyMatch(t -> t.state().equals("open") && t.fault().equals(what.name()));
        if (!told) {
            writer.task(order, null, what.name(), Map.of("args", List.of()));
        }
        if (!order.held()) {
            writer.set(order.id(), Map.of("held", true, "hold_reason", OrderWriter.WAITS_FOR_TASKS));
            writer.happened(order, "held", Map.of("reason", OrderWriter.WAITS_FOR_TASKS), "");
        } else if (!told) {
            writer.set(order.id(), Map.of());
        }
    }
}
