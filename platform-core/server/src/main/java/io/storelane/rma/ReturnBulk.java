package io.storelane.rma;

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

/** Does one thing to many returns: to a few at once, to more in the background. Each return stands for itself. */
@Service
public class ReturnBulk {

    private final Returns returns;
    private final ReturnList list;
    private final Bulk<Action> bulk;

    ReturnBulk(Returns returns, ReturnList list, Jobs jobs) {
        this.returns = returns;
        this.list = list;
        this.bulk = new Bulk<>(jobs, "returns", Action.class, this::act);
    }

    /** What is done. */
    public enum Action {
        /** To come back to the location whose id is the value; to whichever receives them with an empty one. */
        APPROVE,
        /** For the reason that is the value. */
        REFUSE,
        /** As {@link #REFUSE}; the reason may be empty. */
        CLOSE,
        /** To the member whose id is the value; to after-sales as a whole with an empty one. */
        ASSIGN;

        public String code() {
            return Bulk.code(this);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Bulk.action(Action.class, code).orElseThrow(() -> new ProblemException(RmaProblem.NO_ACTION));
        }
    }

    /** @param value what the action asks for, else empty */
    public Bulk.Outcome act(Action action, String value, List<UUID> ids) {
        Access.current().require(Permission.RETURNS_MANAGE);
        return bulk.act(action, value, ids, list.numbers(ids));
    }

    /**
     * Does it to all returns that the filter shows now.
     *
     * @throws ProblemException if these are more than a job may have
     */
    public Bulk.Outcome actOnAll(Action action, String value, ReturnFilter filter) {
        Access.current().require(Permission.RETURNS_MANAGE);
        Map<UUID, String> numbers = new LinkedHashMap<>();
        list.find(filter, "", Jobs.MOST_ITEMS + 1).rows().forEach(r -> numbers.put(r.id(), r.number()));
        return bulk.act(action, value, numbers.keySet(), numbers);
    }

    /** The jobs behind this. */
    JobHandler jobs() {
        return bulk;
    }

    /** @throws ProblemException if the return does not allow it */
    private void act(Action action, String value, UUID id) {
        switch (action) {
            case APPROVE -> returns.approve(id, Bulk.id(value, RmaProblem.LOCATION_UNKNOWN));
            case REFUSE -> returns.refuse(id, value);
            case CLOSE -> returns.close(id, value);
            case ASSIGN -> returns.assign(id, Bulk.id(value, RmaProblem.UNKNOWN_MEMBER), null);
        }
    }
}
