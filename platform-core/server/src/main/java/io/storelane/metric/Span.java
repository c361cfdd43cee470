package io.storelane.metric;

import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Days in the zone of the workspace, the first and the last one included.
 *
 * @param to not before {@code from}
 */
public record Span(LocalDate from, LocalDate to) {

    /** Periods that have a name; {@code custom} says its days. */
    public static final List<String> NAMES = List.of("today", "7", "30", "90", "custom");

    /** Days of the longest span. */
    public static final int LONGEST = 366;

    private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
    private static final LocalDate LATEST = LocalDate.of(2999, 12, 31);

    public Span {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(from + " to " + to);
        }
    }

    /**
     * The days that a period means.
     *
     * @param name one of {@link #NAMES}; {@code custom} needs the days, others take none
     * @throws ProblemException 422 that names what is wrong with the days
     */
    public static Span of(String name, @Nullable LocalDate from, @Nullable LocalDate to, LocalDate today) {
        if (!name.equals("custom")) {
            unused(from, to);
        }
        return switch (name) {
            case "today" -> new Span(today, today);
            case "7", "90" -> new Span(today.minusDays(Long.parseLong(name) - 1), today);
            case "custom" -> checked(from, to);
            default -> new Span(today.minusDays(29), today);
        };
    }

    private static void unused(@Nullable LocalDate from, @Nullable LocalDate to) {
        FieldErrors errors = new FieldErrors();
        if (from != null) {
            errors.add("from", MetricProblem.DAY_UNUSED);
        }
        if (to != null) {
            errors.add("to", MetricProblem.DAY_UNUSED);
        }
        errors.throwIfAny();
    }

    private static Span checked(@Nullable LocalDate from, @Nullable LocalDate to) {
        FieldErrors errors = new FieldErrors();
        if (from == null || from.isBefore(EARLIEST) || from.isAfter(LATEST)) {
            errors.add("from", MetricProblem.DAY_MISSING);
        }
        if (to == null || to.isBefore(EARLIEST) || to.isAfter(LATEST)) {
            errors.add("to", MetricProblem.DAY_MISSING);
        }
        errors.throwIfAny();
        if (from == null || to == null) {
            throw new IllegalStateException("said above");
        }
        if (to.isBefore(from)) {
            errors.add("to", MetricProblem.ENDS_BEFORE);
        } else if (new Span(from, to).length() > LONGEST) {
            errors.add("to", MetricProblem.TOO_LONG, LONGEST);
        }
        errors.throwIfAny();
        return new Span(from, to);
    }

    public long length() {
        return ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** As many days, right before. */
    public Span before() {
        return new Span(from.minusDays(length()), from.minusDays(1));
    }

    public List<LocalDate> days() {
        return from.datesUntil(to.plusDays(1)).toList();
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
