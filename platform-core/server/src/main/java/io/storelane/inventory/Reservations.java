package io.storelane.inventory;

import io.storelane.event.Events;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Kept;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Stamps;
import io.storelane.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Units held for orders. Each change writes the reservation, the move and the level in the caller's transaction; levels are
 * locked in order of (SKU, location), so that two who want the same ones wait for each other and do not block each other.
 */
@Service
public class Reservations {

    private static final String SELECT = """
            select r.*, l.code as location_code, l.name as location_name from core.reservation r
            join core.location l on l.tenant_id = r.tenant_id and l.id = r.location_id where r.tenant_id = :tenant""";

    /** The number of the order: it stays in the history of those, too, who do not see the order. */
    private static final String NUMBER = """
            coalesce(nullif(r.reference, ''), (select v.reference from core.reservation v
              where v.tenant_id = r.tenant_id and v.order_id = r.reference_id and v.reference <> '' limit 1), '')""";

    private static final String ALL = "all";

    private final Database database;
    private final Clock clock;
    private final ObjectProvider<Shortages> shortages;
    private final Kept<String, Routing> routing;
    private final Events events;
    private final Rows<Hold> reserved;
    private final Rows<Move> numbered = moves("r.reference");
    private final Rows<Move> unnumbered = moves(NUMBER);

    Reservations(
            Database database,
            JsonMapper json,
            Clock clock,
            ObjectProvider<Shortages> shortages,
            Stamps stamps,
            Events events) {
        this.events = events;
        this.database = database;
        this.clock = clock;
        this.shortages = shortages;
        this.routing = stamps.keep(10_000);
        this.reserved = Rows.<Hold>of("reservation", Hold::tenant)
                .with("id", "uuid", Hold::id)
                .with("order_id", "uuid", Hold::orderId)
                .with("line_id", "uuid", Hold::lineId)
                .with("variant_id", "uuid", Hold::variantId)
                .with("location_id", "uuid", Hold::locationId)
                .with("quantity", "bigint", Hold::units)
                .with("reference", "text", Hold::number)
                .with("rule", "text", Hold::rule)
                .with("reason", "jsonb", h -> json.writeValueAsString(h.reason()))
                .with("expires_at", "timestamptz", h -> h.expiresAt() == null ? null : Timestamp.from(h.expiresAt()))
                .with("created_at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    private record Key(TenantId tenant, UUID variantId, UUID locationId) {}

    private record Sum(Key key, long units, boolean keepSafety) {}

    private record Move(
            TenantId tenant,
            UUID variantId,
            UUID locationId,
            long onHand,
            long reserved,
            String reason,
            UUID orderId,
            String number,
            Actor actor,
            Timestamp at) {}

    /**
     * What is free of these variants at locations that ship.
     *
     * @param lock true to lock the levels until the end of the transaction, so that what is read stays true
     */
    @Transactional(readOnly = true)
    public StockMap free(Collection<UUID> variants, boolean lock) {
        if (variants.isEmpty()) {
            return new StockMap();
        }
        AtomicReference<StockMap> found = new AtomicReference<>(new StockMap());
        database.core()
                .sql("select s.variant_id, s.location_id, s.on_hand - s.reserved as free, s.safety, " + Sites.COLUMNS
                        + ", "
                        + Sites.RULES + """
                         from core.stock_level s join core.location l on l.tenant_id = s.tenant_id and l.id = s.location_id
                        where s.tenant_id = :tenant and s.variant_id = any (:variants) and l.active and l.ships
                        order by s.variant_id, s.location_id""" + (lock ? " for update of s" : ""))
                .param("tenant", Scope.currentTenant().value())
                .param("variants", variants.toArray(UUID[]::new))
                .query(rs -> {
                    if (rs.getRow() == 1) {
                        found.set(new StockMap(Sites.rules(rs.getString("rules"))));
                    }
                    StockMap map = found.get();
                    if (rs.getLong("free") > 0) {
                        map.add(Sites.site(rs));
                        map.add(
                                rs.getObject("variant_id", UUID.class),
                                rs.getObject("location_id", UUID.class),
                                rs.getLong("free"),
                                rs.getLong("safety"));
                    }
                });
        return found.get();
    }

    /**
     * What is free of variants of several tenants, read without a lock in the scope of these.
     *
     * @param routings their {@link #routing}
     * @return by tenant; one of whose variants nothing is free is missing
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<TenantId, StockMap> free(
            Map<TenantId, ? extends Collection<UUID>> variants, Map<TenantId, Routing> routings) {
        Map<TenantId, StockMap> maps = new HashMap<>();
        List<Wanted> wanted = variants.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(v -> new Wanted(e.getKey(), v)))
                .toList();
        if (wanted.isEmpty()) {
            return maps;
        }
        database.core()
                .sql("""
                        select s.tenant_id, s.location_id, s.variant_id, s.on_hand - s.reserved as free, s.safety
                        from unnest(?::uuid[], ?::uuid[]) w (tenant_id, variant_id)
                        join core.stock_level s on s.tenant_id = w.tenant_id and s.variant_id = w.variant_id
                        where s.on_hand > s.reserved order by s.tenant_id, s.variant_id, s.location_id""")
                .param(Rows.array("uuid", wanted, w -> w.tenant().value()))
                .param(Rows.array("uuid", wanted, Wanted::variantId))
                .query(rs -> {
                    TenantId tenant = new TenantId(rs.getObject(1, UUID.class));
                    Routing routing = routings.getOrDefault(tenant, Routing.NONE);
                    Router.Site site = routing.sites().get(rs.getObject(2, UUID.class));
                    if (site != null) {
                        StockMap map = maps.computeIfAbsent(tenant, _ -> new StockMap(routing.rules()));
                        map.add(site);
                        map.add(rs.getObject(3, UUID.class), site.id(), rs.getLong(4), rs.getLong(5));
                    }
                });
        return maps;
    }

    /** Locations of the tenant of the scope that ship, and its rules; kept in memory as long as they stay the same. */
    public Routing routing() {
        return routing.get(ALL, () -> {
            Map<UUID, Router.Site> sites = new HashMap<>();
            AtomicReference<Router.Rules> rules = new AtomicReference<>(Router.Rules.INITIAL);
            database.core()
                    .sql("select l.id as location_id, " + Sites.COLUMNS + ", " + Sites.RULES
                            + " from core.location l where l.tenant_id = :tenant and l.active and l.ships")
                    .param("tenant", Scope.currentTenant().value())
                    .query(rs -> {
                        Router.Site site = Sites.site(rs);
                        sites.put(site.id(), site);
                        rules.set(Sites.rules(rs.getString("rules")));
                    });
            return new Routing(sites, rules.get());
        });
    }

    private record Wanted(TenantId tenant, UUID variantId) {}

    /**
     * Holds units, all or none, in the scope of their tenant or of a group.
     *
     * @return tenants some of whose levels have less free; if there are any, the caller has to roll back
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<TenantId> hold(List<Hold> holds) {
        if (holds.isEmpty()) {
            return Set.of();
        }
        List<Sum> sums = sums(holds);
        Rows.Insert reservations = reserved.ready(holds);
        Timestamp now = Timestamp.from(clock.instant());
        Rows.Insert moves = moves(holds.stream()
                .map(h -> new Move(
                        h.tenant(),
                        h.variantId(),
                        h.locationId(),
                        0,
                        h.units(),
                        "reserve",
                        h.orderId(),
                        h.number(),
                        h.actor(),
                        now))
                .toList());
        Rows.send(database, List.of(reservations, moves));
        return missed(sums);
    }

    private static List<Sum> sums(List<Hold> holds) {
        Map<Key, Sum> sums = new LinkedHashMap<>();
        for (Hold hold : holds) {
            sums.merge(
                    new Key(hold.tenant(), hold.variantId(), hold.locationId()),
                    new Sum(
                            new Key(hold.tenant(), hold.variantId(), hold.locationId()),
                            hold.units(),
                            hold.keepSafety()),
                    (a, b) -> new Sum(a.key(), a.units() + b.units(), a.keepSafety() && b.keepSafety()));
        }
        return sums.values().stream()
                .sorted(Comparator.comparing((Sum s) -> s.key().tenant())
                        .thenComparing(s -> s.key().variantId().toString())
                        .thenComparing(s -> s.key().locationId().toString()))
                .toList();
    }

    /** Raises what is reserved. @return tenants of whom a level has less free */
    private Set<TenantId> missed(List<Sum> sums) {
        Set<Key> raised = new HashSet<>(database.core()
                .sql("""
                        update core.stock_level s set reserved = s.reserved + w.units
                        from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[], ?::boolean[])
                          w (tenant_id, variant_id, location_id, units, keep)
                        where s.tenant_id = w.tenant_id and s.variant_id = w.variant_id and s.location_id = w.location_id
                          and s.on_hand - s.reserved - case when w.keep then s.safety else 0 end >= w.units
                        returning s.tenant_id, s.variant_id, s.location_id""")
                .param(Rows.array("uuid", sums, (Sum s) -> s.key().tenant().value()))
                .param(Rows.array("uuid", sums, (Sum s) -> s.key().variantId()))
                .param(Rows.array("uuid", sums, (Sum s) -> s.key().locationId()))
                .param(Rows.array("bigint", sums, Sum::units))
                .param(Rows.array("boolean", sums, Sum::keepSafety))
                .query((rs, _) -> new Key(
                        new TenantId(rs.getObject(1, UUID.class)),
                        rs.getObject(2, UUID.class),
                        rs.getObject(3, UUID.class)))
                .list());
        return sums.stream()
                .map(Sum::key)
                .filter(key -> !raised.contains(key))
                .map(Key::tenant)
                .collect(Collectors.toSet());
    }

    private Rows.Insert moves(List<Move> moves) {
        return (moves.stream().noneMatch(m -> m.number().isEmpty()) ? numbered : unnumbered).ready(moves);
    }

    /** @param reference the order's number, where the caller knows it */
    private Rows<Move> moves(String reference) {
        return Rows.<Move>of("stock_move", Move::tenant)
                .with("id", "uuid", _ -> Ids.next())
                .with("variant_id", "uuid", Move::variantId)
                .with("location_id", "uuid", Move::locationId)
                .with("on_hand", "bigint", Move::onHand)
                .with("reserved", "bigint", Move::reserved)
                .with("reason", "text", Move::reason)
                .with("reference_type", "text", _ -> "order")
                .with("reference_id", "uuid", Move::orderId)
                .withExpression("reference", "text", Move::number, reference)
                .with("actor_id", "uuid", m -> m.actor().userId())
                .with("actor_name", "text", m -> m.actor().name())
                .with("at", "timestamptz", Move::at);
    }

    /** Reservations of an order, newest last, those that ended included. */
    @Transactional(readOnly = true)
    public List<HeldUnits> ofOrder(UUID orderId) {
        return database.core()
                .sql(SELECT + " and r.order_id = :order order by r.id")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .query((rs, _) -> held(rs))
                .list();
    }

    /** Units held for lines of orders at locations. @param inWork how many of them the location works on */
    public record HeldAt(UUID orderId, UUID locationId, UUID lineId, UUID variantId, long units, long inWork) {}

    /** What is held for these orders, by order, location and line. */
    @Transactional(readOnly = true)
    public List<HeldAt> held(Collection<UUID> orders) {
        return database.core()
                .sql("""
                        select order_id, location_id, line_id, variant_id, sum(quantity)::bigint as units, sum(in_work)::bigint as in_work
                        from core.reservation where tenant_id = ? and order_id = any (?) and state = 'held'
                        group by order_id, location_id, line_id, variant_id order by order_id, location_id, line_id""")
                .param(Scope.currentTenant().value())
                .param(Rows.array("uuid", List.copyOf(orders), o -> o))
                .query((rs, _) -> new HeldAt(
                        rs.getObject("order_id", UUID.class),
                        rs.getObject("location_id", UUID.class),
                        rs.getObject("line_id", UUID.class),
                        rs.getObject("variant_id", UUID.class),
                        rs.getLong("units"),
                        rs.getLong("in_work")))
                .list();
    }

    /** Reservations held at a level, newest first. */
    @Transactional(readOnly = true)
    public List<HeldUnits> atLevel(UUID variantId, UUID locationId) {
        return database.core()
                .sql(SELECT + " and r.variant_id = :variant and r.location_id = :location and r.state = 'held'"
                        + " order by r.id desc")
                .param("tenant", Scope.currentTenant().value())
                .param("variant", variantId)
                .param("location", locationId)
                .query((rs, _) -> held(rs))
                .list();
    }

    private static HeldUnits held(ResultSet rs) throws SQLException {
        Timestamp expires = rs.getTimestamp("expires_at");
        return new HeldUnits(
                rs.getObject("id", UUID.class),
                rs.getObject("order_id", UUID.class),
                rs.getObject("line_id", UUID.class),
                rs.getObject("variant_id", UUID.class),
                rs.getObject("location_id", UUID.class),
                rs.getString("location_code"),
                rs.getString("location_name"),
                rs.getLong("quantity"),
                rs.getLong("in_work"),
                rs.getString("state"),
                rs.getString("rule"),
                rs.getString("reason"),
                expires == null ? null : expires.toInstant());
    }

    /**
     * Gives units of an order's lines back that nobody works on, of each the newest reservation first.
     *
     * @param units for each line at most this many; fewer if fewer are held
     * @return units that went back, by line
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Long> release(UUID orderId, Map<UUID, Long> units) {
        if (units.isEmpty()) {
            return Map.of();
        }
        List<HeldUnits> newestFirst = ofOrder(orderId).reversed();
        List<Part> parts = new ArrayList<>();
        units.forEach((line, most) -> parts.addAll(idle(
                newestFirst.stream()
                        .filter(h -> h.lineId().equals(line) && h.isHeld())
                        .toList(),
                most)));
        Map<UUID, Long> released = new HashMap<>();
        take(parts, "release").forEach(t -> released.merge(t.lineId(), t.units(), Long::sum));
        return released;
    }

    /**
     * Takes held units away because the level loses them, the newest reservation first, of those that the location works on only
     * where no others are left, and tells their holder. The caller locks the level before and writes it after.
     *
     * @param why {@code count} or {@code damage}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void shrink(UUID variantId, UUID locationId, long units, String why) {
        List<Shortages.Lost> lost = take(parts(atLevel(variantId, locationId), units), "release");
        if (!lost.isEmpty()) {
            shortages.ifAvailable(holder -> holder.lost(lost, why));
        }
    }

    /** Orders some of whose units should have gone back by now, the longest overdue first. */
    @Transactional(readOnly = true)
    public List<UUID> expired(int limit) {
        return database.core()
                .sql(
                        "select order_id from core.reservation where tenant_id = :tenant and state = 'held' and expires_at <= :now"
                                + " group by order_id order by min(expires_at) limit :limit")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(clock.instant()))
                .param("limit", limit)
                .query((rs, _) -> rs.getObject("order_id", UUID.class))
                .list();
    }

    /** When the next units go back by themselves; empty if none do. */
    @Transactional(readOnly = true)
    public Optional<Instant> nextExpiry() {
        return database.core()
                .sql("select min(expires_at) from core.reservation where tenant_id = :tenant and state = 'held'"
                        + " and expires_at is not null")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** Gives the units of an order back whose time is over. The caller has locked the order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Shortages.Lost> expire(UUID orderId) {
        Instant now = clock.instant();
        return take(
                ofOrder(orderId).stream()
                        .filter(h -> h.state().equals("held")
                                && h.expiresAt() != null
                                && !h.expiresAt().isAfter(now))
                        .map(h -> new Part(h, h.units(), h.inWork()))
                        .toList(),
                "release");
    }

    /** Holds the units of an order from now on without an end. The caller has locked the order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(UUID orderId) {
        database.core()
                .sql("update core.reservation set expires_at = null where tenant_id = :tenant and order_id = :order"
                        + " and state = 'held' and expires_at is not null")
                .param("tenant", Scope.currentTenant().value())
                .param("order", orderId)
                .update();
    }

    /** @param inWork how many of the units the location works on */
    private record Part(HeldUnits held, long units, long inWork) {}

    /** Units taken from these one after the other, this many in all: first those that nobody works on. */
    private static List<Part> parts(List<HeldUnits> from, long units) {
        Map<HeldUnits, Long> idle = share(from, HeldUnits::idle, units);
        long rest = units - idle.values().stream().mapToLong(Long::longValue).sum();
        Map<HeldUnits, Long> inWork = share(from, HeldUnits::inWork, rest);
        return from.stream()
                .map(h -> {
                    long worked = inWork.getOrDefault(h, 0L);
                    return new Part(h, idle.getOrDefault(h, 0L) + worked, worked);
                })
                .filter(p -> p.units() > 0)
                .toList();
    }

    /** Units that nobody works on, this many at most. */
    private static List<Part> idle(List<HeldUnits> from, long units) {
        return share(from, HeldUnits::idle, units).entrySet().stream()
                .map(e -> new Part(e.getKey(), e.getValue(), 0))
                .toList();
    }

    /** Units that the location works on, this many at most. */
    private static List<Part> inWork(List<HeldUnits> from, long units) {
        return share(from, HeldUnits::inWork, units).entrySet().stream()
                .map(e -> new Part(e.getKey(), e.getValue(), e.getValue()))
                .toList();
    }

    /** Of each what it has, one after the other, until there are enough. */
    private static Map<HeldUnits, Long> share(List<HeldUnits> from, ToLongFunction<HeldUnits> has, long units) {
        Map<HeldUnits, Long> shares = new LinkedHashMap<>();
        long open = units;
        for (HeldUnits held : from) {
            long some = Math.min(open, has.applyAsLong(held));
            if (some > 0) {
                shares.put(held, some);
                open -= some;
            }
        }
        return shares;
    }

    /** What an order holds at a location, by line. */
    private Map<UUID, List<HeldUnits>> heldAt(UUID orderId, UUID locationId) {
        return ofOrder(orderId).stream()
                .filter(h -> h.isHeld() && h.locationId().equals(locationId))
                .collect(Collectors.groupingBy(HeldUnits::lineId));
    }

    /** Units of an order's lines that are held at a location, without those that it works on. The caller has locked the order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Long> idleAt(UUID orderId, UUID locationId) {
        return sumAt(orderId, locationId, HeldUnits::idle);
    }

    /** Units of an order's lines that a location works on. The caller has locked the order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, Long> inWorkAt(UUID orderId, UUID locationId) {
        return sumAt(orderId, locationId, HeldUnits::inWork);
    }

    private Map<UUID, Long> sumAt(UUID orderId, UUID locationId, ToLongFunction<HeldUnits> what) {
        Map<UUID, Long> sums = new HashMap<>();
        heldAt(orderId, locationId)
                .forEach((line, held) ->
                        sums.put(line, held.stream().mapToLong(what).sum()));
        return sums;
    }

    /**
     * A location begins to work on held units, or gives them back idle. The caller has locked the order and knows that there are as
     * many.
     *
     * @param begin false to stop
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void work(UUID orderId, UUID locationId, Map<UUID, Long> units, boolean begin) {
        Map<UUID, List<HeldUnits>> held = heldAt(orderId, locationId);
        Map<HeldUnits, Long> changed = new LinkedHashMap<>();
        units.forEach((line, count) -> changed.putAll(
                share(held.getOrDefault(line, List.of()), begin ? HeldUnits::idle : HeldUnits::inWork, count)));
        List<Map.Entry<HeldUnits, Long>> rows = List.copyOf(changed.entrySet());
        database.core()
                .sql("""
                        update core.reservation r set in_work = r.in_work + c.units from unnest(?::uuid[], ?::bigint[]) c (id, units)
                        where r.tenant_id = ? and r.order_id = ? and r.id = c.id and r.state = 'held'""")
                .param(Rows.array("uuid", rows, row -> row.getKey().id()))
                .param(Rows.array("bigint", rows, row -> begin ? row.getValue() : -row.getValue()))
                .param(Scope.currentTenant().value())
                .param(orderId)
                .update();
    }

    /**
     * Gives back units that are held at a location, those that it works on included. The caller has locked the order.
     *
     * @param inWork true to take those that it works on, else those that it does not
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(UUID orderId, UUID locationId, Map<UUID, Long> units, boolean inWork) {
        Map<UUID, List<HeldUnits>> held = heldAt(orderId, locationId);
        List<Part> parts = new ArrayList<>();
        units.forEach((line, count) -> {
            List<HeldUnits> from = held.getOrDefault(line, List.of());
            parts.addAll(inWork ? inWork(from, count) : idle(from, count));
        });
        take(parts, "release");
    }

    /**
     * Units that a location works on leave: their reservations are consumed, and the level has fewer on hand and reserved. The caller
     * has locked the order and knows that there are as many.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void consume(UUID orderId, String number, UUID locationId, Map<UUID, Long> units) {
        Map<UUID, List<HeldUnits>> held = heldAt(orderId, locationId);
        List<Part> parts = new ArrayList<>();
        units.forEach((line, count) -> parts.addAll(inWork(held.getOrDefault(line, List.of()), count)));
        for (Part part : parts) {
            shorten(part, "consumed");
        }
        List<Shortages.Lost> gone = parts.stream().map(Reservations::taken).toList();
        lower(gone, true);
        write(gone, number, "ship");
        events.append(gone.stream()
                .map(t -> new Levels.Key(t.variantId(), t.locationId()))
                .distinct()
                .map(Stock::news)
                .toList());
    }

    private static Shortages.Lost taken(Part part) {
        HeldUnits held = part.held();
        return new Shortages.Lost(
                held.orderId(), held.lineId(), held.variantId(), held.locationId(), part.units(), part.inWork());
    }

    private List<Shortages.Lost> take(List<Part> parts, String reason) {
        for (Part part : parts) {
            shorten(part, "released");
        }
        List<Shortages.Lost> taken = parts.stream().map(Reservations::taken).toList();
        lower(taken, false);
        write(taken, "", reason);
        return taken;
    }

    private void write(List<Shortages.Lost> taken, String number, String reason) {
        boolean gone = reason.equals("ship");
        Timestamp now = Timestamp.from(clock.instant());
        Rows.send(
                database,
                List.of(moves(taken.stream()
                        .map(t -> new Move(
                                Scope.currentTenant(),
                                t.variantId(),
                                t.locationId(),
                                gone ? -t.units() : 0,
                                -t.units(),
                                reason,
                                t.orderId(),
                                number,
                                Actor.current(),
                                now))
                        .toList())));
    }

    /** A reservation that loses all its units ends and keeps its number for the record; units that leave in parts get a record of their own. */
    private void shorten(Part part, String end) {
        HeldUnits held = part.held();
        boolean all = part.units() == held.units();
        int changed = database.core()
                .sql(
                        all
                                ? "update core.reservation set state = :end, in_work = 0 where tenant_id = :tenant and order_id = :order and id = :id and state = 'held' and quantity = :was"
                                : "update core.reservation set quantity = quantity - :units, in_work = in_work - :worked where tenant_id = :tenant and order_id = :order and id = :id and state = 'held' and quantity = :was")
                .param("tenant", Scope.currentTenant().value())
                .param("order", held.orderId())
                .param("id", held.id())
                .param("was", held.units())
                .param("units", part.units())
                .param("worked", part.inWork())
                .param("end", end)
                .update();
        if (changed != 1) {
            throw new org.springframework.dao.OptimisticLockingFailureException("reservation " + held.id());
        }
        if (!all && end.equals("consumed")) {
            database.core()
                    .sql("""
                            insert into core.reservation (tenant_id, id, order_id, line_id, variant_id, location_id, quantity, state,
                              reference, rule, reason, created_at)
                            select tenant_id, :new, order_id, line_id, variant_id, location_id, :units, 'consumed', reference, rule, reason,
                              created_at
                            from core.reservation where tenant_id = :tenant and order_id = :order and id = :id""")
                    .param("new", Ids.next())
                    .param("units", part.units())
                    .param("tenant", Scope.currentTenant().value())
                    .param("order", held.orderId())
                    .param("id", held.id())
                    .update();
        }
    }

    /** @param gone true if the units leave the level, too */
    private void lower(List<Shortages.Lost> taken, boolean gone) {
        Map<Key, Long> sums = new LinkedHashMap<>();
        taken.forEach(
                t -> sums.merge(new Key(Scope.currentTenant(), t.variantId(), t.locationId()), t.units(), Long::sum));
        sums.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Key, Long> e) ->
                                e.getKey().variantId().toString())
                        .thenComparing(e -> e.getKey().locationId().toString()))
                .forEach(e -> database.core()
                        .sql("update core.stock_level set reserved = reserved - :units, on_hand = on_hand - :gone"
                                + " where tenant_id = :tenant and variant_id = :variant and location_id = :location")
                        .param("units", e.getValue())
                        .param("gone", gone ? e.getValue() : 0L)
                        .param("tenant", Scope.currentTenant().value())
                        .param("variant", e.getKey().variantId())
                        .param("location", e.getKey().locationId())
                        .update());
    }

    /**
     * Moves held units to another location, as a person decides it.
     *
     * @param units 1 to what is held
     * @return the new reservation
     * @throws io.storelane.problem.ProblemException if the other location has not enough free
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID move(UUID reservationId, UUID toLocation, long units, @Nullable String from) {
        HeldUnits held = database.core()
                .sql(SELECT + " and r.id = :id and r.state = 'held' for update of r")
                .param("tenant", Scope.currentTenant().value())
                .param("id", reservationId)
                .query((rs, _) -> held(rs))
                .optional()
                .orElseThrow(() -> new io.storelane.problem.ProblemException(ReservationProblem.NOT_FOUND));
        if (units < 1 || units > held.units()) {
            throw new io.storelane.problem.ProblemException(ReservationProblem.BAD_UNITS, held.units());
        }
        if (units > held.idle()) {
            throw new io.storelane.problem.ProblemException(ReservationProblem.IN_WORK, held.idle());
        }
        if (toLocation.equals(held.locationId())) {
            throw new io.storelane.problem.ProblemException(ReservationProblem.SAME_LOCATION);
        }
        if (!lockLevels(held.variantId(), List.of(held.locationId(), toLocation))
                .contains(toLocation)) {
            throw new io.storelane.problem.ProblemException(ReservationProblem.NOT_ENOUGH, units);
        }
        take(idle(List.of(held), units), "move");
        UUID id = Ids.next();
        Set<TenantId> missed = hold(List.of(new Hold(
                Scope.currentTenant(),
                id,
                held.orderId(),
                "",
                held.lineId(),
                held.variantId(),
                toLocation,
                units,
                Router.Rule.PERSON.code(),
                from == null ? Map.of() : Map.of("from", from),
                held.expiresAt(),
                false,
                Actor.current())));
        if (!missed.isEmpty()) {
            throw new io.storelane.problem.ProblemException(ReservationProblem.NOT_ENOUGH, units);
        }
        return merged(held.orderId(), id);
    }

    /** Units that a person moved to a place one after the other are held by one reservation. @return which one */
    private UUID merged(UUID order, UUID moved) {
        Optional<UUID> other = database.core()
                .sql("""
                        update core.reservation r set quantity = r.quantity + m.quantity from core.reservation m
                        where m.tenant_id = :tenant and m.order_id = :order and m.id = :moved and r.order_id = :order and r.id = (
                          select o.id from core.reservation o where o.tenant_id = :tenant and o.order_id = :order
                            and o.line_id = m.line_id and o.location_id = m.location_id and o.state = 'held' and o.id <> m.id
                            and o.rule = m.rule and o.reason = m.reason and o.expires_at is not distinct from m.expires_at
                          order by o.id limit 1) and r.tenant_id = :tenant
                        returning r.id""")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .param("moved", moved)
                .query(UUID.class)
                .optional();
        if (other.isEmpty()) {
            return moved;
        }
        database.core()
                .sql("delete from core.reservation where tenant_id = :tenant and order_id = :order and id = :moved")
                .param("tenant", Scope.currentTenant().value())
                .param("order", order)
                .param("moved", moved)
                .update();
        return other.get();
    }

    /** @return those of the locations that have a level of it */
    private List<UUID> lockLevels(UUID variantId, List<UUID> locations) {
        return database.core()
                .sql("select location_id from core.stock_level where tenant_id = :tenant and variant_id = :variant"
                        + " and location_id in (:locations) order by location_id for update")
                .param("tenant", Scope.currentTenant().value())
                .param("variant", variantId)
                .param("locations", locations)
                .query((rs, _) -> rs.getObject("location_id", UUID.class))
                .list();
    }
}
