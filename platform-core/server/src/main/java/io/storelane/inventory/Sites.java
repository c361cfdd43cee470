package io.storelane.inventory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the router has to know of locations, in one statement however many tables it stands in. */
final class Sites {

    /** The rules of the workspace; null if nobody changed them. Once a statement, whatever it returns. */
    static final String RULES = "(select w.rules from core.routing_rule w where w.tenant_id = :tenant) as rules";

    /** Of a location {@code l}. */
    static final String COLUMNS = """
            l.code, l.name, l.org_path, l.country, l.region, l.province, l.city, l.priority, l.cut_off, l.time_zone, l.area_only,
              (select string_agg(e.region, ',' order by e.region) from core.location_area e
               where e.tenant_id = l.tenant_id and e.location_id = l.id) as areas,
              (select string_agg(e.day || ' ' || e.opens || ' ' || e.closes, ',') from core.location_hours e
               where e.tenant_id = l.tenant_id and e.location_id = l.id) as hours,
              (select string_agg(e.first_day || ' ' || e.last_day || ' ' || e.note, chr(10) order by e.first_day)
               from core.location_closure e where e.tenant_id = l.tenant_id and e.location_id = l.id) as closures""";

    private Sites() {}

    /** @param rs with {@code location_id} and {@link #COLUMNS} */
    static Router.Site site(ResultSet rs) throws SQLException {
        return new Router.Site(
                rs.getObject("location_id", UUID.class),
                rs.getString("code"),
                rs.getString("name"),
                rs.getString("org_path"),
                new Router.Place(
                        rs.getString("country"),
                        rs.getString("region"),
                        rs.getString("province"),
                        rs.getString("city")),
                rs.getInt("priority"),
                rs.getObject("cut_off", LocalTime.class),
                ZoneId.of(rs.getString("time_zone")),
                area(rs),
                opening(rs));
    }

    static Area area(ResultSet rs) throws SQLException {
        return new Area(split(rs.getString("areas"), ","), rs.getBoolean("area_only"));
    }

    static Opening opening(ResultSet rs) throws SQLException {
        Map<DayOfWeek, List<Opening.Hours>> week = new EnumMap<>(DayOfWeek.class);
        for (String hours : split(rs.getString("hours"), ",")) {
            String[] parts = hours.split(" ", 3);
            week.computeIfAbsent(DayOfWeek.of(Integer.parseInt(parts[0])), _ -> new ArrayList<>())
                    .add(new Opening.Hours(LocalTime.parse(parts[1]), LocalTime.parse(parts[2])));
        }
        List<Opening.Closure> closed = new ArrayList<>();
        for (String closure : split(rs.getString("closures"), "\n")) {
            String[] parts = closure.split(" ", 3);
            closed.add(new Opening.Closure(LocalDate.parse(parts[0]), LocalDate.parse(parts[1]), parts[2]));
        }
        return new Opening(week, closed);
    }

    /** @param stored see {@link #RULES} */
    static Router.Rules rules(@Nullable String stored) {
        return stored == null
                ? Router.Rules.INITIAL
                : new Router.Rules(
                        split(stored, ",").stream().map(RoutingRules::rule).toList());
    }

    private static List<String> split(@Nullable String text, String by) {
        return text == null || text.isEmpty()
                ? List.of()
                : Stream.of(text.split(by, -1)).toList();
    }
}
