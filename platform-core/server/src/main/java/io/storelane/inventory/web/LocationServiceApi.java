package io.storelane.inventory.web;

import io.storelane.access.Permission;
import io.storelane.inventory.Area;
import io.storelane.inventory.LocationService;
import io.storelane.inventory.Opening;
import io.storelane.inventory.RoutingRules;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.IfMatch;
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
import java.util.EnumMap;
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
             "week": [{"day": 1, "from": "08:00", "until": "18:00"}],
             "closed": [{"first": "2026-10-01", "last": "2026-10-07", "note": "National Day"}]}""";

    private static final String SERVICE = """
            {"regions": ["330000", "310000"], "only": false,
             "week": [{"day": 1, "from": "08:00", "until": "18:00"}],
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
    }

    record Closed(LocalDate first, LocalDate last, @Nullable String note) {}

    record Service(List<String> regions, boolean only, List<Day> week, List<Closed> closed, long version)
            implements Versioned {}

    record ServiceBody(
            @NotNull @Size(max = RoutingRules.MOST_REGIONS) List<String> regions,
            boolean only,
            @NotNull @Valid @Size(max = 7) List<Day> week,

            @NotNull @Valid @Size(max = RoutingRules.MOST_CLOSURES) List<Closed> closed) {

        Area area() {
            return new Area(regions, only);
        }

        /** Of two entries of a day the last one counts. */
        Opening opening() {
            Map<DayOfWeek, Opening.Hours> days = new EnumMap<>(DayOfWeek.class);
            week.forEach(d -> days.put(
                    DayOfWeek.of(d.day()), new Opening.Hours(LocalTime.parse(d.from()), LocalTime.parse(d.until()))));
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
                                .map(e -> new Day(
                                        e.getKey().getValue(),
                                        e.getValue().from().toString(),
                                        e.getValue().until().toString()))
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
                            + " location's time zone; none = always. A location that is closed for the rest of the day does not ship today."
                            + " The version is that of the location.",
            scope = {Permission.LOCATIONS_MANAGE, Permission.STOCK_VIEW},
            body = BODY,
            answer = SERVICE)
    @PutMapping
    Service change(@PathVariable UUID id, @IfMatch long version, @RequestBody ServiceBody body) {
        routing.serve(id, version, body.area(), body.opening());
        return get(id);
    }
}
