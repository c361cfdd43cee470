package io.storelane.inventory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * When a location is open, in its own zone.
 *
 * @param week by day of the week, the first hours of a day first; a day that is missing is closed. Empty = always open
 * @param closed days on which it is closed whatever the day of the week
 */
public record Opening(Map<DayOfWeek, List<Hours>> week, List<Closure> closed) {

    /** Hours of a day: with a break in the middle. */
    public static final int MOST_HOURS = 2;

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
        Map<DayOfWeek, List<Hours>> days = new EnumMap<>(DayOfWeek.class);
        week.forEach((day, hours) -> {
            if (!hours.isEmpty()) {
                days.put(
                        day,
                        hours.stream().sorted(Comparator.comparing(Hours::from)).toList());
            }
        });
        week = Map.copyOf(days);
        closed = List.copyOf(closed);
    }

    /** True if somebody is there at this time or later on the same day. */
    boolean servesOn(LocalDateTime local) {
        if (closed.stream().anyMatch(c -> c.contains(local.toLocalDate()))) {
            return false;
        }
        return week.isEmpty()
                || hours(local.getDayOfWeek()).stream()
                        .anyMatch(h -> local.toLocalTime().isBefore(h.until()));
    }

    /** Empty if it is closed on that day. */
    public List<Hours> hours(DayOfWeek day) {
        return week.getOrDefault(day, List.of());
    }
}
