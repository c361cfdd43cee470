package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Bulk;
import io.storelane.job.JobHandler;
import io.storelane.job.Jobs;
import io.storelane.problem.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Does one thing to many orders: to a few at once, to more in the background. Each order stands for itself. */
@Service
public class OrderBulk {

    private final OrderChanges changes;
    private final OrderList list;
    private final Bulk<Action> bulk;

    OrderBulk(OrderChanges changes, OrderList list, Jobs jobs) {
        this.changes = changes;
        this.list = list;
        this.bulk = new Bulk<>(jobs, "orders", Action.class, this::act);
    }

    /** What is done. */
    public enum Action {
        /** For the reason that is the value; may be empty. */
        HOLD,
        RELEASE,
        /** As {@link #HOLD}. */
        CANCEL,
        /** Adds the tag that is the value. */
        TAG,
        /** To the member whose id is the value; to nobody with an empty one. */
        ASSIGN;

        public String code() {
            return Bulk.code(this);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Bulk.action(Action.class, code).orElseThrow(() -> new ProblemException(OrderProblem.NO_ACTION));
        }
    }

    /** @param value what the action asks for, else empty */
    public Bulk.Outcome act(Action action, String value, List<UUID> ids) {
        Access.current().require(Permission.ORDERS_MANAGE);
        return bulk.act(action, value, ids, list.numbers(ids));
    }

    /**
     * Does it to all orders that the filter shows now.
     *
     * @throws ProblemException if these are more than a job may have
     */
    public Bulk.Outcome actOnAll(Action action, String value, OrderFilter filter) {
        Access.current().require(Permission.ORDERS_MANAGE);
        Map<UUID, String> numbers = new LinkedHashMap<>();
        list.find(filter, "", Jobs.MOST_ITEMS + 1).rows().forEach(o -> numbers.put(o.id(), o.number()));
        return bulk.act(action, value, numbers.keySet(), numbers);
    }

    /** The jobs behind this. */
    JobHandler jobs() {
        return bulk;
    }

    /** @throws ProblemException if the order does not allow it */
    private void act(Action action, String value, UUID id) {
        switch (action) {
            case HOLD -> changes.hold(id, value);
            case RELEASE -> changes.release(id);
            case CANCEL -> changes.cancel(id, value);
            case TAG -> changes.addTag(id, value);
            case ASSIGN -> changes.assign(id, Bulk.id(value, OrderProblem.UNFIT_ASSIGNEE));
        }
    }
}
