package io.storelane.order;

import io.storelane.access.Permission;
import io.storelane.inventory.Reservations;
import io.storelane.problem.Fault;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Money of orders, as it is recorded: what came in and what went back. No money is moved here. */
@Service
public class OrderPayments {

    private final Database database;
    private final OrderReader reader;
    private final Reservations reservations;
    private final OrderWriter writer;
    private final Clock clock;

    OrderPayments(Database database, OrderReader reader, Reservations reservations, OrderWriter writer, Clock clock) {
        this.database = database;
        this.reader = reader;
        this.reservations = reservations;
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * Records a payment; with the first one the units of the order are held without an end.
     *
     * @throws ProblemException if it is more than what is still owed, or recorded already, or if the order is cancelled
     */
    @Transactional
    public void pay(UUID id, PlaceOrder.Payment payment) {
        pay(id, null, payment);
    }

    /** @param version of the order that the caller saw; null = any */
    @Transactional
    public void pay(UUID id, @Nullable Long version, PlaceOrder.Payment payment) {
        OrderView order = locked(id, version);
        if (order.state() != OrderState.OPEN) {
            throw new ProblemException(OrderProblem.NOT_OPEN);
        }
        check(payment);
        if (payment.amount() > order.due()) {
            throw at(
                    "/amount",
                    OrderProblem.PAYMENT_TOO_LARGE,
                    OrderView.shown(order.total() - order.credited(), order.currency()));
        }
        insert(order, "payment", payment);
        reservations.keep(id);
        long paid = order.paid() + payment.amount();
        writer.set(
                id,
                Map.of(
                        "paid",
                        paid,
                        "payment_state",
                        PaymentState.of(order.total(), paid, order.refunded()).code()));
        writer.happened(
                order, "paid", Map.of("amount", payment.amount(), "method", payment.method()), payment.reference());
        writer.completeIfDone(order);
    }

    /**
     * Records that money went back.
     *
     * @throws ProblemException if it is more than what came in and is not back yet
     */
    @Transactional
    public void refund(UUID id, PlaceOrder.Payment refund) {
        refund(id, null, refund);
    }

    /** @param version of the order that the caller saw; null = any */
    @Transactional
    public void refund(UUID id, @Nullable Long version, PlaceOrder.Payment refund) {
        OrderView order = locked(id, version);
        check(refund);
        if (refund.amount() > order.refundable()) {
            throw at("/amount", OrderProblem.REFUND_TOO_LARGE, OrderView.shown(order.refundable(), order.currency()));
        }
        insert(order, "refund", refund);
        long refunded = order.refunded() + refund.amount();
        writer.set(
                id,
                Map.of(
                        "refunded",
                        refunded,
                        "payment_state",
                        PaymentState.of(order.total(), order.paid(), refunded).code()));
        writer.happened(
                order, "refunded", Map.of("amount", refund.amount(), "method", refund.method()), refund.reference());
    }

    private OrderView locked(UUID id, @Nullable Long version) {
        OrderView order = reader.order(id, Permission.PAYMENTS_MANAGE, true);
        if (version != null && version != order.version()) {
            throw new ProblemException(OrderProblem.CHANGED_MEANWHILE);
        }
        return order;
    }

    /** What contradicts the order is a conflict that stands at a value. */
    private static ProblemException at(String path, OrderProblem problem, Object... args) {
        return ProblemException.of(List.of(Fault.of(problem, path, args)), problem, args);
    }

    private void check(PlaceOrder.Payment payment) {
        if (payment.amount() <= 0 || payment.amount() > Drafts.MAX_AMOUNT) {
            new FieldErrors().add("/amount", OrderProblem.BAD_AMOUNT).throwIfAny();
        }
        if (payment.method().isBlank() || payment.method().length() > 100) {
            new FieldErrors().add("/method", OrderProblem.BAD_TEXT, 100).throwIfAny();
        }
        Instant at = payment.at();
        if (at != null && !Drafts.possible(at, clock.instant())) {
            new FieldErrors().add("/at", OrderProblem.BAD_TIME).throwIfAny();
        }
        if (payment.reference().length() > 100) {
            new FieldErrors().add("/reference", OrderProblem.BAD_TEXT, 100).throwIfAny();
        }
    }

    private void insert(OrderView order, String kind, PlaceOrder.Payment payment) {
        Instant at = payment.at() == null ? clock.instant() : payment.at();
        int made = database.core()
                .sql("""
                        insert into core.order_payment (tenant_id, id, order_id, kind, method, reference, amount, at, actor_id)
                        values (:tenant, :id, :order, :kind, :method, :reference, :amount, :at, :actor)
                        on conflict do nothing""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", Ids.next())
                .param("order", order.id())
                .param("kind", kind)
                .param("method", payment.method())
                .param("reference", payment.reference())
                .param("amount", payment.amount())
                .param("at", Timestamp.from(at))
                .param("actor", Actor.current().userId())
                .update();
        if (made == 0) {
            throw at("/reference", OrderProblem.PAYMENT_KNOWN);
        }
    }
}
