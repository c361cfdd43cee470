package io.storelane.rma;

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

/** Does one thing to many returns: to a few at once, to more in the background. Each return stands for itself. */
@Service
public class ReturnBulk {

    /** Of more returns than these a job is made. */
    public static final int AT_ONCE = 50;

    private static final String NO_NUMBER = "–";

    private final Returns returns;
    private final ReturnList list;
    private final Jobs jobs;

    ReturnBulk(Returns returns, ReturnList list, Jobs jobs) {
        this.returns = returns;
        this.list = list;
        this.jobs = jobs;
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
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Arrays.stream(values())
                    .filter(a -> a.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(RmaProblem.NO_ACTION));
        }

        /** Kind of its jobs. */
        String kind() {
            return "returns." + code();
        }
    }

    /** A return that stayed as it was. */
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
        Access.current().require(Permission.RETURNS_MANAGE);
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
     * Does it to all returns that the filter shows now.
     *
     * @throws ProblemException if these are more than a job may have
     */
    public Outcome actOnAll(Action action, String value, ReturnFilter filter) {
        Access.current().require(Permission.RETURNS_MANAGE);
        List<ReturnView> all = list.find(filter, "", Jobs.MOST_ITEMS + 1).rows();
        return all.size() <= AT_ONCE
                ? act(action, value, all.stream().map(ReturnView::id).toList())
                : started(
                        action,
                        value,
                        all.stream()
                                .map(r -> new Jobs.NewItem(r.id(), r.number()))
                                .toList());
    }

    private Outcome started(Action action, String value, List<Jobs.NewItem> items) {
        return new Outcome(0, List.of(), jobs.start(action.kind(), Map.of("value", value), items));
    }

    /** @throws ProblemException if the return does not allow it */
    void act(Action action, String value, UUID id) {
        switch (action) {
            case APPROVE -> returns.approve(id, value.isEmpty() ? null : id(value, RmaProblem.LOCATION_UNKNOWN));
            case REFUSE -> returns.refuse(id, value);
            case CLOSE -> returns.close(id, value);
            case ASSIGN -> returns.assign(id, value.isEmpty() ? null : id(value, RmaProblem.UNKNOWN_MEMBER), null);
        }
    }

    private static UUID id(String value, RmaProblem problem) {
        try {
            return UUID.fromString(value);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(problem);
        }
    }
}
