package io.storelane.tenancy;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Names tenants that have work waiting, so that workers go round the tenants and not through one tenant's heap. A mark holds
 * ids only. It is written after commit, together with those of other commits, and may be lost with the process:
 * {@link #repair()} finds the work all the same.
 */
@Component
public class ReadyMarks implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ReadyMarks.class);
    private static final long GATHER_MILLIS = 50;
    private static final long LOOK_MILLIS = 1_000;

    private final Database database;
    private final Clock clock;
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Map<Key, Instant> gathered = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ready-marks").daemon().factory());

    ReadyMarks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        // marks of other servers, and those that were not due when they were written
        Future<?> _ = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private record Key(UUID tenant, String queue) {}

    /** Calls when there may be work in this queue; the call must return at once. */
    public void onMark(String queue, Runnable listener) {
        listeners.computeIfAbsent(queue, _ -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Marks the tenant of the scope once the running transaction has been committed. */
    public void markAfterCommit(String queue) {
        markAfterCommit(queue, List.of(Scope.currentTenant()), Duration.ZERO);
    }

    /** Marks, once the running transaction has been committed, that these tenants have work after this time. */
    public void markAfterCommit(String queue, List<TenantId> tenants, Duration after) {
        var mark = new AfterCommit(this, tenants, queue, after);
        if (!TransactionSynchronizationManager.getSynchronizations().contains(mark)) {
            TransactionSynchronizationManager.registerSynchronization(mark);
        }
    }

    private record AfterCommit(ReadyMarks marks, List<TenantId> tenants, String queue, Duration after)
            implements TransactionSynchronization {

        @Override
        public void afterCompletion(int status) {
            // if the line broke at the commit nobody knows: a mark without work does no harm
            if (status != STATUS_ROLLED_BACK) {
                tenants.forEach(tenant -> marks.mark(tenant, queue, after));
            }
        }
    }

    /** Marks that the tenant has work after this time. Written a moment later, with all marks that come meanwhile. */
    public void mark(TenantId tenant, String queue, Duration after) {
        gather(Map.of(new Key(tenant.value(), queue), clock.instant().plus(after)), GATHER_MILLIS);
    }

    private void gather(Map<Key, Instant> marks, long wait) {
        synchronized (gathered) {
            boolean first = gathered.isEmpty();
            marks.forEach((key, due) -> gathered.merge(key, due, (a, b) -> a.isBefore(b) ? a : b));
            if (!first) {
                return;
            }
        }
        try {
            Future<?> _ = timer.schedule(this::write, wait, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("A mark came after the end, the sweep of another server will find the work", e);
        }
    }

    private void write() {
        Map<Key, Instant> marks;
        synchronized (gathered) {
            marks = Map.copyOf(gathered);
            gathered.clear();
        }
        List<Key> keys = List.copyOf(marks.keySet());
        try {
            database.infra()
                    .sql("""
                            insert into infra.ready (tenant_id, queue, due)
                            select * from unnest(?::uuid[], ?::text[], ?::timestamptz[])
                            on conflict (tenant_id, queue) do update set due = least(ready.due, excluded.due)""")
                    .param(Rows.array("uuid", keys, Key::tenant))
                    .param(Rows.array("text", keys, Key::queue))
                    .param(Rows.array("timestamptz", keys, k -> String.valueOf(marks.get(k))))
                    .update();
        } catch (RuntimeException e) {
            log.warn("Ready marks were not written, they are kept for a moment", e);
            gather(marks, LOOK_MILLIS);
            return;
        }
        Instant now = clock.instant();
        Set<String> queues = new HashSet<>();
        marks.forEach((key, due) -> {
            if (!due.isAfter(now)) {
                queues.add(key.queue());
            }
        });
        queues.forEach(this::tell);
    }

    private void look() {
        try {
            database.infra()
                    .sql("select distinct queue from infra.ready where due <= :now")
                    .param("now", Timestamp.from(clock.instant()))
                    .query(String.class)
                    .list()
                    .forEach(this::tell);
        } catch (RuntimeException e) {
            log.warn("Ready marks could not be read, the next look goes on", e);
        }
    }

    private void tell(String queue) {
        listeners.getOrDefault(queue, List.of()).forEach(Runnable::run);
    }

    /** Tenants whose work is due, the longest waiting first; the marks taken are removed. */
    public List<TenantId> take(String queue, int limit) {
        return database.infra()
                .sql("""
                        with next as materialized (select tenant_id from infra.ready
                          where queue = :queue and due <= :now order by due limit :limit for update skip locked)
                        delete from infra.ready where queue = :queue and tenant_id in (select tenant_id from next)
                        returning tenant_id""")
                .param("queue", queue)
                .param("now", Timestamp.from(clock.instant()))
                .param("limit", limit)
                .query((rs, _) -> new TenantId(rs.getObject(1, UUID.class)))
                .list();
    }

    /** Writes the marks that are missing, of all queues. */
    public void repair() throws DataAccessException {
        database.infra().sql("""
                        insert into infra.ready (tenant_id, queue, due)
                        select tenant_id, queue, due from infra.tenants_with_work()
                        union all select tenant_id, queue, due from infra.tenants_with_expiring_units()
                        union all select tenant_id, queue, due from infra.tenants_with_deliveries()
                        union all select tenant_id, queue, due from infra.tenants_with_notices()
                        union all select tenant_id, queue, due from infra.tenants_with_plugin_events()
                        union all select tenant_id, queue, due from infra.tenants_with_channels()
                        on conflict (tenant_id, queue) do update set due = least(ready.due, excluded.due)""").update();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
