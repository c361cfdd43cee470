package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Units on their way between locations: gone from the one when they are sent, there at the other when they have arrived. A caller
 * sees the transfers of which one end is within reach, sends from a location where stock may be changed, and takes in at such a
 * one.
 */
@Service
public class Transfers {

    /** Characters of a note. */
    private static final int NOTE = 500;

    private static final String TYPE = "transfer";
    private static final String ENDS = " join core.location a on a.tenant_id = t.tenant_id and a.id = t.from_id"
            + " join core.location b on b.tenant_id = t.tenant_id and b.id = t.to_id";

    private final Database database;
    private final Stock stock;
    private final Levels levels;
    private final Locations locations;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    Transfers(
            Database database,
            Stock stock,
            Levels levels,
            Locations locations,
            AuditLog audit,
            Events events,
            Clock clock) {
        this.database = database;
        this.stock = stock;
        this.levels = levels;
        this.locations = locations;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Which transfers to show.
     *
     * @param q part of a SKU in it, of the name of one of its locations or of its note; empty = all
     * @param state {@code in_transit}, {@code received}, or empty for both
     * @param locationId only from or to this location; null = all
     * @param sort {@code created} or {@code -created}
     */
    public record Filter(String q, String state, @Nullable UUID locationId, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = List.of("in_transit", "received").contains(state) ? state : "";
            sort = sort.equals("created") ? sort : "-created";
        }

        /** All of this state. */
        public Filter(String state, @Nullable UUID locationId, String sort) {
            this("", state, locationId, sort);
        }
    }

    /** A page of the transfers that the caller may see. */
    @Transactional(readOnly = true)
    public Slice<TransferView> find(Filter filter, String cursor, int size) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return Keyset.byTime(
                        "t.created_at",
                        "t.id",
                        filter.sort().startsWith("-"),
                        TransferView::createdAt,
                        TransferView::id)
                .page(cursor, size, (tail, values) -> {
                    params.putAll(values);
                    return query(reach, where + tail, params);
                });
    }

    /** How many transfers {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Reach reach = Access.current().require(Permission.STOCK_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return database.core()
                .sql("select count(*) from core.stock_transfer t" + ENDS + " where t.tenant_id = :tenant and "
                        + within(reach) + where)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }

    /** A transfer with its lines. */
    @Transactional(readOnly = true)
    public TransferView transfer(UUID id) {
        TransferView head =
                query(Access.current().require(Permission.STOCK_VIEW), " and t.id = :id", Map.of("id", id)).stream()
                        .findFirst()
                        .orElseThrow(Transfers::missing);
        List<TransferView.Line> lines = database.core()
                .sql("""
                        select i.variant_id, v.sku, p.title_zh, p.title_en, i.quantity, i.received
                        from core.stock_transfer_line i
                        join core.variant v on v.tenant_id = i.tenant_id and v.id = i.variant_id
                        join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where i.tenant_id = :tenant and i.transfer_id = :id order by v.sku""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new TransferView.Line(
                        rs.getObject("variant_id", UUID.class),
                        rs.getString("sku"),
                        rs.getString("title_zh"),
                        rs.getString("title_en"),
                        rs.getLong("quantity"),
                        rs.getLong("received")))
                .list();
        return new TransferView(
                head.id(),
                head.fromId(),
                head.fromName(),
                head.toId(),
                head.toName(),
                head.done(),
                head.note(),
                head.sent(),
                head.received(),
                head.createdAt(),
                head.receivedAt(),
                head.version(),
                head.receivable(),
                head.done() && head.open() > 0 ? loss(id) : null,
                lines);
    }

    /** Who said that the missing units are lost, and what else; null if no move tells of it. */
    private TransferView.@Nullable Loss loss(UUID id) {
        return database.core()
                .sql("""
                        select actor_name, note from core.stock_move
                        where tenant_id = :tenant and reference_id = :id and reason = 'transfer_lost' limit 1""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) -> new TransferView.Loss(rs.getString("actor_name"), rs.getString("note")))
                .optional()
                .orElse(null);
    }

    private static ProblemException target(InventoryProblem problem) {
        return ProblemException.of(List.of(Fault.of(problem, "/toId")), problem);
    }

    /** Sends units off; from now on they are on their way. */
    @Transactional
    public UUID send(TransferStock command) {
        LocationView from = stock.managed(command.fromId());
        LocationView to = locations
                .location(command.toId(), Permission.STOCK_VIEW)
                .orElseThrow(() -> target(InventoryProblem.LOCATION_UNKNOWN));
        if (from.id().equals(to.id())) {
            throw new ProblemException(InventoryProblem.SAME_LOCATION);
        }
        if (!to.active()) {
            throw target(InventoryProblem.LOCATION_CLOSED);
        }
        List<Stock.Item> items = stock.items(command.lines(), 1);
        // the level of the target too: where there was none, what is coming would be on no list
        Map<Levels.Key, Levels.Level> locked = levels.lock(items.stream()
                .flatMap(i ->
                        Stream.of(from, to).map(place -> new Levels.Key(i.item().id(), place.id())))
                .toList());
        UUID id = Ids.next();
        List<Levels.Move> moves = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> sent = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            Stock.Item item = items.get(i);
            Levels.Level level =
                    Objects.requireNonNull(locked.get(new Levels.Key(item.item().id(), from.id())));
            if (level.free() < item.quantity()) {
                faults.add(Fault.of(
                        InventoryProblem.NOT_ENOUGH,
                        Stock.quantityOf(i),
                        item.item().sku(),
                        level.free()));
            }
            sent.put(item.item().sku(), item.quantity());
            moves.add(new Levels.Move(
                    level.key(),
                    -item.quantity(),
                    0,
                    item.quantity(),
                    MoveReason.TRANSFER_OUT,
                    TYPE,
                    id,
                    "",
                    command.note()));
        }
        Stock.throwIfAny(faults);
        insert(id, command, items);
        levels.write(moves);
        sent.put("to", to.name());
        record("transfer.sent", id, from, Map.of(), sent);
        moves.forEach(move -> stock.changed(move.key()));
        return id;
    }

    /**
     * Takes in what has arrived.
     *
     * @param arrived units by variant in the order of the caller; what is not named did not arrive now
     * @param last true if nothing more will come: what is missing is lost. No location has these units, so no level changes; the
     *     move that explains them stands at the location that waited for them, whose people say so
     * @param note what is known of the loss; of no account if nothing is missing
     * @param version the version that the caller saw
     */
    @Transactional
    public void receive(UUID id, long version, Map<UUID, Long> arrived, boolean last, String note) {
        TransferView seen = transfer(id);
        LocationView to =
                locations.location(seen.toId(), Permission.STOCK_MANAGE).orElseThrow(Transfers::missing);
        lock(id, version);
        TransferView transfer = transfer(id);
        Map<UUID, TransferView.Line> lines = new LinkedHashMap<>();
        transfer.lines().forEach(line -> lines.put(line.variantId(), line));
        List<Levels.Move> moves = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        int number = 0;
        for (Map.Entry<UUID, Long> arrival : arrived.entrySet()) {
            String at = "/lines/" + number++ + "/quantity";
            UUID variantId = arrival.getKey();
            long units = arrival.getValue();
            TransferView.Line line = lines.get(variantId);
            if (line == null || units < 0 || units > line.open()) {
                Fault fault = Fault.of(
                        InventoryProblem.MORE_THAN_SENT,
                        at,
                        line == null ? variantId.toString() : line.sku(),
                        line == null ? 0 : line.open());
                throw ProblemException.of(
                        List.of(fault), fault.code(), fault.args().toArray());
            }
            if (units > 0) {
                values.put(line.sku(), units);
                moves.add(new Levels.Move(
                        new Levels.Key(variantId, to.id()),
                        units,
                        0,
                        -units,
                        MoveReason.TRANSFER_IN,
                        TYPE,
                        id,
                        "",
                        ""));
            }
        }
        long come = moves.stream().mapToLong(Levels.Move::onHand).sum();
        boolean done = last || come == transfer.open();
        List<Levels.Move> losses = done ? losses(transfer, arrived, kept(note)) : List.of();
        List<Levels.Move> all = Stream.concat(moves.stream(), losses.stream()).toList();
        levels.lock(all.stream().map(Levels.Move::key).distinct().toList());
        levels.write(all);
        moves.forEach(move -> database.core()
                .sql("""
                        update core.stock_transfer_line set received = received + :units
                        where tenant_id = :tenant and transfer_id = :id and variant_id = :variant""")
                .param("units", move.onHand())
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("variant", move.key().variantId())
                .update());
        database.core()
                .sql("""
                        update core.stock_transfer set version = version + 1, state = :state,
                          received_at = case when :done then :at::timestamptz end
                        where tenant_id = :tenant and id = :id""")
                .param("state", done ? "received" : "in_transit")
                .param("done", done)
                .param("at", Timestamp.from(clock.instant()))
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
        record("transfer.received", id, to, Map.of(), values);
        moves.forEach(move -> stock.changed(move.key()));
        if (!losses.isEmpty()) {
            Map<String, Object> lost = new LinkedHashMap<>();
            losses.forEach(move -> lost.put(
                    Objects.requireNonNull(lines.get(move.key().variantId())).sku(), -move.transit()));
            if (!note.isEmpty()) {
                lost.put("note", kept(note));
            }
            audit.record(
                    "transfer.units_lost",
                    new AuditTarget(TYPE, id, to.name(), to.details().nodeId()),
                    Map.of(),
                    lost);
            long units = -losses.stream().mapToLong(Levels.Move::transit).sum();
            events.append("transfer.units_lost", TYPE, id, Map.of("location", to.id(), "units", units));
        }
    }

    private static String kept(String note) {
        return note.length() > NOTE ? note.substring(0, NOTE) : note;
    }

    /** What was sent and has not arrived, taken off what is on its way. */
    private static List<Levels.Move> losses(TransferView transfer, Map<UUID, Long> arrived, String note) {
        List<Levels.Move> losses = new ArrayList<>();
        for (TransferView.Line line : transfer.lines()) {
            long lost = line.open() - arrived.getOrDefault(line.variantId(), 0L);
            if (lost > 0) {
                Levels.Key key = new Levels.Key(line.variantId(), transfer.toId());
                losses.add(new Levels.Move(key, 0, 0, -lost, MoveReason.TRANSFER_LOST, TYPE, transfer.id(), "", note));
            }
        }
        return losses;
    }

    private void insert(UUID id, TransferStock command, List<Stock.Item> items) {
        UUID tenant = Scope.currentTenant().value();
        database.core()
                .sql("""
                        insert into core.stock_transfer (tenant_id, id, from_id, to_id, state, note, created_by, created_at)
                        values (:tenant, :id, :from, :to, 'in_transit', :note, :by, :at)""")
                .param("tenant", tenant)
                .param("id", id)
                .param("from", command.fromId())
                .param("to", command.toId())
                .param("note", command.note())
                .param("by", Actor.currentUser())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        database.core()
                .sql("""
                        insert into core.stock_transfer_line (tenant_id, transfer_id, variant_id, quantity)
                        select ?, ?, l.* from unnest(?, ?) l""")
                .param(tenant)
                .param(id)
                .param(items.stream().map(i -> i.item().id()).toArray(UUID[]::new))
                .param(items.stream().map(Stock.Item::quantity).toArray(Long[]::new))
                .update();
    }

    private void lock(UUID id, long version) {
        long now = database.core()
                .sql("select version from core.stock_transfer where tenant_id = ? and id = ? and state = 'in_transit'"
                        + " for update")
                .param(Scope.currentTenant().value())
                .param(id)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new ProblemException(InventoryProblem.TRANSFER_DONE));
        if (now != version) {
            throw new ProblemException(InventoryProblem.CHANGED_MEANWHILE);
        }
    }

    private void record(String action, UUID id, LocationView at, Map<String, ?> before, Map<String, ?> after) {
        audit.record(action, new AuditTarget(TYPE, id, at.name(), at.details().nodeId()), before, after);
        events.append(action, TYPE, id, Map.of("location", at.id()));
    }

    private static ProblemException missing() {
        return new ProblemException(InventoryProblem.TRANSFER_NOT_FOUND);
    }

    private static String within(Reach reach) {
        return "(" + reach.condition("a.org_path") + " or " + reach.condition("b.org_path") + ")";
    }

    private static String where(Filter filter, Map<String, Object> params) {
        String where = "";
        if (!filter.q().isEmpty()) {
            where += """
                     and (position(lower(:q) in lower(a.name)) > 0 or position(lower(:q) in lower(b.name)) > 0
                      or position(lower(:q) in lower(t.note)) > 0
                      or exists (select from core.stock_transfer_line f
                        join core.variant v on v.tenant_id = f.tenant_id and v.id = f.variant_id
                        where f.tenant_id = t.tenant_id and f.transfer_id = t.id and position(lower(:q) in lower(v.sku)) > 0))""";
            params.put("q", filter.q());
        }
        if (!filter.state().isEmpty()) {
            where += " and t.state = :state";
            params.put("state", filter.state());
        }
        if (filter.locationId() != null) {
            where += " and :location in (t.from_id, t.to_id)";
            params.put("location", filter.locationId());
        }
        return where;
    }

    private List<TransferView> query(Reach reach, String tail, Map<String, ?> params) {
        return database.core()
                .sql("""
                        select t.*, a.name as from_name, b.name as to_name, b.org_path as to_path, q.sent, q.received
                        from core.stock_transfer t""" + ENDS + """
                        , lateral (select coalesce(sum(i.quantity), 0)::bigint as sent, coalesce(sum(i.received), 0)::bigint as received
                           from core.stock_transfer_line i where i.tenant_id = t.tenant_id and i.transfer_id = t.id) q
                        where t.tenant_id = :tenant and""" + " " + within(reach) + tail)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> {
                    Timestamp received = rs.getTimestamp("received_at");
                    return new TransferView(
                            rs.getObject("id", UUID.class),
                            rs.getObject("from_id", UUID.class),
                            rs.getString("from_name"),
                            rs.getObject("to_id", UUID.class),
                            rs.getString("to_name"),
                            rs.getString("state").equals("received"),
                            rs.getString("note"),
                            rs.getLong("sent"),
                            rs.getLong("received"),
                            rs.getTimestamp("created_at").toInstant(),
                            received == null ? null : received.toInstant(),
                            rs.getLong("version"),
                            Access.current().allowsAt(Permission.STOCK_MANAGE, rs.getString("to_path")),
                            null,
                            List.of());
                })
                .list();
    }
}
