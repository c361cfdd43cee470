package io.storelane.job;

import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing done to many records: to a few at once, to more by a job, each action a kind of its own. Each record stands for itself.
 * The door that has one asks for the permission, finds the records and says how an action is done to one of them.
 *
 * @param <A> what can be done
 */
public final class Bulk<A extends Enum<A>> implements JobHandler {

    /** Of more records than these a job is made. */
    public static final int AT_ONCE = 50;

    private static final String NO_NUMBER = "–";
    private static final String VALUE = "value";

    private final Jobs jobs;
    private final Work<A> work;
    private final String things;
    private final Map<String, A> kinds;

    /**
     * @param things first part of the kinds of its jobs
     * @param work does an action to one record
     */
    public Bulk(Jobs jobs, String things, Class<A> actions, Work<A> work) {
        this.jobs = jobs;
        this.things = things;
        this.work = work;
        this.kinds = EnumSet.allOf(actions).stream().collect(Collectors.toMap(this::kind, Function.identity()));
    }

    /** How an action is done to one record. */
    @FunctionalInterface
    public interface Work<A> {

        /**
         * @param value what the action asks for, else empty
         * @throws ProblemException if the record does not allow it
         */
        void act(A action, String value, UUID id);
    }

    /** A record that stayed as it was. */
    public record Failure(UUID id, String number, ProblemException why) {}

    /**
     * What became of them.
     *
     * @param done how many were changed at once
     * @param job the job that changes them; null if all was done at once
     */
    public record Outcome(
            int done, List<Failure> failures, @Nullable UUID job) {

        /**
         * What became of each that was named, or of those that match only what stayed as it was; nothing yet if a job does it.
         *
         * @param ids those that were named; null if a filter chose them
         * @param shown makes an entry of an id and the problem, which is null if there was none
         */
        public <T> List<T> each(@Nullable List<UUID> ids, BiFunction<UUID, @Nullable ProblemException, T> shown) {
            if (ids == null || job != null) {
                return failures.stream().map(f -> shown.apply(f.id(), f.why())).toList();
            }
            Map<UUID, ProblemException> why = failures.stream().collect(Collectors.toMap(Failure::id, Failure::why));
            return ids.stream()
                    .distinct()
                    .map(id -> shown.apply(id, why.get(id)))
                    .toList();
        }
    }

    /**
     * Does it to these.
     *
     * @param value what the action asks for, else empty
     * @param numbers how people recognise the records, as far as the caller may see them
     * @throws ProblemException if these are more than a job may have
     */
    public Outcome act(A action, String value, Collection<UUID> ids, Map<UUID, String> numbers) {
        List<UUID> chosen = ids.stream().distinct().toList();
        if (chosen.size() > AT_ONCE) {
            List<Jobs.NewItem> items = chosen.stream()
                    .map(id -> new Jobs.NewItem(id, numbers.getOrDefault(id, NO_NUMBER)))
                    .toList();
            return new Outcome(0, List.of(), jobs.start(kind(action), Map.of(VALUE, value), items));
        }
        List<Failure> failures = new ArrayList<>();
        for (UUID id : chosen) {
            try {
                work.act(action, value, id);
            } catch (ProblemException e) {
                failures.add(new Failure(id, numbers.getOrDefault(id, NO_NUMBER), e));
            }
        }
        return new Outcome(chosen.size() - failures.size(), failures, null);
    }

    @Override
    public Set<String> kinds() {
        return kinds.keySet();
    }

    @Override
    public void handle(JobItem item) {
        work.act(
                Objects.requireNonNull(kinds.get(item.kind())),
                String.valueOf(item.params().get(VALUE)),
                Objects.requireNonNull(item.ref()));
    }

    private String kind(A action) {
        return things + "." + code(action);
    }

    /** The name of an action in addresses, bodies and kinds of jobs. */
    public static String code(Enum<?> action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    /** The action of this name. */
    public static <A extends Enum<A>> Optional<A> action(Class<A> actions, String code) {
        return EnumSet.allOf(actions).stream().filter(a -> code(a).equals(code)).findFirst();
    }

    /**
     * A value that is an id; null if it is empty.
     *
     * @throws ProblemException with this code if it is something else
     */
    public static @Nullable UUID id(String value, ProblemCode unknown) {
        try {
            return value.isEmpty() ? null : UUID.fromString(value);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(unknown);
        }
    }

    /** Notes what is wrong if records of a body are named neither by {@code ids} nor by the filter {@code matching}, or by both. */
    public static void chosenOnce(@Nullable List<UUID> ids, @Nullable Object matching, FieldErrors errors) {
        if (ids == null && matching == null) {
            errors.add("/ids", JobProblem.NOTHING_CHOSEN);
        } else if (ids != null && matching != null) {
            errors.add("/matching", JobProblem.CHOSEN_TWICE);
        }
    }
}
