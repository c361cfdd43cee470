package io.storelane.event;

import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Writes to the log. An event is written in the transaction of the change that it tells of, or not at all. */
@Service
public class Events {

    static final String QUEUE = "event";

    private final Database database;
    private final ReadyMarks ready;
    private final Patience patience;
    private final Rows<NewEvent> rows;

    Events(Database database, JsonMapper json, Clock clock, ReadyMarks ready, Patience patience) {
        this.database = database;
        this.ready = ready;
        this.patience = patience;
        this.rows = Rows.<NewEvent>of("event", NewEvent::tenant)
                .with("id", "uuid", _ -> Ids.next())
                .with("type", "text", NewEvent::type)
                .with("aggregate_type", "text", NewEvent::aggregate)
                .with("aggregate_id", "uuid", NewEvent::id)
                .with("payload", "jsonb", e -> json.writeValueAsString(e.payload()))
                .with("actor", "uuid", e -> e.actor().userId())
                .with("occurred_at", "timestamptz", _ -> Timestamp.from(clock.instant()));
    }

    /**
     * Adds an event to the tenant's log.
     *
     * @param type {@code aggregate.verb-in-past}, for example {@code member.invited}
     * @param aggregate kind of thing it happened to
     * @param id the thing it happened to; events of one thing keep their order
     * @param payload ids and plain values; no personal data beyond what the receiver needs
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(String type, String aggregate, UUID id, Map<String, ?> payload) {
        append(List.of(new NewEvent(Scope.currentTenant(), type, aggregate, id, payload, Actor.current())));
    }

    /** Adds many events in one statement. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(List<NewEvent> events) {
        Rows.send(database, List.of(ready(events)));
    }

    /** Events to be sent together with what they tell of, in its transaction; in the scope of their tenant or of a group. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Rows.Insert ready(List<NewEvent> events) {
        Map<Mark, Set<TenantId>> marks = new HashMap<>();
        for (NewEvent e : events) {
            marks.computeIfAbsent(new Mark(QUEUE, patience.of(e.tenant(), e.type())), _ -> new LinkedHashSet<>())
                    .add(e.tenant());
            for (String consumer : patience.hasty(e.tenant(), e.type())) {
                marks.computeIfAbsent(new Mark(queue(consumer), Duration.ZERO), _ -> new LinkedHashSet<>())
                        .add(e.tenant());
            }
        }
        marks.forEach((mark, tenants) -> ready.markAfterCommit(mark.queue(), List.copyOf(tenants), mark.after()));
        return rows.ready(events);
    }

    private record Mark(String queue, Duration after) {}

    /** In which a consumer is called that does not wait for the others. */
    static String queue(String consumer) {
        return QUEUE + "." + consumer;
    }
}
