package io.storelane.inventory.web;

import io.storelane.inventory.Area;
import io.storelane.inventory.LocationService;
import io.storelane.inventory.Opening;
import io.storelane.inventory.Regions;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** Which regions a location serves and when, as typed; rows in which nothing is typed are not there. */
record ServiceForm(
        List<RegionForm> regions, @Nullable Boolean only, List<DayForm> week, List<ClosedForm> closed, String version) {

    private static final int DAYS = 7;
    private static final int REGIONS = 4;
    private static final int CLOSED = 3;

    /** @param name a code, or names as {@link Regions#meant} understands them */
    record RegionForm(String name) {

        static final RegionForm EMPTY = new RegionForm("");

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        RegionForm {
            name = text(name);
        }
    }

    /** @param from2 of the hours after a break, if there is one */
    record DayForm(String from, String until, String from2, String until2) {

        static final DayForm EMPTY = new DayForm("", "", "", "");

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        DayForm {
            from = text(from);
            until = text(until);
            from2 = text(from2);
            until2 = text(until2);
        }

        static DayForm of(List<Opening.Hours> hours) {
            return new DayForm(
                    hours.isEmpty() ? "" : hours.getFirst().from().toString(),
                    hours.isEmpty() ? "" : hours.getFirst().until().toString(),
                    hours.size() < 2 ? "" : hours.get(1).from().toString(),
                    hours.size() < 2 ? "" : hours.get(1).until().toString());
        }
    }

    record ClosedForm(String first, String last, String note) {

        static final ClosedForm EMPTY = new ClosedForm("", "", "");

        @SuppressWarnings("NullAway") // a field that was not sent is null until here
        ClosedForm {
            first = text(first);
            last = text(last);
            note = text(note);
        }

        boolean isEmpty() {
            return first.isEmpty() && last.isEmpty() && note.isEmpty();
        }
    }

    @SuppressWarnings("NullAway") // a field that was not sent is null until here
    ServiceForm {
        regions = rows(regions, RegionForm.EMPTY, REGIONS);
        only = Boolean.TRUE.equals(only);
        week = rows(week, DayForm.EMPTY, DAYS).subList(0, DAYS);
        closed = rows(closed, ClosedForm.EMPTY, CLOSED);
        version = text(version);
    }

    private static <T> List<T> rows(@Nullable List<@Nullable T> sent, T empty, int least) {
        List<T> rows = new ArrayList<>();
        if (sent != null) {
            sent.forEach(row -> rows.add(row == null ? empty : row));
        }
        while (rows.size() < least) {
            rows.add(empty);
        }
        return List.copyOf(rows);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    static ServiceForm of(LocationService service, Regions names) {
        List<RegionForm> regions = new ArrayList<>(service.area().regions().stream()
                .map(code -> new RegionForm(names.shown(code)))
                .toList());
        regions.add(RegionForm.EMPTY);
        regions.add(RegionForm.EMPTY);
        List<DayForm> week = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            week.add(DayForm.of(service.opening().hours(day)));
        }
        List<ClosedForm> closed = new ArrayList<>(service.opening().closed().stream()
                .map(c -> new ClosedForm(c.first().toString(), c.last().toString(), c.note()))
                .toList());
        closed.add(ClosedForm.EMPTY);
        return new ServiceForm(
                regions,
                service.area().only(),
                week,
                closed,
                String.valueOf(service.location().version()));
    }

    ServiceForm withMore(String rows) {
        List<RegionForm> moreRegions = new ArrayList<>(regions);
        List<ClosedForm> moreClosed = new ArrayList<>(closed);
        for (int i = 0; i < CLOSED; i++) {
            if (rows.equals("closed")) {
                moreClosed.add(ClosedForm.EMPTY);
            } else {
                moreRegions.add(RegionForm.EMPTY);
            }
        }
        return new ServiceForm(moreRegions, only, week, moreClosed, version);
    }

    /** What is typed and is no region is an error of its row. */
    Area area(Regions names, BindingResult errors) {
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < regions.size(); i++) {
            String typed = regions.get(i).name();
            Optional<String> code = typed.isBlank() ? Optional.empty() : names.meant(typed);
            if (!typed.isBlank() && code.isEmpty()) {
                errors.rejectValue(
                        "regions[" + i + "].name", "problem.inventory.SERVED_REGION", new Object[] {typed}, null);
            }
            code.filter(c -> !codes.contains(c)).ifPresent(codes::add);
        }
        return new Area(codes, Boolean.TRUE.equals(only));
    }

    Opening opening(BindingResult errors) {
        Map<DayOfWeek, List<Opening.Hours>> days = new EnumMap<>(DayOfWeek.class);
        for (int i = 0; i < DAYS; i++) {
            DayForm typed = week.get(i);
            List<Opening.Hours> hours = new ArrayList<>();
            hours(typed.from(), typed.until(), "week[" + i + "].until", hours, errors);
            hours(typed.from2(), typed.until2(), "week[" + i + "].until2", hours, errors);
            days.put(DayOfWeek.of(i + 1), hours);
        }
        List<Opening.Closure> closures = new ArrayList<>();
        for (int i = 0; i < closed.size(); i++) {
            ClosedForm typed = closed.get(i);
            if (typed.isEmpty()) {
                continue;
            }
            try {
                LocalDate first = LocalDate.parse(typed.first());
                closures.add(new Opening.Closure(
                        first, typed.last().isEmpty() ? first : LocalDate.parse(typed.last()), typed.note()));
            } catch (DateTimeParseException _) {
                errors.rejectValue("closed[" + i + "].first", "service.closed.first.missing");
            }
        }
        return new Opening(days, closures);
    }

    private static void hours(
            String from, String until, String field, List<Opening.Hours> hours, BindingResult errors) {
        if (from.isEmpty() && until.isEmpty()) {
            return;
        }
        try {
            hours.add(new Opening.Hours(LocalTime.parse(from), LocalTime.parse(until)));
        } catch (DateTimeParseException _) {
            errors.rejectValue(field, "service.hours.both");
        }
    }
}
