package io.storelane.order;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.job.Jobs;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Does one thing to many orders: to a few at once, to more in the background. Each order stands for itself. */
@Service
public class OrderBulk {

    /** Of more orders than these a job is made. */
    public static final int AT_ONCE = 50;

    private static final String NO_NUMBER = "–";

    private final OrderChanges changes;
    private final OrderList list;
    private final Jobs jobs;

    OrderBulk(OrderChanges changes, OrderList list, Jobs jobs) {
        this.changes = changes;
        this.list = list;
        this.jobs = jobs;
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
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Arrays.stream(values())
                    .filter(a -> a.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(OrderProblem.NO_ACTION));
        }

        /** Kind of its jobs. */
        String kind() {
            return "orders." + code();
        }
    }

    /** An order that stayed as it was. */
    public record Failure(UUID id, String number, ProblemException why) {}

    /**
     * What became of them.
     *
     * @param done how many were changed at once
     * @param job the job that changes them; null if all was done at once
     */
    public record Outcome(
            int done, List<Failure> failures, @Nullable UUID job) {}

    /** @param value what the action asks for, else empty */
    public Outcome act(Action action, String value, List<UUID> ids) {
        Access.current().require(Permission.ORDERS_MANAGE);
        List<UUID> chosen = ids.stream().distinct().toList();
        Map<UUID, String> numbers = list.numbers(chosen);
        if (chosen.size() > AT_ONCE) {
            return started(
                    action,
                    value,
                    chosen.stream()
                            .map(id -> new Jobs.NewItem(id, numbers.getOrDefault(id, NO_NUMBER)))
                            .toList());
        }
        List<Failure> failures = new ArrayList<>();
        for (UUID id : chosen) {
            try {
                act(action, value, id);
            } catch (ProblemException e) {
                failures.add(new Failure(id, numbers.getOrDefault(id, NO_NUMBER), e));
            }
        }
        return new Outcome(chosen.size() - failures.size(), failures, null);
    }

    /**
     * Does it to all orders that the filter shows now.
     *
     * @throws ProblemException if these are more than a job may have
     */
    public Outcome actOnAll(Action action, String value, OrderFilter filter) {
        Access.current().require(Permission.ORDERS_MANAGE);
        List<OrderSummary> all = list.find(filter, "", Jobs.MOST_ITEMS + 1).rows();
        return all.size() <= AT_ONCE
                ? act(action, value, all.stream().map(OrderSummary::id).toList())
                : started(
                        action,
                        value,
                        all.stream()
                                .map(o -> new Jobs.NewItem(o.id(), o.number()))
                                .toList());
    }

    private Outcome started(Action action, String value, List<Jobs.NewItem> items) {
        return new Outcome(0, List.of(), jobs.start(action.kind(), Map.of("value", value), items));
    }

    /** @throws ProblemException if the order does not allow it */
    void act(Action action, String value, UUID id) {
        switch (action) {
            case HOLD -> changes.hold(id, value);
            case RELEASE -> changes.release(id);
            case CANCEL -> changes.cancel(id, value);
            case TAG -> changes.addTag(id, value);
            case ASSIGN -> changes.assign(id, value.isEmpty() ? null : member(value));
        }
    }

    private static UUID member(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(OrderProblem.UNKNOWN_MEMBER);
        }
    }
}
