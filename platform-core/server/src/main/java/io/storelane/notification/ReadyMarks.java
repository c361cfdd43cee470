package io.storelane.notification;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Names tenants that have work waiting, so that workers go round the tenants and not through one tenant's heap. A mark holds
 * ids only. It is written after commit and may be lost with the process: {@link #repair()} finds the work all the same.
 */
@Component
class ReadyMarks {

    private static final Logger log = LoggerFactory.getLogger(ReadyMarks.class);

    private final Database database;
    private final Clock clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    ReadyMarks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void onMark(Runnable listener) {
        listeners.add(listener);
    }

    void mark(TenantId tenant, String queue) {
        try {
            upsert(tenant.value(), queue, clock.instant());
            listeners.forEach(Runnable::run);
        } catch (DataAccessException e) {
            log.warn("A ready mark was not written, the sweep will find the work", e);
        }
    }

    /** Tenants whose work is due, the longest waiting first; the marks taken are removed. */
    List<TenantId> take(String queue, int limit) {
        return database.infra()
                .sql("""
                        delete from infra.ready where (tenant_id, queue) in (select tenant_id, queue from infra.ready
                          where queue = :queue and due <= :now order by due limit :limit for update skip locked)
                        returning tenant_id""")
                .param("queue", queue)
                .param("now", Timestamp.from(clock.instant()))
                .param("limit", limit)
                .query((rs, _) -> new TenantId(rs.getObject(1, UUID.class)))
                .list();
    }

    /** Writes the marks that are missing. */
    void repair() {
        database.infra().sql("""
                        insert into infra.ready (tenant_id, queue, due)
                        select tenant_id, queue, due from infra.tenants_with_work()
                        on conflict (tenant_id, queue) do update set due = least(ready.due, excluded.due)""").update();
    }

    private void upsert(UUID tenant, String queue, Instant due) {
        database.infra()
                .sql("insert into infra.ready (tenant_id, queue, due) values (:tenant, :queue, :due)"
                        + " on conflict (tenant_id, queue) do update set due = least(ready.due, excluded.due)")
                .param("tenant", tenant)
                .param("queue", queue)
                .param("due", Timestamp.from(due))
                .update();
    }
}
