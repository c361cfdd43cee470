package io.storelane.event;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log as a consumer reads it. It is read in the order of transaction ids, and only as far as no transaction is open that
 * may still write before that place; else an event that is committed late would be passed over for ever.
 */
@Component
class EventReader {

    /** A place in the log. */
    record Position(int epoch, String xid, long seq) {}

    /** An event with its place. Those of one aggregate happened in the order of {@link Position#seq()}. */
    record Entry(Event event, Position at) {}

    /** An event that is tried again. */
    record Failure(UUID id, int attempts, Entry entry) {}

    private static final int LONGEST = 5_000;

    private static final String COLUMNS =
            "e.id, e.type, e.aggregate_type, e.aggregate_id, e.payload, e.actor, e.occurred_at, e.epoch, e.xid::text, e.seq";

    /** What lies in an epoch before this one was settled when the epoch began. */
    private static final String SETTLED =
            "(e.epoch < core.event_epoch() or e.xid < pg_snapshot_xmin(pg_current_snapshot()))";

    private static final String AFTER = "(e.epoch, e.xid, e.seq) > (:epoch, :xid::xid8, :seq)";

    /** Waits and has nobody of its aggregate before it. */
    private static final String HEAD = """
            f.tenant_id = :tenant and f.consumer = :consumer and f.state = 'waiting' and not exists (
              select from core.event_failure g where g.tenant_id = f.tenant_id and g.consumer = f.consumer
                and g.aggregate_id = f.aggregate_id and g.state = 'waiting' and (g.epoch, g.seq) < (f.epoch, f.seq))""";

    private final Database database;
    private final JsonMapper json;
    private final Clock clock;

    EventReader(Database database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.clock = clock;
    }

    /** Tenants whose log one of the consumers has never read. */
    List<TenantId> unread(Collection<String> consumers) {
        return database.infra()
                .sql("select tenant_id from infra.tenants_unread(?)")
                .param(Rows.array("text", List.copyOf(consumers), c -> c))
                .query((rs, _) -> new TenantId(rs.getObject(1, UUID.class)))
                .list();
    }

    /** The consumer's place, held until the transaction ends; empty if somebody else holds it. */
    Optional<Position> lock(String consumer) {
        return Optional.ofNullable(lock(List.of(consumer)).get(consumer));
    }

    /** The consumers' places, held until the transaction ends; those that somebody else holds are missing. */
    Map<String, Position> lock(List<String> consumers) {
        Map<String, Position> places = locked(consumers);
        if (places.size() < consumers.size()) {
            database.core()
                    .sql("insert into core.event_cursor (tenant_id, consumer) select ?, c from unnest(?::text[]) c"
                            + " on conflict do nothing")
                    .param(Scope.currentTenant().value())
                    .param(Rows.array("text", consumers, c -> c))
                    .update();
            places = locked(consumers);
        }
        return places;
    }

    private Map<String, Position> locked(List<String> consumers) {
        Map<String, Position> places = new HashMap<>();
        database.core()
                .sql("""
                        select c.epoch, c.xid::text, c.seq, c.consumer from core.event_cursor c
                        where c.tenant_id = ? and c.consumer = any (?) order by c.consumer for update skip locked""")
                .param(Scope.currentTenant().value())
                .param(Rows.array("text", consumers, c -> c))
                .query(rs -> {
                    places.put(rs.getString("consumer"), position(rs));
                });
        return places;
    }

    /** Those consumers of whom an event waits to be tried again. */
    Set<String> failing() {
        return new HashSet<>(
                sql("select distinct f.consumer from core.event_failure f where f.tenant_id = :tenant and f.state = 'waiting'")
                        .query(String.class)
                        .list());
    }

    /** The events that follow, in the order of the log; more than the limit if one of them happened after one beyond it. */
    List<Entry> after(Position start, int limit) {
        List<Entry> batch = read(start, null, limit);
        if (batch.size() < limit) {
            return batch;
        }
        Optional<Position> overtaken = overtaken(batch);
        while (overtaken.isPresent() && batch.size() < LONGEST) {
            batch = read(start, overtaken.get(), LONGEST);
            overtaken = overtaken(batch);
        }
        return batch;
    }

    private List<Entry> read(Position start, @Nullable Position last, int limit) {
        String until = last == null ? "" : " and (e.epoch, e.xid, e.seq) <= (:lastEpoch, :lastXid::xid8, :lastSeq)";
        StatementSpec statement = at(
                sql("select " + COLUMNS + " from core.event e where e.tenant_id = :tenant and " + AFTER + " and "
                        + SETTLED + until + " order by e.epoch, e.xid, e.seq limit :limit"),
                start);
        if (last != null) {
            statement = statement
                    .param("lastEpoch", last.epoch())
                    .param("lastXid", last.xid())
                    .param("lastSeq", last.seq());
        }
        return statement.param("limit", limit).query((rs, _) -> entry(rs)).list();
    }

    /** The last place beyond the batch of an event that happened before one of the batch, to the same aggregate. */
    private Optional<Position> overtaken(List<Entry> batch) {
        Map<UUID, Long> latest =
                batch.stream().collect(Collectors.toMap(e -> e.event().aggregateId(), e -> e.at().seq(), Math::max));
        List<UUID> aggregates = new ArrayList<>(latest.keySet());
        Position last = batch.getLast().at();
        // positional: arrays have no name in this client
        return database.core()
                .sql("""
                        select e.epoch, e.xid::text, e.seq from unnest(?::uuid[], ?::bigint[]) b (aggregate_id, seq)
                        cross join lateral (select o.epoch, o.xid, o.seq from core.event o
                          where o.tenant_id = ? and o.aggregate_id = b.aggregate_id and o.seq < b.seq and o.epoch = ?
                          order by o.seq desc limit 50) e
                        where (e.epoch, e.xid, e.seq) > (?, ?::xid8, ?) and %s
                        order by e.epoch desc, e.xid desc, e.seq desc limit 1""".formatted(SETTLED))
                .param(Rows.array("uuid", aggregates, a -> a))
                .param(Rows.array("bigint", aggregates, latest::get))
                .param(Scope.currentTenant().value())
                .param(last.epoch())
                .param(last.epoch())
                .param(last.xid())
                .param(last.seq())
                .query((rs, _) -> position(rs))
                .optional();
    }

    /** True if events follow that may not be read yet. */
    boolean behind(Position start) {
        return at(sql("select exists (select from core.event e where e.tenant_id = :tenant and " + AFTER + ")"), start)
                .query(Boolean.class)
                .single();
    }

    void move(Collection<String> consumers, Position to) {
        at(
                        sql("update core.event_cursor set epoch = :epoch, xid = :xid::xid8, seq = :seq, moved_at = :now"
                                + " where tenant_id = :tenant and consumer in (:consumers)"),
                        to)
                .param("now", now())
                .param("consumers", consumers)
                .update();
    }

    /** Those aggregates of which an event waits to be tried again. */
    Set<UUID> blocked(String consumer, Collection<UUID> aggregates) {
        if (aggregates.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(sql("""
                        select distinct f.aggregate_id from core.event_failure f
                        where f.tenant_id = :tenant and f.consumer = :consumer and f.state = 'waiting'
                          and f.aggregate_id in (:aggregates)""")
                .param("consumer", consumer)
                .param("aggregates", aggregates)
                .query(UUID.class)
                .list());
    }

    /** Puts these events aside, to be taken one by one. */
    void putAside(String consumer, List<Entry> entries) {
        Timestamp now = now();
        Rows.<Entry>of("event_failure")
                .with("id", "uuid", _ -> Ids.next())
                .with("consumer", "text", _ -> consumer)
                .with("event_id", "uuid", e -> e.event().id())
                .with("aggregate_id", "uuid", e -> e.event().aggregateId())
                .with("epoch", "integer", e -> e.at().epoch())
                .with("seq", "bigint", e -> e.at().seq())
                .with("type", "text", e -> e.event().type())
                .with("state", "text", _ -> "waiting")
                .with("next_at", "timestamptz", _ -> now)
                .with("since", "timestamptz", _ -> now)
                .insert(database, entries);
    }

    /** The next event to be tried again. */
    Optional<Failure> due(String consumer) {
        return sql("select f.id as failure_id, f.attempts, " + COLUMNS + " from core.event_failure f"
                        + " join core.event e on e.tenant_id = f.tenant_id and e.id = f.event_id where " + HEAD
                        + " and f.next_at <= :now order by f.epoch, f.seq limit 1")
                .param("consumer", consumer)
                .param("now", now())
                .query((rs, _) -> new Failure(rs.getObject("failure_id", UUID.class), rs.getInt("attempts"), entry(rs)))
                .optional();
    }

    /** When the next event is to be tried again. */
    Optional<Instant> nextDue(String consumer) {
        return sql("select f.next_at from core.event_failure f where " + HEAD + " order by f.next_at limit 1")
                .param("consumer", consumer)
                .query((rs, _) -> rs.getTimestamp(1).toInstant())
                .optional();
    }

    void taken(Failure failure) {
        sql("delete from core.event_failure where tenant_id = :tenant and id = :id")
                .param("id", failure.id())
                .update();
    }

    /** @return false if another turn has counted this try already */
    boolean failed(Failure failure, boolean giveUp, Instant next, String error) {
        return sql("""
                        update core.event_failure set attempts = attempts + 1, state = :state, next_at = :next, error = :error
                        where tenant_id = :tenant and id = :id and attempts = :attempts and state = 'waiting'""")
                        .param("attempts", failure.attempts())
                        .param("state", giveUp ? "dead" : "waiting")
                        .param("next", Timestamp.from(next))
                        .param("error", error)
                        .param("id", failure.id())
                        .update()
                > 0;
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private static StatementSpec at(StatementSpec statement, Position place) {
        return statement.param("epoch", place.epoch()).param("xid", place.xid()).param("seq", place.seq());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Position position(ResultSet rs) throws SQLException {
        return new Position(rs.getInt("epoch"), rs.getString("xid"), rs.getLong("seq"));
    }

    @SuppressWarnings("unchecked")
    private Entry entry(ResultSet rs) throws SQLException {
        Event event = new Event(
                rs.getObject("id", UUID.class),
                rs.getString("type"),
                rs.getString("aggregate_type"),
                rs.getObject("aggregate_id", UUID.class),
                json.readValue(rs.getString("payload"), LinkedHashMap.class),
                rs.getObject("actor", UUID.class),
                rs.getTimestamp("occurred_at").toInstant());
        return new Entry(event, position(rs));
    }
}
