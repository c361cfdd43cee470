package io.storelane.webhook;

import io.storelane.event.Event;
import io.storelane.secret.Secrets;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The queue of deliveries. Those that were added are new. Whoever sends puts them into the line of their receiver and object: of a
 * line the first is waiting and the others are queued; whoever settles the first promotes the next. Lines are changed by one at a
 * time, who holds the receivers for the moment; to add is to change none, so it waits for nobody.
 */
@Component
class DeliveryRows {

    static final String PURPOSE = "webhook";

    /** Of an answer, what is kept. */
    private static final int ANSWER = 4_000;

    private final Database database;
    private final Secrets secrets;
    private final JsonMapper json;

    DeliveryRows(Database database, Secrets secrets, JsonMapper json) {
        this.database = database;
        this.secrets = secrets;
        this.json = json;
    }

    /** What decides the order: deliveries of one object to one receiver. */
    record Line(UUID webhookId, UUID objectId) {}

    /** An event for a receiver. */
    record Addition(UUID webhookId, Event event) {}

    /** A receiver that takes events of these types; empty = all. */
    record Target(UUID id, Set<String> types, Instant since) {

        boolean takes(Event event) {
            return (types.isEmpty() || types.contains(event.type()))
                    && !event.occurredAt().isBefore(since);
        }
    }

    /** How a delivery goes on. */
    record Verdict(
            Outcome outcome,
            String state,
            Instant nextAt,
            String fault,
            @Nullable Integer status) {

        boolean over() {
            return !state.equals("waiting");
        }
    }

    List<Target> targets() {
        return sql("select id, types, since from core.webhook where tenant_id = :tenant and state = 'on'")
                .query((rs, _) -> new Target(
                        rs.getObject("id", UUID.class),
                        Set.copyOf(types(rs.getString("types"))),
                        rs.getTimestamp("since").toInstant()))
                .list();
    }

    static List<String> types(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /**
     * Lets the database look for the best way each time in this transaction. A tenant may have ten deliveries or millions: a way
     * kept from one that had ten reads all of the other's.
     */
    void planAnew() {
        database.core().sql("set local plan_cache_mode = force_custom_plan").update();
    }

    /** Holds the lines of these receivers until the transaction ends. */
    void hold(Collection<UUID> webhooks) {
        if (webhooks.isEmpty()) {
            return;
        }
        database.core()
                .sql("""
                        select count(pg_advisory_xact_lock(l.key)) from (
                          select hashtextextended(w::text, 0) as key from unnest(?::uuid[]) w order by 1) l""")
                .param(Rows.array("uuid", List.copyOf(new HashSet<>(webhooks)), id -> id))
                .query(Long.class)
                .single();
    }

    /** Adds deliveries; events that are there already stay as they are. */
    void add(List<Addition> additions, Instant now) {
        Rows.<Addition>of("webhook_delivery")
                .with("id", "uuid", _ -> Ids.next())
                .with("webhook_id", "uuid", Addition::webhookId)
                .with("event_id", "uuid", a -> a.event().id())
                .with("type", "text", a -> a.event().type())
                .with("object_type", "text", a -> a.event().aggregateType())
                .with("object_id", "uuid", a -> a.event().aggregateId())
                .with(
                        "happened_at",
                        "timestamptz",
                        a -> Timestamp.from(a.event().occurredAt()))
                .with("state", "text", _ -> "new")
                .with("next_at", "timestamptz", _ -> Timestamp.from(now))
                .with("created_at", "timestamptz", _ -> Timestamp.from(now))
                .insertNew(database, additions, UUID.class, "webhook_id", UUID.class);
    }

    /** Lets the first of each line wait, where none does. The lines are held. */
    void promote(Collection<Line> lines, Instant now) {
        List<Line> distinct = List.copyOf(new LinkedHashSet<>(lines));
        if (distinct.isEmpty()) {
            return;
        }
        UUID tenant = Scope.currentTenant().value();
        database.core()
                .sql("""
                        update core.webhook_delivery d set state = 'waiting', next_at = ?
                        from (select f.id from unnest(?::uuid[], ?::uuid[]) l (webhook_id, object_id)
                          cross join lateral (select o.id from core.webhook_delivery o
                            where o.tenant_id = ? and o.webhook_id = l.webhook_id and o.object_id = l.object_id
                              and o.state = 'queued' order by o.place limit 1) f
                          where not exists (select from core.webhook_delivery h
                            where h.tenant_id = ? and h.webhook_id = l.webhook_id and h.object_id = l.object_id
                              and h.state = 'waiting')) n
                        where d.tenant_id = ? and d.id = n.id and d.state = 'queued'""")
                .param(Timestamp.from(now))
                .param(Rows.array("uuid", distinct, Line::webhookId))
                .param(Rows.array("uuid", distinct, Line::objectId))
                .param(tenant)
                .param(tenant)
                .param(tenant)
                .update();
    }

    /** Receivers that are on, with their secrets. */
    List<Receiver> receivers(Instant now) {
        return receivers("state = 'on'", Map.of(), now);
    }

    /** A receiver, whether it is on or not. */
    Optional<Receiver> receiver(UUID id, Instant now) {
        return receivers("state <> 'removed' and id = :id", Map.of("id", id), now).stream()
                .findFirst();
    }

    private List<Receiver> receivers(String condition, Map<String, ?> params, Instant now) {
        record Row(Receiver receiver, List<UUID> secrets) {}
        List<Row> rows = sql("""
                        select id, name, url, failing_since, succeeded_at, secret_id,
                          case when previous_until > :now then previous_secret_id end as previous
                        from core.webhook where tenant_id = :tenant and %s""".formatted(condition))
                .param("now", Timestamp.from(now))
                .params(params)
                .query((rs, _) -> new Row(
                        new Receiver(
                                rs.getObject("id", UUID.class),
                                rs.getString("name"),
                                URI.create(rs.getString("url")),
                                List.of(),
                                instant(rs, "failing_since"),
                                instant(rs, "succeeded_at")),
                        Stream.of(rs.getObject("secret_id", UUID.class), rs.getObject("previous", UUID.class))
                                .filter(id -> id != null)
                                .toList()))
                .list();
        Map<UUID, byte[]> open = secrets.read(
                PURPOSE, rows.stream().flatMap(r -> r.secrets().stream()).toList());
        return rows.stream()
                .map(r -> new Receiver(
                        r.receiver().id(),
                        r.receiver().name(),
                        r.receiver().url(),
                        r.secrets().stream()
                                .map(open::get)
                                .filter(java.util.Objects::nonNull)
                                .toList(),
                        r.receiver().failingSince(),
                        r.receiver().succeededAt()))
                .toList();
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /**
     * Takes deliveries that are due. Until the time of the lease nobody else does; if this server ends before, somebody does then.
     * The lines are held.
     *
     * @param room how many of each receiver
     */
    List<Sending> claim(Map<UUID, Integer> room, Instant now, Instant lease) {
        List<UUID> webhooks = List.copyOf(room.keySet());
        if (webhooks.isEmpty()) {
            return List.of();
        }
        UUID tenant = Scope.currentTenant().value();
        return database.core()
                .sql("""
                        with n as materialized (select c.id, e.actor, e.payload from unnest(?::uuid[], ?::integer[]) w (webhook_id, room)
                          cross join lateral (select x.id, x.event_id from core.webhook_delivery x
                            where x.tenant_id = ? and x.webhook_id = w.webhook_id and x.state = 'waiting' and x.next_at <= ?
                            order by x.next_at limit w.room for update skip locked) c
                          left join core.event e on e.tenant_id = ? and e.id = c.event_id)
                        update core.webhook_delivery d set attempts = d.attempts + 1, next_at = ? from n
                        where d.tenant_id = ? and d.id = n.id and d.state = 'waiting'
                        returning d.id, d.webhook_id, d.object_id, d.attempts, d.event_id, d.type, d.happened_at, d.object_type,
                          n.actor, n.payload""")
                .param(Rows.array("uuid", webhooks, id -> id))
                .param(Rows.array("integer", webhooks, room::get))
                .param(tenant)
                .param(Timestamp.from(now))
                .param(tenant)
                .param(Timestamp.from(lease))
                .param(tenant)
                .query((rs, _) -> sending(rs))
                .list();
    }

    private Sending sending(ResultSet rs) throws SQLException {
        return new Sending(
                rs.getObject("id", UUID.class),
                rs.getObject("webhook_id", UUID.class),
                rs.getObject("object_id", UUID.class),
                rs.getInt("attempts"),
                message(rs));
    }

    /** A delivery that was new. @param sending null if others of its object are before it */
    record Placed(UUID webhookId, @Nullable Sending sending) {}

    /**
     * Puts new deliveries into their lines, the oldest first, and takes those that are the first of theirs, as {@link #claim} does.
     * The lines are held.
     *
     * @param room how many of each receiver
     */
    List<Placed> place(Map<UUID, Integer> room, Instant now, Instant lease) {
        List<UUID> webhooks = List.copyOf(room.keySet());
        if (webhooks.isEmpty()) {
            return List.of();
        }
        UUID tenant = Scope.currentTenant().value();
        return database.core()
                .sql("""
                        update core.webhook_delivery d set state = case when n.leads then 'waiting' else 'queued' end,
                          attempts = case when n.leads then 1 else 0 end, next_at = case when n.leads then ?::timestamptz else ? end
                        from (select c.id, e.actor, e.payload,
                            c.nth = 1 and not exists (select from core.webhook_delivery h where h.tenant_id = ?
                              and h.webhook_id = c.webhook_id and h.object_id = c.object_id and h.state = 'waiting') as leads
                          from (select x.*, row_number() over (partition by x.webhook_id, x.object_id order by x.place) as nth
                            from unnest(?::uuid[], ?::integer[]) w (webhook_id, room)
                            cross join lateral (select y.id, y.webhook_id, y.object_id, y.event_id, y.place
                              from core.webhook_delivery y where y.tenant_id = ? and y.webhook_id = w.webhook_id and y.state = 'new'
                              order by y.place limit w.room) x) c
                          left join core.event e on e.tenant_id = ? and e.id = c.event_id) n
                        where d.tenant_id = ? and d.id = n.id
                        returning n.leads, d.id, d.webhook_id, d.object_id, d.attempts, d.event_id, d.type, d.happened_at,
                          d.object_type, n.actor, n.payload""")
                .param(Timestamp.from(lease))
                .param(Timestamp.from(now))
                .param(tenant)
                .param(Rows.array("uuid", webhooks, id -> id))
                .param(Rows.array("integer", webhooks, room::get))
                .param(tenant)
                .param(tenant)
                .param(tenant)
                .query((rs, _) ->
                        new Placed(rs.getObject("webhook_id", UUID.class), rs.getBoolean("leads") ? sending(rs) : null))
                .list();
    }

    /** The message of a row of deliveries, with {@code actor} and {@code payload} of its event. */
    Message message(ResultSet rs) throws SQLException {
        return Message.of(
                json,
                rs.getObject("event_id", UUID.class),
                rs.getString("type"),
                rs.getTimestamp("happened_at").toInstant(),
                rs.getString("object_type"),
                rs.getObject("object_id", UUID.class),
                rs.getObject("actor", UUID.class),
                rs.getString("payload"));
    }

    /** When the next delivery of one of these receivers is due. */
    Optional<Instant> nextDue(Collection<UUID> webhooks) {
        if (webhooks.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(database.core()
                .sql("""
                        select min(n.at) as at from unnest(?::uuid[]) w (id) cross join lateral (
                          select min(x.next_at) as at from core.webhook_delivery x
                          where x.tenant_id = ? and x.webhook_id = w.id and x.state = 'waiting') n""")
                .param(Rows.array("uuid", List.copyOf(webhooks), id -> id))
                .param(Scope.currentTenant().value())
                .query((rs, _) -> Optional.ofNullable(instant(rs, "at")))
                .single()
                .orElse(null));
    }

    /** Writes what came of these; of those that somebody else has dealt with meanwhile, nothing. The lines are held. @return what was written */
    List<Verdict> settle(List<Verdict> verdicts, Instant now) {
        if (verdicts.isEmpty()) {
            return List.of();
        }
        UUID tenant = Scope.currentTenant().value();
        Set<UUID> ours = new HashSet<>(database.core()
                .sql("""
                        update core.webhook_delivery d set state = r.state, next_at = r.next_at, status = r.status, fault = r.fault,
                          settled_at = case when r.state <> 'waiting' then ?::timestamptz end
                        from unnest(?::uuid[], ?::integer[], ?::text[], ?::timestamptz[], ?::integer[], ?::text[])
                          r (id, attempts, state, next_at, status, fault)
                        where d.tenant_id = ? and d.id = r.id and d.state = 'waiting' and d.attempts = r.attempts
                        returning d.id""")
                .param(Timestamp.from(now))
                .param(Rows.array("uuid", verdicts, v -> v.outcome().sending().id()))
                .param(Rows.array(
                        "integer", verdicts, v -> v.outcome().sending().attempts()))
                .param(Rows.array("text", verdicts, Verdict::state))
                .param(Rows.array("timestamptz", verdicts, v -> Timestamp.from(v.nextAt())))
                .param(Rows.array("integer", verdicts, Verdict::status))
                .param(Rows.array("text", verdicts, Verdict::fault))
                .param(tenant)
                .query(UUID.class)
                .list());
        List<Verdict> written = verdicts.stream()
                .filter(v -> ours.contains(v.outcome().sending().id()))
                .toList();
        attempts(written);
        promote(
                written.stream()
                        .filter(Verdict::over)
                        .map(v -> new Line(
                                v.outcome().sending().webhookId(),
                                v.outcome().sending().objectId()))
                        .toList(),
                now);
        return written;
    }

    void attempts(List<Verdict> verdicts) {
        Rows.<Verdict>of("webhook_attempt")
                .with("delivery_id", "uuid", v -> v.outcome().sending().id())
                .with("id", "uuid", _ -> Ids.next())
                .with("at", "timestamptz", v -> Timestamp.from(v.outcome().at()))
                .with("millis", "bigint", v -> v.outcome().millis())
                .with("status", "integer", Verdict::status)
                .with("fault", "text", Verdict::fault)
                .with("answer", "text", v -> beginning(v.outcome()))
                .insert(database, new ArrayList<>(verdicts));
    }

    private static String beginning(Outcome outcome) {
        if (!(outcome.result() instanceof io.storelane.http.HttpResult.Answered answered)) {
            return "";
        }
        String text = answered.body().replace("\0", "");
        if (text.length() <= ANSWER) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(ANSWER - 1)) ? ANSWER - 1 : ANSWER;
        return text.substring(0, end);
    }

    /** The receiver took something. */
    void succeeded(Collection<UUID> webhooks, Instant now) {
        if (!webhooks.isEmpty()) {
            sql("""
                            update core.webhook set failing_since = null, succeeded_at = :now
                            where tenant_id = :tenant and id in (:ids)""").param("now", Timestamp.from(now)).param("ids", webhooks).update();
        }
    }

    /** The receiver took nothing. */
    void failed(Collection<UUID> webhooks, Instant now) {
        if (!webhooks.isEmpty()) {
            sql("""
                            update core.webhook set failing_since = :now
                            where tenant_id = :tenant and id in (:ids) and failing_since is null""").param("now", Timestamp.from(now)).param("ids", webhooks).update();
        }
    }

    /**
     * Removes some of what is over since before this time, or of receivers that were removed, and these when nothing of theirs is left.
     *
     * @return how many deliveries; as many as the limit if there may be more
     */
    int forget(Instant before, int limit) {
        int gone = sql("""
                        delete from core.webhook_delivery where tenant_id = :tenant and id in (
                          (select d.id from core.webhook_delivery d where d.tenant_id = :tenant and d.created_at < :before
                              and d.state in ('delivered','dead','discarded') order by d.created_at limit :limit)
                          union (select d.id from core.webhook w
                            join core.webhook_delivery d on d.tenant_id = w.tenant_id and d.webhook_id = w.id
                            where w.tenant_id = :tenant and w.state = 'removed' limit :limit)
                          limit :limit)""")
                .param("before", Timestamp.from(before))
                .param("limit", limit)
                .update();
        if (gone < limit) {
            sql("""
                            delete from core.webhook w where w.tenant_id = :tenant and w.state = 'removed'
                              and not exists (select from core.webhook_delivery d where d.tenant_id = w.tenant_id and d.webhook_id = w.id)""").update();
        }
        return gone;
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }
}
