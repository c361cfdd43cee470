package io.storelane.webhook;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was sent to the receivers, what came back, and sending it again. */
@Service
public class Deliveries {

    /** A list is counted as far as this. */
    public static final int COUNTED = 10_000;

    /** Events that are sent again at once at most. */
    public static final int MOST_REPLAYED = 10_000;

    private static final List<String> STATES = List.of("open", "delivered", "dead", "discarded");

    /** The clock that numbers events and the one that dates them may differ by so much. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    private static final Keyset<DeliveryView> NEWEST =
            Keyset.byTime("d.created_at", "d.id", true, DeliveryView::createdAt, DeliveryView::id);

    private static final String FROM = """
            from core.webhook_delivery d join core.webhook w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
            where d.tenant_id = :tenant and w.state <> 'removed'""";

    private static final String SELECT = "select d.*, w.name as webhook " + FROM;

    private final Database database;
    private final DeliveryRows rows;
    private final ReadyMarks marks;
    private final AuditLog audit;
    private final Clock clock;

    Deliveries(Database database, DeliveryRows rows, ReadyMarks marks, AuditLog audit, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.marks = marks;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Which deliveries to show.
     *
     * @param q part of the type, or the id of an object, an event or a delivery
     * @param webhook of this receiver; null = of all
     * @param state {@code open}, {@code delivered}, {@code dead} or {@code discarded}; empty = all
     * @param from when it was put into the queue, or later; null = from the beginning
     * @param until before this; null = to the end
     */
    public record Filter(
            String q,
            @Nullable UUID webhook,
            String state,
            @Nullable Instant from,
            @Nullable Instant until) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            state = STATES.contains(state) ? state : "";
        }

        public boolean isEmpty() {
            return q.isEmpty() && webhook == null && state.isEmpty() && from == null && until == null;
        }
    }

    /** A page of the deliveries, the newest first. */
    @Transactional(readOnly = true)
    public Slice<DeliveryView> find(Filter filter, String cursor, int size) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return NEWEST.page(
                cursor,
                size,
                (tail, values) -> sql(SELECT + where + tail)
                        .params(params)
                        .params(values)
                        .query((rs, _) -> view(rs))
                        .list());
    }

    /** How many {@link #find} has in all; {@link #COUNTED} and one more where there are more. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        Map<String, Object> params = new HashMap<>();
        return sql("select count(*) from (select " + FROM + where(filter, params) + " limit " + (COUNTED + 1) + ") c")
                .params(params)
                .query(Long.class)
                .single();
    }

    private static String where(Filter filter, Map<String, Object> params) {
        StringBuilder where = new StringBuilder();
        if (!filter.q().isEmpty()) {
            UUID id = id(filter.q());
            if (id == null) {
                where.append(" and position(:q in d.type) > 0");
                params.put("q", filter.q().toLowerCase(Locale.ROOT));
            } else {
                where.append(" and (d.object_id = :q or d.event_id = :q or d.id = :q)");
                params.put("q", id);
            }
        }
        if (filter.webhook() != null) {
            where.append(" and d.webhook_id = :webhook");
            params.put("webhook", filter.webhook());
        }
        switch (filter.state()) {
            case "" -> {}
            // each has an index of its own
            case "open" -> where.append(" and (d.state = 'new' or d.state = 'queued' or d.state = 'waiting')");
            default -> where.append(" and d.state = '").append(filter.state()).append('\'');
        }
        if (filter.from() != null) {
            where.append(" and d.created_at >= :from");
            params.put("from", Timestamp.from(filter.from()));
        }
        if (filter.until() != null) {
            where.append(" and d.created_at < :until");
            params.put("until", Timestamp.from(filter.until()));
        }
        return where.toString();
    }

    private static @Nullable UUID id(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** @throws ProblemException 404 if there is none */
    @Transactional(readOnly = true)
    public DeliveryView delivery(UUID id) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        return some(List.of(id)).getFirst();
    }

    /** The document that is sent, JSON. */
    @Transactional(readOnly = true)
    public String payload(UUID id) {
        delivery(id);
        return sql("""
                        select d.event_id, d.type, d.happened_at, d.object_type, d.object_id, e.actor, e.payload
                        from core.webhook_delivery d
                        left join core.event e on e.tenant_id = d.tenant_id and e.id = d.event_id
                        where d.tenant_id = :tenant and d.id = :id""")
                .param("id", id)
                .query((rs, _) -> rows.message(rs).body())
                .single();
    }

    /** The tries, the last first, 50 at most. */
    @Transactional(readOnly = true)
    public List<AttemptView> attempts(UUID id) {
        delivery(id);
        return sql("""
                        select * from core.webhook_attempt where tenant_id = :tenant and delivery_id = :id
                        order by id desc limit 50""")
                .param("id", id)
                .query((rs, _) -> new AttemptView(
                        rs.getObject("id", UUID.class),
                        rs.getTimestamp("at").toInstant(),
                        rs.getLong("millis"),
                        rs.getObject("status", Integer.class),
                        rs.getString("fault"),
                        rs.getString("answer")))
                .list();
    }

    /**
     * Sends deliveries again, with the same ids: those that are over anew, those that wait for another try now.
     *
     * @throws ProblemException 404 if one is not there, 409 if a receiver is off
     */
    @Transactional
    public void retry(Collection<UUID> ids) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        List<DeliveryView> wanted = hold(ids);
        requireOn(wanted.stream().map(DeliveryView::webhookId).collect(Collectors.toSet()));
        if (wanted.size() == 1 && wanted.getFirst().state().equals("queued")) {
            throw new ProblemException(WebhookProblem.UNDER_WAY);
        }
        Timestamp now = Timestamp.from(clock.instant());
        sql("""
                        update core.webhook_delivery set state = 'queued', attempts = 0, next_at = :now, settled_at = null, status = null,
                          fault = ''
                        where tenant_id = :tenant and id in (:ids) and state in ('delivered','dead','discarded')""").param("now", now).param("ids", ids).update();
        // what is under way just now is left alone
        sql("""
                        update core.webhook_delivery set next_at = :now
                        where tenant_id = :tenant and id in (:ids) and state = 'waiting' and next_at > :lease""")
                .param("now", now)
                .param("lease", Timestamp.from(clock.instant().plus(Courier.LEASE)))
                .param("ids", ids)
                .update();
        promote(wanted);
        wanted.forEach(d -> audit.record("webhook.retried", target(d), Map.of(), Map.of("type", d.type())));
        marks.markAfterCommit(Courier.QUEUE);
    }

    /**
     * Takes deliveries that did not arrive from the list of what has to be seen to; they are sent no more.
     *
     * @throws ProblemException 404 if one is not there, 409 if one has arrived
     */
    @Transactional
    public void discard(Collection<UUID> ids) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        List<DeliveryView> wanted = hold(ids);
        if (wanted.stream().anyMatch(d -> d.state().equals("delivered"))) {
            throw new ProblemException(WebhookProblem.NOT_OPEN);
        }
        sql("""
                        update core.webhook_delivery set state = 'discarded', settled_at = :now
                        where tenant_id = :tenant and id in (:ids) and state in ('new','queued','waiting','dead')""").param("now", Timestamp.from(clock.instant())).param("ids", ids).update();
        promote(wanted);
        wanted.forEach(d -> audit.record("webhook.discarded", target(d), Map.of(), Map.of("type", d.type())));
        marks.markAfterCommit(Courier.QUEUE);
    }

    /**
     * Sends what happened in a time again, in its order: also what was never sent, since the receiver was off or not there yet.
     *
     * @param onlyDead only what was given up or discarded
     * @return how many
     * @throws ProblemException 409 if the receiver is off, 422 if the range is none or holds more than {@link #MOST_REPLAYED}
     */
    @Transactional
    public int replay(UUID webhook, Instant from, Instant until, boolean onlyDead) {
        Access.current().require(Permission.WEBHOOKS_MANAGE);
        DeliveryRows.Target target = requireOn(Set.of(webhook)).getFirst();
        if (!from.isBefore(until)) {
            throw new ProblemException(WebhookProblem.RANGE);
        }
        rows.hold(List.of(webhook));
        Instant now = clock.instant();
        Map<String, Object> params = new HashMap<>();
        params.put("webhook", webhook);
        params.put("from", Timestamp.from(from));
        params.put("until", Timestamp.from(until));
        params.put("first", firstId(from.minus(CLOCKS)));
        params.put("last", firstId(until.plus(CLOCKS)));
        params.put("now", Timestamp.from(now));
        params.put("types", target.types().isEmpty() ? Set.of("") : target.types());
        params.put("all", target.types().isEmpty());
        params.put("limit", MOST_REPLAYED + 1);
        if (!onlyDead) {
            // in the order in which whoever reads the log adds them: two who add the same wait for each other one way
            // only
            long number = sql("""
                            select count(*) from (select from core.event e where e.tenant_id = :tenant and e.id >= :first
                              and e.id < :last and e.occurred_at >= :from and e.occurred_at < :until
                              and (:all or e.type in (:types)) limit :limit) c""").params(params).query(Long.class).single();
            if (number > MOST_REPLAYED) {
                throw new ProblemException(WebhookProblem.RANGE_TOO_LARGE, MOST_REPLAYED);
            }
            sql("""
                            insert into core.webhook_delivery (tenant_id, id, webhook_id, event_id, type, object_type, object_id,
                              happened_at, state, next_at, created_at)
                            select e.tenant_id, uuidv7(), :webhook, e.id, e.type, e.aggregate_type, e.aggregate_id, e.occurred_at,
                              'queued', :now, :now
                            from core.event e where e.tenant_id = :tenant and e.id >= :first and e.id < :last
                              and e.occurred_at >= :from and e.occurred_at < :until and (:all or e.type in (:types))
                            order by e.epoch, e.seq
                            on conflict do nothing""").params(params).update();
        }
        // all of them in the order of the log, behind what is on its way already
        List<UUID> objects = sql("""
                        update core.webhook_delivery d set place = n.place, state = 'queued', attempts = 0, next_at = :now,
                          settled_at = null, status = null, fault = ''
                        from (select o.id, nextval('core.webhook_place') as place from (
                          select x.id from core.webhook_delivery x
                          join core.event e on e.tenant_id = x.tenant_id and e.id = x.event_id
                          where x.tenant_id = :tenant and x.webhook_id = :webhook and x.event_id >= :first and x.event_id < :last
                            and x.happened_at >= :from and x.happened_at < :until and x.state in (:states)
                          order by e.epoch, e.seq limit :limit) o) n
                        where d.tenant_id = :tenant and d.id = n.id
                        returning d.object_id""")
                .params(params)
                .param(
                        "states",
                        onlyDead
                                ? List.of("dead", "discarded")
                                : List.of("delivered", "dead", "discarded", "new", "queued"))
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
        if (objects.size() > MOST_REPLAYED) {
            throw new ProblemException(WebhookProblem.RANGE_TOO_LARGE, MOST_REPLAYED);
        }
        rows.promote(
                objects.stream().map(o -> new DeliveryRows.Line(webhook, o)).collect(Collectors.toSet()), now);
        String name = sql("select name from core.webhook where tenant_id = :tenant and id = :id")
                .param("id", webhook)
                .query(String.class)
                .single();
        audit.record(
                "webhook.replayed",
                new AuditTarget("webhook", webhook, name, null),
                Map.of(),
                Map.of("begin", from.toString(), "until", until.toString(), "entries", objects.size()));
        marks.markAfterCommit(Courier.QUEUE);
        return objects.size();
    }

    /** The least id that an event of this time can have: ids begin with the time in milliseconds (UUID version 7). */
    private static UUID firstId(Instant time) {
        return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    /** Deliveries whose queues are held until the transaction ends, as they are then. */
    private List<DeliveryView> hold(Collection<UUID> ids) {
        rows.hold(some(ids).stream().map(DeliveryView::webhookId).toList());
        return some(ids);
    }

    private List<DeliveryView> some(Collection<UUID> ids) {
        List<DeliveryView> found = ids.isEmpty()
                ? List.of()
                : sql(SELECT + " and d.id in (:ids)")
                        .param("ids", ids)
                        .query((rs, _) -> view(rs))
                        .list();
        if (found.size() < new HashSet<>(ids).size() || found.isEmpty()) {
            throw new ProblemException(WebhookProblem.DELIVERY_NOT_FOUND);
        }
        return found;
    }

    private List<DeliveryRows.Target> requireOn(Set<UUID> webhooks) {
        List<DeliveryRows.Target> on =
                rows.targets().stream().filter(t -> webhooks.contains(t.id())).toList();
        if (on.size() < webhooks.size()) {
            boolean all =
                    sql("select count(*) from core.webhook where tenant_id = :tenant and id in (:ids) and state <> 'removed'")
                                    .param("ids", webhooks)
                                    .query(Long.class)
                                    .single()
                            == webhooks.size();
            throw new ProblemException(all ? WebhookProblem.OFF : WebhookProblem.NOT_FOUND);
        }
        return on;
    }

    private void promote(List<DeliveryView> deliveries) {
        rows.promote(
                deliveries.stream()
                        .map(d -> new DeliveryRows.Line(d.webhookId(), d.objectId()))
                        .toList(),
                clock.instant());
    }

    private static AuditTarget target(DeliveryView d) {
        return new AuditTarget("webhook", d.webhookId(), d.webhook(), null);
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private static DeliveryView view(ResultSet rs) throws SQLException {
        return new DeliveryView(
                rs.getObject("id", UUID.class),
                rs.getObject("webhook_id", UUID.class),
                rs.getString("webhook"),
                rs.getObject("event_id", UUID.class),
                rs.getString("type"),
                rs.getString("object_type"),
                rs.getObject("object_id", UUID.class),
                rs.getTimestamp("happened_at").toInstant(),
                rs.getString("state").equals("new") ? "waiting" : rs.getString("state"),
                rs.getInt("attempts"),
                rs.getTimestamp("next_at").toInstant(),
                rs.getTimestamp("created_at").toInstant(),
                DeliveryRows.instant(rs, "settled_at"),
                rs.getObject("status", Integer.class),
                rs.getString("fault"));
    }
}
