package io.storelane.fulfilment;

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

/** Does one thing to many fulfilment orders: to a few at once, to more in the background. Each stands for itself. */
@Service
public class FulfilmentBulk {

    private final Fulfilments fulfilments;
    private final FulfilmentList list;
    private final Bulk<Action> bulk;

    FulfilmentBulk(Fulfilments fulfilments, FulfilmentList list, Jobs jobs) {
        this.fulfilments = fulfilments;
        this.list = list;
        this.bulk = new Bulk<>(jobs, "fulfilments", Action.class, this::act);
    }

    /** What is done. */
    public enum Action {
        ACCEPT,
        /** For the reason that is the value. */
        REJECT,
        PICK,
        PACK,
        /** All that is left in one parcel, with the carrier that is the value and no number; empty for none. */
        SHIP,
        DELIVER,
        /** To the member whose id is the value; to nobody with an empty one. */
        ASSIGN;

        public String code() {
            return Bulk.code(this);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Bulk.action(Action.class, code).orElseThrow(() -> new ProblemException(FulfilmentProblem.NO_ACTION));
        }
    }

    /** @param value what the action asks for, else empty */
    public Bulk.Outcome act(Action action, String value, List<UUID> ids) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        return bulk.act(action, value, ids, list.numbers(ids));
    }

    /**
     * Does it to all that the filter shows now.
     *
     * @throws ProblemException if these are more than a job may have
     */
    public Bulk.Outcome actOnAll(Action action, String value, FulfilmentFilter filter) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        Map<UUID, String> numbers = new LinkedHashMap<>();
        list.find(filter, "", Jobs.MOST_ITEMS + 1).rows().forEach(f -> numbers.put(f.id(), f.number()));
        return bulk.act(action, value, numbers.keySet(), numbers);
    }

    /** The jobs behind this. */
    JobHandler jobs() {
        return bulk;
    }

    /** @throws ProblemException if its state does not allow it */
    private void act(Action action, String value, UUID id) {
        switch (action) {
            case ACCEPT -> fulfilments.accept(id);
            case REJECT -> fulfilments.reject(id, value);
            case PICK -> fulfilments.pick(id);
            case PACK -> fulfilments.pack(id);
            case SHIP -> fulfilments.ship(id, List.of(new NewParcel(value, "", Map.of())));
            case DELIVER -> fulfilments.deliver(id);
            case ASSIGN -> fulfilments.assign(id, Bulk.id(value, FulfilmentProblem.UNKNOWN_MEMBER));
        }
    }
}
