package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.inventory.HeldUnits;
import io.storelane.inventory.Reservations;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The orders of a workspace: how they come in, and how they are read. What is done to them is with {@link OrderChanges}. */
@Service
public class Orders {

    private static final Logger log = LoggerFactory.getLogger(Orders.class);

    private final Drafts drafts;
    private final Intake intake;
    private final Sourcing sourcing;
    private final KnownOrders known;
    private final OrderReader reader;
    private final Reservations reservations;
    private final AuditLog audit;

    Orders(
            Drafts drafts,
            Intake intake,
            Sourcing sourcing,
            KnownOrders known,
            OrderReader reader,
            Reservations reservations,
            AuditLog audit) {
        this.drafts = drafts;
        this.intake = intake;
        this.sourcing = sourcing;
        this.known = known;
        this.reader = reader;
        this.reservations = reservations;
        this.audit = audit;
    }

    /** An order with all that belongs to it. */
    public record Whole(
            OrderView order,
            List<OrderView.Line> lines,
            List<OrderView.Share> shares,
            List<OrderView.Payment> payments,
            List<OrderView.Entry> entries,
            List<OrderView.Task> tasks,
            List<HeldUnits> held) {

        /** With personal data as those see it who may not see it in full. */
        Whole masked() {
            return new Whole(order.masked(), lines, shares, payments, entries, tasks, held);
        }
    }

    /**
     * Places an order in its own right, written together with those of others. It is durable when this returns.
     *
     * @throws ProblemException if too many orders wait; nothing was written then
     * @throws IllegalStateException inside a transaction
     */
    public Placement place(PlaceOrder command) {
        Drafts.Result result = drafts.make(command);
        return result.draft()
                .map(draft -> judged(
                        draft, intake.grouped(sourcing.wished(List.of(draft)).getFirst())))
                .orElseGet(() -> new Placement.Refused(result.faults()));
    }

    /** What is wrong with an order, missing units aside; nothing is written. */
    public List<Fault> check(PlaceOrder command) {
        return drafts.make(command).faults();
    }

    /**
     * Places many orders, each for itself: what is wrong with one, a full queue too, does not keep the others out, nor hides what
     * became of them.
     *
     * @return the outcome of each, in their order
     */
    public List<Placement> placeAll(List<PlaceOrder> commands) {
        List<Drafts.Result> made = drafts.makeAll(commands);
        Iterator<Draft> wished = sourcing.wished(
                        made.stream().flatMap(r -> r.draft().stream()).toList())
                .iterator();
        List<Supplier<Placement>> begun = made.stream()
                .map(result -> result.draft().isPresent() ? begin(wished.next()) : refused(result))
                .toList();
        return begun.stream().map(Orders::outcome).toList();
    }

    private static Supplier<Placement> refused(Drafts.Result result) {
        return () -> new Placement.Refused(result.faults());
    }

    private Supplier<Placement> begin(Draft draft) {
        try {
            var waiting = intake.enqueue(draft);
            return () -> judged(draft, intake.await(waiting));
        } catch (ProblemException e) {
            return () -> refused(e.code());
        }
    }

    private static Placement outcome(Supplier<Placement> begun) {
        try {
            return begun.get();
        } catch (ProblemException e) {
            return refused(e.code());
        } catch (RuntimeException e) {
            log.error("What became of an order among others is not known", e);
            return refused(OrderProblem.OUTCOME_UNKNOWN);
        }
    }

    private static Placement refused(ProblemCode code) {
        return new Placement.Refused(List.of(Fault.of(code, "")));
    }

    /** Places an order in the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Placement placeJoined(PlaceOrder command) {
        Drafts.Result result = drafts.make(command);
        return result.draft()
                .map(draft -> judged(draft, intake.joined(draft)))
                .orElseGet(() -> new Placement.Refused(result.faults()));
    }

    private Placement judged(Draft draft, Placement placement) {
        return placement instanceof Placement.Known order ? known.judge(draft, order) : placement;
    }

    /**
     * An order that was placed just now, with its personal data masked, without reading it again.
     *
     * @throws ProblemException if the caller may place orders there and not know of them
     */
    public Whole shown(Placement.Placed placed) {
        if (!Access.current()
                .allowsAt(Permission.ORDERS_VIEW, placed.whole().order().path())) {
            throw new ProblemException(OrderProblem.NOT_FOUND);
        }
        return placed.whole().masked();
    }

    /**
     * An order with its personal data masked.
     *
     * @throws ProblemException if there is none, or the caller may not know of it
     */
    @Transactional(readOnly = true)
    public Whole order(UUID id) {
        return whole(reader.order(id, Permission.ORDERS_VIEW, false)).masked();
    }

    /**
     * An order with its personal data in full, which goes on record.
     *
     * @throws ProblemException if there is none, or the caller may not see such data of it
     */
    @Transactional
    public Whole unmasked(UUID id) {
        OrderView order = reader.order(id, Permission.ORDERS_VIEW, false);
        if (!Access.current().allowsAt(Permission.PERSONAL_DATA, order.path())) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, Permission.PERSONAL_DATA.key());
        }
        audit.record(
                "order.unmasked",
                new AuditTarget("order", order.id(), order.number(), order.nodeId()),
                Map.of(),
                Map.of());
        return whole(order);
    }

    /** The lines of orders of which the caller has the list, by the order. */
    @Transactional(readOnly = true)
    public Map<UUID, List<OrderView.Line>> lines(List<OrderSummary> orders) {
        return reader.lines(orders.stream().map(OrderSummary::id).toList());
    }

    private Whole whole(OrderView order) {
        UUID id = order.id();
        List<OrderView.Line> lines = reader.lines(id);
        return new Whole(
                order,
                lines,
                reader.shares(id, lines),
                reader.payments(id),
                reader.entries(id),
                reader.tasks(id),
                reservations.ofOrder(id));
    }
}
