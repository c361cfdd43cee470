package io.storelane.event;

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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Events that were given up: run again or discarded by a person. */
@Service
public class FailedEvents {

    private static final String DEAD = """
            from core.event_failure f join core.event e on e.tenant_id = f.tenant_id and e.id = f.event_id
            where f.tenant_id = :tenant and f.state = 'dead' and (:q = '' or position(lower(:q) in f.type) > 0)""";

    private static final String SELECT = "select f.*, e.aggregate_type, e.payload, e.occurred_at " + DEAD;

    private static final Keyset<FailedEvent> NEWEST =
            Keyset.byTime("f.since", "f.id", true, FailedEvent::since, FailedEvent::id);

    private final Database database;
    private final AuditLog audit;
    private final ReadyMarks ready;
    private final Clock clock;
    private final List<GivenUp> watching;

    FailedEvents(Database database, AuditLog audit, ReadyMarks ready, Clock clock, List<GivenUp> watching) {
        this.watching = List.copyOf(watching);
        this.database = database;
        this.audit = audit;
        this.ready = ready;
        this.clock = clock;
    }

    /** @param q part of the type; empty = all */
    @Transactional(readOnly = true)
    public Slice<FailedEvent> find(String q, String after, int size) {
        Access.current().require(Permission.JOBS_MANAGE);
        return NEWEST.page(
                after,
                size,
                (end, params) -> sql(SELECT + end)
                        .param("q", q)
                        .params(params)
                        .query((rs, _) -> view(rs))
                        .list());
    }

    @Transactional(readOnly = true)
    public long count(String q) {
        Access.current().require(Permission.JOBS_MANAGE);
        return sql("select count(*) " + DEAD).param("q", q).query(Long.class).single();
    }

    @Transactional(readOnly = true)
    public FailedEvent failed(UUID id) {
        Access.current().require(Permission.JOBS_MANAGE);
        return read(id);
    }

    private FailedEvent read(UUID id) {
        return sql(SELECT + " and f.id = :id")
                .param("q", "")
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(EventProblem.NOT_FOUND));
    }

    /** Tells those who want to know that this one was given up just now, in the caller's transaction. */
    void tell(UUID id) {
        FailedEvent event = read(id);
        watching.forEach(one -> one.givenUp(event));
    }

    /** Gives them to their consumers again. @throws ProblemException 404 if one does not wait here any more */
    @Transactional
    public void replay(Collection<UUID> ids) {
        for (FailedEvent event : ids.stream().distinct().map(this::failed).toList()) {
            sql("""
                            update core.event_failure set state = 'waiting', attempts = 0, next_at = :now
                            where tenant_id = :tenant and id = :id""")
                    .param("now", Timestamp.from(clock.instant()))
                    .param("id", event.id())
                    .update();
            audit.record("event.replayed", target(event), Map.of(), Map.of("consumer", event.consumer()));
        }
        ready.markAfterCommit(Events.QUEUE);
    }

    /**
     * Takes them from the list for good.
     *
     * @throws ProblemException 404 if one does not wait here any more, 422 without a reason
     */
    @Transactional
    public void discard(Collection<UUID> ids, String reason) {
        List<FailedEvent> events = ids.stream().distinct().map(this::failed).toList();
        if (reason.isBlank()) {
            throw new ProblemException(EventProblem.NO_REASON);
        }
        for (FailedEvent event : events) {
            sql("delete from core.event_failure where tenant_id = :tenant and id = :id")
                    .param("id", event.id())
                    .update();
            audit.record(
                    "event.discarded",
                    target(event),
                    Map.of("consumer", event.consumer()),
                    Map.of("consumer", event.consumer(), "reason", reason.strip()));
        }
    }

    private static AuditTarget target(FailedEvent event) {
        return new AuditTarget(event.aggregateType(), event.aggregateId(), event.type(), null);
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private static FailedEvent view(ResultSet rs) throws SQLException {
        return new FailedEvent(
                rs.getObject("id", UUID.class),
                rs.getString("consumer"),
                rs.getString("type"),
                rs.getString("aggregate_type"),
                rs.getObject("aggregate_id", UUID.class),
                rs.getString("payload"),
                rs.getInt("attempts"),
                rs.getString("error"),
                rs.getTimestamp("occurred_at").toInstant(),
                rs.getTimestamp("since").toInstant());
    }
}
