package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.inventory.Area;
import io.storelane.inventory.LocationService;
import io.storelane.inventory.Opening;
import io.storelane.inventory.RoutingRules;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Places;
import io.storelane.web.api.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which regions a location serves, and when. */
@RestController
@RequestMapping("/api/v1/locations/{id}/service")
class LocationServiceApi {

    private static final String BODY = """
            {"regions": ["330000", "310000"], "only": false,
             "week": [{"day": 1, "from": "08:00", "until": "12:00"}, {"day": 1, "from": "14:00", "until": "18:00"}],
             "closed": [{"first": "2026-10-01", "last": "2026-10-07", "note": "National Day"}]}""";

    private static final String SERVICE = """
            {"regions": ["330000", "310000"], "only": false,
             "week": [{"day": 1, "from": "08:00", "until": "12:00"}, {"day": 1, "from": "14:00", "until": "18:00"}],
             "closed": [{"first": "2026-10-01", "last": "2026-10-07", "note": "National Day"}], "version": 3}""";

    private final RoutingRules routing;

    LocationServiceApi(RoutingRules routing) {
        this.routing = routing;
    }

    /** @param day 1 = Monday */
    record Day(
            @Min(1) @Max(7) int day,
            @NotNull @Pattern(regexp = TIME) String from,
            @NotNull @Pattern(regexp = TIME) String until) {

        static final String TIME = "([01]\\d|2[0-3]):[0-5]\\d";

        Opening.Hours hours() {
            return new Opening.Hours(LocalTime.parse(from), LocalTime.parse(until));
        }
    }

    record Closed(LocalDate first, LocalDate last, @Nullable String note) {}

    record Service(List<String> regions, boolean only, List<Day> week, List<Closed> closed, long version)
            implements Versioned {}

    record ServiceBody(
            @NotNull @Size(max = RoutingRules.MOST_REGIONS) List<String> regions,
            boolean only,

            @NotNull @Valid @Size(max = 7 * Opening.MOST_HOURS) List<Day> week,

            @NotNull @Valid @Size(max = RoutingRules.MOST_CLOSURES) List<Closed> closed) {

        Area area() {
            return new Area(regions, only);
        }

        /** A day that stands there twice has a break. */
        Opening opening() {
            Map<DayOfWeek, List<Opening.Hours>> days = new EnumMap<>(DayOfWeek.class);
            week.forEach(d -> days.computeIfAbsent(DayOfWeek.of(d.day()), _ -> new ArrayList<>())
                    .add(d.hours()));
            return new Opening(
                    days,
                    closed.stream()
                            .map(c -> new Opening.Closure(
                                    c.first(),
                                    c.last(),
                                    c.note() == null ? "" : c.note().strip()))
                            .toList());
        }
    }

    @ApiOperation(
            value = "Read which regions a location serves, and when",
            scope = Permission.STOCK_VIEW,
            answer = SERVICE)
    @GetMapping
    Service get(@PathVariable UUID id) {
        LocationService service = routing.service(id);
        return new Service(
                service.area().regions(),
                service.area().only(),
                new TreeMap<>(service.opening().week())
                        .entrySet().stream()
                                .flatMap(e -> e.getValue().stream()
                                        .map(h -> new Day(
                                                e.getKey().getValue(),
                                                h.from().toString(),
                                                h.until().toString())))
                                .toList(),
                service.opening().closed().stream()
                        .map(c -> new Closed(c.first(), c.last(), c.note()))
                        .toList(),
                service.location().version());
    }

    @ApiOperation(
            value = "Change which regions a location serves, and when",
            details =
                    "`regions` are codes of provinces, cities and districts by GB/T 2260: there the location goes first, or, with `only`,"
                            + " it serves nothing else; none = everywhere. `week` has the days on which it is open, 1 = Monday, in the"
                            + " location's time zone, a day with a break twice; none = always. A location that is closed for the rest of the day does not ship today."
                            + " The version is that of the location.",
            scope = {Permission.LOCATIONS_MANAGE, Permission.STOCK_VIEW},
            body = BODY,
            answer = SERVICE)
    @PutMapping
    Service change(@PathVariable UUID id, @IfMatch long version, @RequestBody ServiceBody body) {
        Places.in(places(body), () -> routing.serve(id, version, body.area(), body.opening()));
        return get(id);
    }

    /** Where hours stand in the document: a day has a row for each of its hours, in whatever order. */
    private static Map<String, String> places(ServiceBody body) {
        Map<String, String> places = new HashMap<>();
        body.opening().week().forEach((day, all) -> {
            for (int i = 0; i < body.week().size(); i++) {
                Day row = body.week().get(i);
                if (row.day() == day.getValue()) {
                    int at = all.indexOf(row.hours());
                    String field = "week[" + (row.day() - 1) + "]";
                    String which = at == 0 ? "" : String.valueOf(at + 1);
                    places.put(field, "/week/" + i);
                    places.put(field + ".from" + which, "/week/" + i + "/from");
                    places.put(field + ".until" + which, "/week/" + i + "/until");
                }
            }
        });
        return places;
    }
}
