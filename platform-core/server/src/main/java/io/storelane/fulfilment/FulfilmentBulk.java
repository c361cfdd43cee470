package io.storelane.fulfilment;

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

/** Does one thing to many fulfilment orders: to a few at once, to more in the background. Each stands for itself. */
@Service
public class FulfilmentBulk {

    /** Of more than these a job is made. */
    public static final int AT_ONCE = 50;

    private static final String NO_NUMBER = "–";

    private final Fulfilments fulfilments;
    private final FulfilmentList list;
    private final Jobs jobs;

    FulfilmentBulk(Fulfilments fulfilments, FulfilmentList list, Jobs jobs) {
        this.fulfilments = fulfilments;
        this.list = list;
        this.jobs = jobs;
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
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws ProblemException if there is none of this name */
        public static Action of(String code) {
            return Arrays.stream(values())
                    .filter(a -> a.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(FulfilmentProblem.NO_ACTION));
        }

        /** Kind of its jobs. */
        String kind() {
            return "fulfilments." + code();
        }
    }

    /** One that stayed as it was. */
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
        Access.current().require(Permission.FULFILMENT_MANAGE);
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
     * Does it to all that the filter shows now.
     *
     * @throws ProblemException if these are more than a job may have
     */
    public Outcome actOnAll(Action action, String value, FulfilmentFilter filter) {
        Access.current().require(Permission.FULFILMENT_MANAGE);
        List<FulfilmentView> all = list.find(filter, "", Jobs.MOST_ITEMS + 1).rows();
        return all.size() <= AT_ONCE
                ? act(action, value, all.stream().map(FulfilmentView::id).toList())
                : started(
                        action,
                        value,
                        all.stream()
                                .map(f -> new Jobs.NewItem(f.id(), f.number()))
                                .toList());
    }

    private Outcome started(Action action, String value, List<Jobs.NewItem> items) {
        return new Outcome(0, List.of(), jobs.start(action.kind(), Map.of("value", value), items));
    }

    /** @throws ProblemException if its state does not allow it */
    void act(Action action, String value, UUID id) {
        switch (action) {
            case ACCEPT -> fulfilments.accept(id);
            case REJECT -> fulfilments.reject(id, value);
            case PICK -> fulfilments.pick(id);
            case PACK -> fulfilments.pack(id);
            case SHIP -> fulfilments.ship(id, List.of(new NewParcel(value, "", Map.of())));
            case DELIVER -> fulfilments.deliver(id);
            case ASSIGN -> fulfilments.assign(id, value.isEmpty() ? null : member(value));
        }
    }

    private static UUID member(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(FulfilmentProblem.UNKNOWN_MEMBER);
        }
    }
}
