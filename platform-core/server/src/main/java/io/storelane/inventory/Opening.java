package io.storelane.inventory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a location is open, in its own zone.
 *
 * @param week by day of the week; a day that is missing is closed. Empty = always open
 * @param closed days on which it is closed whatever the day of the week
 */
public record Opening(Map<DayOfWeek, Hours> week, List<Closure> closed) {

    public static final Opening ALWAYS = new Opening(Map.of(), List.of());

    /** From when until when, the end not included. */
    public record Hours(LocalTime from, LocalTime until) {}

    /**
     * Days on which nobody is there.
     *
     * @param last the last one of them, the first one if it is one day
     * @param note why, such as the name of a feast; may be empty
     */
    public record Closure(LocalDate first, LocalDate last, String note) {

        boolean contains(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    public Opening {
        week = Map.copyOf(week);
        closed = List.copyOf(closed);
    }

    /** True if somebody is there at this time or later on the same day. */
    boolean servesOn(LocalDateTime local) {
        if (closed.stream().anyMatch(c -> c.contains(local.toLocalDate()))) {
            return false;
        }
        Hours hours = hours(local.getDayOfWeek());
        return week.isEmpty() || (hours != null && local.toLocalTime().isBefore(hours.until()));
    }

    public @Nullable Hours hours(DayOfWeek day) {
        return week.get(day);
    }
}
