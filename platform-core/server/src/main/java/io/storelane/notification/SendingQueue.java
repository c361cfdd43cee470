package io.storelane.notification;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where what people are to be told by ways of plugins is written, with what it tells of. */
@Component
class SendingQueue {

    static final String QUEUE = "sending";

    /** What comes within this time is one message. */
    private static final Duration GATHER = Duration.ofSeconds(2);

    private final Database database;
    private final ReadyMarks ready;
    private final Clock clock;

    SendingQueue(Database database, ReadyMarks ready, Clock clock) {
        this.database = database;
        this.ready = ready;
        this.clock = clock;
    }

    /** What somebody is told, by whatever ways the person has chosen for it. */
    record Entry(
            UUID user,
            String kind,
            String permission,
            @Nullable UUID node,
            int count,
            String page,
            String detail) {}

    /** Asks no plugin, so nobody waits for one; whether a way is still there is found out when it is its turn. */
    @Transactional(propagation = Propagation.MANDATORY)
    void queue(List<Entry> entries) {
        Instant now = clock.instant();
        int added = database.core()
                .sql("""
                        insert into core.notification_sending as s (tenant_id, id, user_id, kind, permission, node_id, way, count, page,
                          detail, last_at, next_at)
                        select :tenant, uuidv7(), r.user_id, r.kind, r.permission, r.node_id, w.way, r.count, r.page, r.detail::jsonb,
                          :now, :due
                        from unnest(:users, :kinds, :permissions, :nodes, :counts, :pages, :details)
                          as r (user_id, kind, permission, node_id, count, page, detail)
                        join core.notification_way w on w.tenant_id = :tenant and w.user_id = r.user_id and w.kind = r.kind
                        order by r.user_id, r.kind, r.node_id, w.way
                        on conflict (tenant_id, user_id, kind, way, node_id) where state = 'waiting' and attempts = 0 do update
                        set count = s.count + excluded.count, page = excluded.page, detail = excluded.detail, last_at = excluded.last_at""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(now))
                .param("due", Timestamp.from(now.plus(GATHER)))
                .param("users", Rows.array("uuid", entries, Entry::user))
                .param("kinds", Rows.array("text", entries, Entry::kind))
                .param("permissions", Rows.array("text", entries, Entry::permission))
                .param("nodes", Rows.array("uuid", entries, Entry::node))
                .param("counts", Rows.array("integer", entries, Entry::count))
                .param("pages", Rows.array("text", entries, Entry::page))
                .param("details", Rows.array("text", entries, Entry::detail))
                .update();
        if (added > 0) {
            ready.markAfterCommit(QUEUE, List.of(Scope.currentTenant()), GATHER);
        }
    }
}
