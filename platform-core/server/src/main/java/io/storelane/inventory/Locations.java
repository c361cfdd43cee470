package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The places that hold stock. Callers see and change those of the organisation nodes that their roles reach. */
@Service
public class Locations {

    private static final int FOUND = 1_000;
    private static final int PALETTE = 8;

    private final Database database;
    private final EntityManager entities;
    private final Organization organization;
    private final Regions regions;
    private final Search search;
    private final AuditLog audit;
    private final Events events;

    Locations(
            Database database,
            EntityManager entities,
            Organization organization,
            Regions regions,
            Search search,
            AuditLog audit,
            Events events) {
        this.database = database;
        this.entities = entities;
        this.organization = organization;
        this.regions = regions;
        this.search = search;
        this.audit = audit;
        this.events = events;
    }

    /**
     * Which locations to show.
     *
     * @param q part of code, name or address; empty = all
     * @param kind null = all
     * @param nodeId only those at this organisation node or below it; null = all
     * @param state {@code open}, {@code closed}, or empty for both
     * @param sort {@code code}, {@code name}, each with a minus in front for the other direction
     */
    public record Filter(
            String q, @Nullable LocationKind kind, @Nullable UUID nodeId, String state, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = List.of("open", "closed").contains(state) ? state : "";
            sort = List.of("code", "-code", "name", "-name").contains(sort) ? sort : "code";
        }

        public static final Filter ALL = new Filter("", null, null, "", "code");
    }

    /** A page of the locations that the caller may see. */
    @Transactional(readOnly = true)
    public Slice<LocationView> find(Filter filter, String cursor, int size) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, reach, params);
        boolean descending = filter.sort().startsWith("-");
        Keyset<LocationView> order = filter.sort().endsWith("name")
                ? Keyset.byText("l.name", "l.id", descending, LocationView::name, LocationView::id)
                : Keyset.byText("l.code", "l.id", descending, LocationView::code, LocationView::id);
        return order.page(cursor, size, (tail, values) -> {
            params.putAll(values);
            return query(reach, where + tail, params);
        });
    }

    /** How many locations {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        String where = where(filter, reach, params);
        return database.core()
                .sql("select count(*) from core.location l where l.tenant_id = :tenant and "
                        + reach.condition("l.org_path") + where)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }

    /** Locations for quick search; none if the caller may see none. */
    @Transactional(readOnly = true)
    public List<LocationView> search(String text) {
        return Access.current().allows(Permission.STOCK_VIEW)
                ? find(new Filter(text, null, null, "", "code"), "", PALETTE).rows()
                : List.of();
    }

    /** Open locations at which the caller holds the permission: choices of a form. */
    @Transactional(readOnly = true)
    public List<LocationView> choices(Permission permission) {
        return query(Access.current().require(permission), " and l.active order by l.priority, l.code", Map.of());
    }

    /** A location that the caller may see. */
    @Transactional(readOnly = true)
    public LocationView location(UUID id) {
        return location(id, Permission.STOCK_VIEW).orElseThrow(Locations::missing);
    }

    /** A location by its code, if the caller may see it. */
    @Transactional(readOnly = true)
    public Optional<LocationView> byCode(String code) {
        return query(Access.current().require(Permission.STOCK_VIEW), " and l.code = :code", Map.of("code", code))
                .stream()
                .findFirst();
    }

    @Transactional
    public UUID add(LocationDetails details) {
        LocationDetails checked = checked(details);
        Location location = new Location(checked, node(details).path());
        entities.persist(location);
        flush();
        record("location.added", location, Map.of(), location.values());
        return location.id();
    }

    /** @param version the version that the caller saw */
    @Transactional
    public void change(UUID id, long version, LocationDetails details) {
        Location location = managed(id, version);
        Map<String, Object> before = location.values();
        location.change(checked(details), node(details).path());
        flush();
        record("location.changed", location, before, location.values());
    }

    /**
     * Closes a location, or opens it again. What a closed one holds can still be counted and sent away.
     *
     * @throws ProblemException if orders wait for units that it holds, or units are on their way to it
     */
    @Transactional
    public void setActive(UUID id, boolean active) {
        Location location = managed(id, null);
        Map<String, Object> before = location.values();
        if (!active && location.active()) {
            requireIdle(location);
        }
        location.open(active);
        flush();
        record(active ? "location.opened" : "location.closed", location, before, location.values());
    }

    private record Held(long units, long orders) {}

    private void requireIdle(Location location) {
        Held held = database.core()
                .sql("""
                        select coalesce(sum(r.quantity), 0)::bigint as units, count(distinct r.order_id) as orders
                        from core.stock_level s
                        join core.reservation r on r.tenant_id = s.tenant_id and r.variant_id = s.variant_id
                          and r.location_id = s.location_id and r.state = 'held'
                        where s.tenant_id = ? and s.location_id = ? and s.reserved > 0""")
                .param(Scope.currentTenant().value())
                .param(location.id())
                .query((rs, _) -> new Held(rs.getLong("units"), rs.getLong("orders")))
                .single();
        if (held.units() > 0) {
            throw new ProblemException(InventoryProblem.LOCATION_HOLDS, location.name(), held.units(), held.orders());
        }
        long coming = database.core()
                .sql("""
                        select coalesce(sum(i.quantity - i.received), 0)::bigint from core.stock_transfer t
                        join core.stock_transfer_line i on i.tenant_id = t.tenant_id and i.transfer_id = t.id
                        where t.tenant_id = ? and t.to_id = ? and t.state = 'in_transit'""")
                .param(Scope.currentTenant().value())
                .param(location.id())
                .query(Long.class)
                .single();
        if (coming > 0) {
            throw new ProblemException(InventoryProblem.LOCATION_AWAITS, location.name(), coming);
        }
    }

    /** Deletes a location that never held anything. */
    @Transactional
    public void delete(UUID id) {
        Location location = managed(id, null);
        try {
            entities.remove(location);
            entities.flush();
        } catch (RuntimeException e) {
            throw violates(e) ? new ProblemException(InventoryProblem.LOCATION_IN_USE) : e;
        }
        search.drop(SearchKind.LOCATION, id);
        audit.record(
                "location.deleted",
                new AuditTarget("location", id, location.name(), location.nodeId()),
                location.values(),
                Map.of());
        events.append("location.deleted", "location", id, Map.of());
    }

    /** A location at which the caller holds the permission. */
    @Transactional(readOnly = true)
    public Optional<LocationView> location(UUID id, Permission permission) {
        return query(Access.current().require(permission), " and l.id = :id", Map.of("id", id)).stream()
                .findFirst();
    }

    /** Any of these locations, whoever asks: for the paths of a transfer, whose other end is named. */
    Map<UUID, String> names(List<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        database.core()
                .sql("select id, name from core.location where tenant_id = ? and id = any (?)")
                .param(Scope.currentTenant().value())
                .param(ids.toArray(UUID[]::new))
                .query(rs -> {
                    names.put(rs.getObject("id", UUID.class), rs.getString("name"));
                });
        return names;
    }

    private LocationDetails checked(LocationDetails d) {
        try {
            ZoneId.of(d.timeZone());
        } catch (DateTimeException _) {
            throw new ProblemException(InventoryProblem.ZONE_UNKNOWN);
        }
        LocationAddress a = d.address();
        if (Arrays.stream(java.util.Locale.getISOCountries()).noneMatch(a.country()::equals)) {
            throw new ProblemException(InventoryProblem.COUNTRY_UNKNOWN);
        }
        if (!a.country().equals("CN") || a.region().isEmpty()) {
            return d;
        }
        if (!regions.known(a.region())) {
            throw new ProblemException(InventoryProblem.REGION_UNKNOWN);
        }
        Regions.Names names = Regions.names(a.region());
        LocationAddress named = new LocationAddress(
                a.country(),
                a.region(),
                names.province(),
                names.city(),
                names.district(),
                a.street(),
                a.postalCode(),
                a.phone());
        return new LocationDetails(
                d.code(), d.name(), d.kind(), d.nodeId(), named, d.timeZone(), d.cutOff(), d.priority(), d.ships());
    }

    private NodeView node(LocationDetails details) {
        return organization.place(details.nodeId(), Permission.LOCATIONS_MANAGE);
    }

    private Location managed(UUID id, @Nullable Long version) {
        Reach reach = Access.current().require(Permission.LOCATIONS_MANAGE);
        Location location = Optional.ofNullable(entities.find(Location.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(l -> reach.covers(l.path()))
                .orElseThrow(Locations::missing);
        if (version != null && location.version() != version) {
            throw new ProblemException(InventoryProblem.CHANGED_MEANWHILE);
        }
        return location;
    }

    static ProblemException missing() {
        return new ProblemException(InventoryProblem.LOCATION_NOT_FOUND);
    }

    private void flush() {
        try {
            entities.flush();
        } catch (RuntimeException e) {
            throw violates(e) ? new ProblemException(InventoryProblem.CODE_TAKEN) : e;
        }
    }

    private static boolean violates(RuntimeException e) {
        return e instanceof DataIntegrityViolationException
                || e instanceof org.hibernate.exception.ConstraintViolationException
                || e.getCause() instanceof org.hibernate.exception.ConstraintViolationException;
    }

    private void record(String action, Location location, Map<String, ?> before, Map<String, ?> after) {
        search.put(SearchKind.LOCATION, List.of(new SearchText(location.id(), location.path(), location.text())));
        audit.record(
                action, new AuditTarget("location", location.id(), location.name(), location.nodeId()), before, after);
        events.append(action, "location", location.id(), Map.of("active", after.get("active") == Boolean.TRUE));
    }

    private String where(Filter filter, Reach reach, Map<String, Object> params) {
        StringBuilder where = new StringBuilder();
        if (!filter.q().isEmpty()) {
            where.append(" and l.id = any (:found)");
            params.put(
                    "found",
                    search.find(SearchKind.LOCATION, filter.q(), reach, FOUND).toArray(UUID[]::new));
        }
        if (filter.kind() != null) {
            where.append(" and l.kind = :kind");
            params.put("kind", filter.kind().code());
        }
        if (!filter.state().isEmpty()) {
            where.append(filter.state().equals("open") ? " and l.active" : " and not l.active");
        }
        if (filter.nodeId() != null) {
            where.append(below(filter.nodeId(), params));
        }
        return where.toString();
    }

    /** Condition for locations at a node or below it. */
    static String below(UUID nodeId, Map<String, Object> params) {
        params.put("node", nodeId);
        return " and exists (select from core.org_node f where f.tenant_id = :tenant and f.id = :node"
                + " and l.org_path >= f.path and l.org_path < left(f.path, -1) || '0')";
    }

    private List<LocationView> query(Reach reach, String tail, Map<String, ?> params) {
        return database.core()
                .sql("""
                        select l.*, n.name as node from core.location l
                        join core.org_node n on n.tenant_id = l.tenant_id and n.id = l.node_id
                        where l.tenant_id = :tenant and""" + " " + reach.condition("l.org_path") + tail)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new LocationView(
                        rs.getObject("id", UUID.class),
                        new LocationDetails(
                                rs.getString("code"),
                                rs.getString("name"),
                                LocationKind.of(rs.getString("kind")).orElseThrow(),
                                rs.getObject("node_id", UUID.class),
                                new LocationAddress(
                                        rs.getString("country"),
                                        rs.getString("region"),
                                        rs.getString("province"),
                                        rs.getString("city"),
                                        rs.getString("district"),
                                        rs.getString("street"),
                                        rs.getString("postal_code"),
                                        rs.getString("phone")),
                                rs.getString("time_zone"),
                                rs.getObject("cut_off", LocalTime.class),
                                rs.getInt("priority"),
                                rs.getBoolean("ships")),
                        rs.getString("node"),
                        rs.getString("org_path"),
                        rs.getBoolean("active"),
                        rs.getLong("version")))
                .list();
    }
}
