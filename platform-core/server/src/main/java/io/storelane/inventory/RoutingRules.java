package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How a workspace chooses the location that ships: the order and the switches of the {@link Router}'s rules, which are the
 * workspace's as a whole, and the regions and hours of each location, which are changed by whoever may change the location. A
 * change holds for orders that are routed from then on.
 */
@Service
public class RoutingRules {

    /** Regions of a location. */
    public static final int MOST_REGIONS = 100;

    /** Times that a location is closed. */
    public static final int MOST_CLOSURES = 60;

    private static final int NOTE = 100;

    /** Rules that a workspace puts in order. */
    public static final List<Router.Rule> ALL = Router.Rules.INITIAL.order();

    private final Database database;
    private final Locations locations;
    private final AuditLog audit;
    private final Events events;

    RoutingRules(Database database, Locations locations, AuditLog audit, Events events) {
        this.database = database;
        this.locations = locations;
        this.audit = audit;
        this.events = events;
    }

    /**
     * What is set.
     *
     * @param order codes of the rules that are on, the first one first
     * @param version guards against lost changes; 0 before the first one
     */
    public record Values(List<String> order, long version) {

        public Values {
            order = List.copyOf(order);
        }

        /** Those that are off, in the order of the product. */
        public List<String> off() {
            return ALL.stream()
                    .map(Router.Rule::code)
                    .filter(code -> !order.contains(code))
                    .toList();
        }
    }

    static Router.Rule rule(String code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException(code));
    }

    private static Optional<Router.Rule> find(String code) {
        return ALL.stream().filter(rule -> rule.code().equals(code)).findFirst();
    }

    /** @throws ProblemException if the caller may not see settings */
    @Transactional(readOnly = true)
    public Values shown() {
        Access.current().require(Permission.SETTINGS_VIEW);
        return stored();
    }

    private Values stored() {
        return sql("select rules, version from core.routing_rule where tenant_id = :tenant")
                .query((rs, _) -> new Values(
                        Sites.rules(rs.getString("rules")).order().stream()
                                .map(Router.Rule::code)
                                .toList(),
                        rs.getLong("version")))
                .optional()
                .orElseGet(() -> new Values(ALL.stream().map(Router.Rule::code).toList(), 0));
    }

    /** @throws ProblemException if a rule is unknown or named twice, or somebody else changed them since this version */
    @Transactional
    public void change(Values values) {
        Access.current().require(Permission.SETTINGS_MANAGE);
        FieldErrors errors = new FieldErrors();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < values.order().size(); i++) {
            String code = values.order().get(i);
            if (find(code).isEmpty()) {
                errors.add("/rules/" + i, InventoryProblem.RULE_UNKNOWN, code);
            } else if (!seen.add(code)) {
                errors.add("/rules/" + i, InventoryProblem.RULE_TWICE, code);
            }
        }
        errors.throwIfAny();
        Values before = stored();
        int changed = sql("""
                        insert into core.routing_rule as r (tenant_id, rules)
                        select :tenant, :rules where :version = 0
                          or exists (select from core.routing_rule e where e.tenant_id = :tenant)
                        on conflict (tenant_id) do update set rules = excluded.rules, version = r.version + 1
                          where r.version = :version""")
                .param("rules", String.join(",", values.order()))
                .param("version", values.version())
                .update();
        if (changed == 0) {
            throw new ProblemException(InventoryProblem.RULES_CHANGED);
        }
        UUID tenant = Scope.currentTenant().value();
        audit.record(
                "routing.changed",
                new AuditTarget("workspace", tenant, "routing", null),
                Map.of("rules", before.order()),
                Map.of("rules", values.order()));
        events.append("routing.changed", "workspace", tenant, Map.of("rules", values.order()));
    }

    /** Which regions a location serves and when, if the caller may see it. */
    @Transactional(readOnly = true)
    public LocationService service(UUID locationId) {
        return services(List.of(locations.location(locationId))).getFirst();
    }

    /** The same of locations that the caller has the list of, in its order. */
    @Transactional(readOnly = true)
    public List<LocationService> services(List<LocationView> shown) {
        Map<UUID, LocationService> found = new HashMap<>();
        Map<UUID, LocationView> views = shown.stream().collect(Collectors.toMap(LocationView::id, l -> l));
        sql("select l.id, " + Sites.COLUMNS + " from core.location l where l.tenant_id = :tenant and l.id = any (:ids)")
                .param("ids", views.keySet().toArray(UUID[]::new))
                .query(rs -> {
                    UUID id = rs.getObject("id", UUID.class);
                    found.put(
                            id,
                            new LocationService(
                                    Objects.requireNonNull(views.get(id)), Sites.area(rs), Sites.opening(rs)));
                });
        return shown.stream()
                .map(l -> Objects.requireNonNull(found.get(l.id())))
                .toList();
    }

    /**
     * Sets which regions a location serves and when.
     *
     * @param version of the location, as the caller saw it
     * @throws ProblemException if a region is unknown, a time ends before it begins, or somebody else changed the location
     */
    @Transactional
    public void serve(UUID locationId, long version, Area area, Opening opening) {
        LocationView location =
                locations.location(locationId, Permission.LOCATIONS_MANAGE).orElseThrow(Locations::missing);
        check(area, opening);
        LocationService before = service(locationId);
        int changed = sql("""
                        update core.location set area_only = :only, version = version + 1
                        where tenant_id = :tenant and id = :id and version = :version""")
                .param("only", area.only())
                .param("id", locationId)
                .param("version", version)
                .update();
        if (changed == 0) {
            throw new ProblemException(InventoryProblem.CHANGED_MEANWHILE);
        }
        write(locationId, area, opening);
        audit.record(
                "location.service_changed",
                new AuditTarget(
                        "location",
                        locationId,
                        location.name(),
                        location.details().nodeId()),
                values(before.area(), before.opening()),
                values(area, opening));
        events.append("location.changed", "location", locationId, Map.of("active", location.active()));
    }

    private static void check(Area area, Opening opening) {
        FieldErrors errors = new FieldErrors();
        if (area.regions().size() > MOST_REGIONS) {
            errors.add("/regions", InventoryProblem.TOO_MANY_REGIONS, MOST_REGIONS);
        }
        for (int i = 0; i < area.regions().size(); i++) {
            if (!Regions.isCode(area.regions().get(i))) {
                errors.add(
                        "/regions/" + i,
                        InventoryProblem.SERVED_REGION,
                        area.regions().get(i));
            }
        }
        if (area.only() && area.regions().isEmpty()) {
            errors.add("/only", InventoryProblem.ONLY_NOTHING);
        }
        opening.week().forEach((day, hours) -> check("/week/" + (day.getValue() - 1), hours, errors));
        if (opening.closed().size() > MOST_CLOSURES) {
            errors.add("/closed", InventoryProblem.TOO_MANY_CLOSURES, MOST_CLOSURES);
        }
        Set<Object> begun = new HashSet<>();
        for (int i = 0; i < opening.closed().size(); i++) {
            Opening.Closure closure = opening.closed().get(i);
            if (closure.last().isBefore(closure.first())) {
                errors.add("/closed/" + i + "/last", InventoryProblem.CLOSURE_BACKWARDS);
            }
            if (!begun.add(closure.first())) {
                errors.add("/closed/" + i + "/first", InventoryProblem.CLOSURE_TWICE);
            }
            if (closure.note().length() > NOTE || closure.note().chars().anyMatch(Character::isISOControl)) {
                errors.add("/closed/" + i + "/note", InventoryProblem.CLOSURE_NOTE, NOTE);
            }
        }
        errors.throwIfAny();
    }

    /** Of the second hours of a day the fields end in 2. */
    private static void check(String place, List<Opening.Hours> hours, FieldErrors errors) {
        if (hours.size() > Opening.MOST_HOURS) {
            errors.add(place, InventoryProblem.TOO_MANY_HOURS, Opening.MOST_HOURS);
            return;
        }
        for (int i = 0; i < hours.size(); i++) {
            String which = i == 0 ? "" : String.valueOf(i + 1);
            if (!hours.get(i).from().isBefore(hours.get(i).until())) {
                errors.add(place + "/until" + which, InventoryProblem.HOURS_BACKWARDS);
            } else if (i > 0 && hours.get(i).from().isBefore(hours.get(i - 1).until())) {
                errors.add(place + "/from" + which, InventoryProblem.HOURS_OVERLAP);
            }
        }
    }

    private record Day(int day, int part, Opening.Hours hours) {}

    private void write(UUID id, Area area, Opening opening) {
        for (String table : List.of("location_area", "location_hours", "location_closure")) {
            sql("delete from core." + table + " where tenant_id = :tenant and location_id = :id")
                    .param("id", id)
                    .update();
        }
        sql("insert into core.location_area (tenant_id, location_id, region) select :tenant, :id, unnest(:regions)")
                .param("id", id)
                .param("regions", new HashSet<>(area.regions()).toArray(String[]::new))
                .update();
        List<Day> days = new ArrayList<>();
        opening.week().forEach((day, hours) -> {
            for (int i = 0; i < hours.size(); i++) {
                days.add(new Day(day.getValue(), i + 1, hours.get(i)));
            }
        });
        sql("""
                        insert into core.location_hours (tenant_id, location_id, day, part, opens, closes)
                        select :tenant, :id, d.day::integer, d.part::integer, d.opens::time, d.closes::time
                        from unnest(:days, :parts, :opens, :closes) d (day, part, opens, closes)""")
                .param("id", id)
                .param("days", days.stream().map(d -> String.valueOf(d.day())).toArray(String[]::new))
                .param("parts", days.stream().map(d -> String.valueOf(d.part())).toArray(String[]::new))
                .param(
                        "opens",
                        days.stream().map(d -> d.hours().from().toString()).toArray(String[]::new))
                .param(
                        "closes",
                        days.stream().map(d -> d.hours().until().toString()).toArray(String[]::new))
                .update();
        List<Opening.Closure> closed = opening.closed();
        sql("""
                        insert into core.location_closure (tenant_id, location_id, first_day, last_day, note)
                        select :tenant, :id, c.first_day::date, c.last_day::date, c.note
                        from unnest(:first, :last, :notes) c (first_day, last_day, note)""")
                .param("id", id)
                .param("first", closed.stream().map(c -> c.first().toString()).toArray(String[]::new))
                .param("last", closed.stream().map(c -> c.last().toString()).toArray(String[]::new))
                .param("notes", closed.stream().map(Opening.Closure::note).toArray(String[]::new))
                .update();
    }

    /** What the trail says of it. */
    private static Map<String, Object> values(Area area, Opening opening) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("regions", area.regions());
        values.put("only", area.only());
        Map<String, String> week = new TreeMap<>();
        opening.week()
                .forEach((day, hours) -> week.put(
                        day.getValue() + " " + name(day),
                        hours.stream().map(h -> h.from() + "–" + h.until()).collect(Collectors.joining(", "))));
        values.put("hours", week);
        values.put(
                "closed",
                opening.closed().stream()
                        .map(c -> c.first() + "–" + c.last() + (c.note().isEmpty() ? "" : " " + c.note()))
                        .toList());
        return values;
    }

    private static String name(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
