package io.storelane.tenancy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A number for each tenant that grows with each change of its roles, keys, nodes, channels, goods, prices and settings, in the
 * transaction of the change. What a server keeps in memory of these holds as long as the number is the same, so it is never older
 * than the request that uses it, whichever server made the change. Triggers of the database keep it.
 *
 * <p>The numbers that requests ask for at the same time are read together: one statement, however many wait.
 */
@Component
public class Stamps implements AutoCloseable {

    private static final ScopedValue<Stamp> CURRENT = ScopedValue.newInstance();
    private static final long WAIT_SECONDS = 5;

    /** The number of a tenant, read during the running work; spent as soon as the work begins to change something. */
    public static final class Stamp {

        private final TenantId tenant;
        private final long value;
        private volatile boolean spent;

        private Stamp(TenantId tenant, long value) {
            this.tenant = tenant;
            this.value = value;
        }

        public long value() {
            return value;
        }

        /** Runs work that takes this number for the present one. */
        public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
                throws X {
            return ScopedValue.where(CURRENT, this).call(work::call);
        }
    }

    private final Database database;
    private final TransactionTemplate reading;
    private final Thread reader;
    private Map<UUID, CompletableFuture<Long>> waiting = new HashMap<>();
    private boolean closed;

    Stamps(Database database, TransactionTemplate transactionTemplate) {
        this.database = database;
        this.reading = SteadyPlans.of(transactionTemplate);
        reading.setReadOnly(true);
        this.reader = Thread.ofPlatform().name("stamps").daemon().start(this::work);
    }

    /** Runs work that takes all that is kept of the tenant of the scope as it is at the beginning: the number is read once. */
    public void during(Runnable work) {
        read(Scope.currentTenant()).call(() -> {
            work.run();
            return null;
        });
    }

    /** Room for things that are kept in memory. @param most of all tenants together */
    public <K, V> Kept<K, V> keep(int most) {
        return new Kept<>(this, reading, most, _ -> 1);
    }

    /**
     * Room for things of different sizes.
     *
     * @param bytes of all tenants together
     * @param size bytes of one of them
     */
    public <K, V> Kept<K, V> keep(long bytes, ToIntFunction<V> size) {
        return new Kept<>(this, reading, bytes, size);
    }

    /** The number of the tenant: that of the running work if it has one that is not spent, else as it is now. */
    public long current(TenantId tenant) {
        Stamp stamp = CURRENT.isBound() ? CURRENT.get() : null;
        return stamp != null && !stamp.spent && stamp.tenant.equals(tenant) ? stamp.value : read(tenant).value;
    }

    /** The running work is about to change something: what it reads afterwards it reads anew. */
    static void spend() {
        Stamp stamp = CURRENT.isBound() ? CURRENT.get() : null;
        if (stamp != null) {
            stamp.spent = true;
        }
    }

    /** The number of the tenant as it is now, not before this was called. */
    public Stamp read(TenantId tenant) {
        return new Stamp(tenant, value(tenant));
    }

    private long value(TenantId tenant) {
        CompletableFuture<Long> value;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The server is about to end.");
            }
            value = waiting.computeIfAbsent(
                    tenant.value(), _ -> new CompletableFuture<Long>().orTimeout(WAIT_SECONDS, TimeUnit.SECONDS));
            notifyAll();
        }
        try {
            return value.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new DataAccessResourceFailureException("No stamp", e);
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    private void work() {
        while (true) {
            Map<UUID, CompletableFuture<Long>> taken;
            synchronized (this) {
                while (waiting.isEmpty() && !closed) {
                    try {
                        wait();
                    } catch (InterruptedException _) {
                        closed = true;
                    }
                }
                if (closed) {
                    waiting.values().forEach(v -> v.completeExceptionally(new IllegalStateException("ended")));
                    return;
                }
                taken = waiting;
                waiting = new HashMap<>();
            }
            answer(taken);
        }
    }

    private void answer(Map<UUID, CompletableFuture<Long>> taken) {
        try {
            List<UUID> tenants = new ArrayList<>(taken.keySet());
            Map<UUID, Long> values = new HashMap<>();
            database.infra()
                    .sql("select s.tenant_id, s.value from unnest(?::uuid[]) w (tenant_id)"
                            + " join infra.tenant_stamp s on s.tenant_id = w.tenant_id")
                    .param(Rows.array("uuid", tenants, id -> id))
                    .query((rs, _) -> values.put(rs.getObject(1, UUID.class), rs.getLong(2)))
                    .list();
            taken.forEach((tenant, value) -> value.complete(values.getOrDefault(tenant, 0L)));
        } catch (RuntimeException | Error e) { // whatever it is, those who ask later are answered
            taken.values().forEach(value -> value.completeExceptionally(e));
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        reader.interrupt();
    }
}
