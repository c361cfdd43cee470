package io.storelane.inventory.web;

import io.storelane.inventory.LocationService;
import io.storelane.inventory.LocationView;
import io.storelane.inventory.Opening;
import io.storelane.inventory.Regions;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Which regions a location serves and when, in words. */
@Component
class ServiceWords {

    private static final int NAMED = 6;

    private final Regions regions;
    private final MessageSource messages;

    ServiceWords(Regions regions, MessageSource messages) {
        this.regions = regions;
        this.messages = messages;
    }

    /** @param closed the times that it is closed */
    record Shown(LocationView location, String area, String hours, List<String> closed) {}

    Shown shown(LocationService service, Locale locale) {
        return new Shown(
                service.location(),
                area(service, locale),
                hours(service.opening(), locale),
                service.opening().closed().stream()
                        .map(c -> days(c.first(), c.last()) + (c.note().isEmpty() ? "" : " · " + c.note()))
                        .toList());
    }

    private static String days(LocalDate first, LocalDate last) {
        return first.equals(last) ? first.toString() : first + " – " + last;
    }

    private String area(LocationService service, Locale locale) {
        List<String> codes = service.area().regions();
        if (codes.isEmpty()) {
            return text("routing.everywhere", locale);
        }
        String names = codes.stream().limit(NAMED).map(regions::path).collect(Collectors.joining(", "))
                + (codes.size() > NAMED ? " …" : "");
        return text(service.area().only() ? "routing.only" : "routing.first", locale, names);
    }

    /** Days that follow each other and have the same hours stand together. */
    private String hours(Opening opening, Locale locale) {
        if (opening.week().isEmpty()) {
            return text("routing.always", locale);
        }
        List<String> parts = new ArrayList<>();
        int day = 1;
        while (day <= 7) {
            List<Opening.Hours> hours = opening.hours(DayOfWeek.of(day));
            int last = day;
            while (last < 7 && !hours.isEmpty() && hours.equals(opening.hours(DayOfWeek.of(last + 1)))) {
                last++;
            }
            if (!hours.isEmpty()) {
                String days = name(day, locale) + (last == day ? "" : "–" + name(last, locale));
                parts.add(days + " "
                        + hours.stream().map(h -> h.from() + "–" + h.until()).collect(Collectors.joining(" / ")));
            }
            day = last + 1;
        }
        return String.join(", ", parts);
    }

    static String name(int day, Locale locale) {
        return DayOfWeek.of(day).getDisplayName(TextStyle.SHORT, locale);
    }

    private String text(String key, Locale locale, Object... args) {
        return messages.getMessage(key, args, locale);
    }
}
