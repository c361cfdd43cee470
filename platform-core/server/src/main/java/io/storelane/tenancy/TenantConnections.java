package io.storelane.tenancy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Keeps one tenant from taking all connections: it may hold a share of the pool at a time, further transactions of it wait,
 * those of others do not. Entries live only while a tenant has transactions open or waiting.
 */
final class TenantConnections {

    private static final long WAIT_MILLIS = 4_000;

    private record Share(Semaphore permits, AtomicInteger users) {}

    private record Held(TenantId tenant, Share share) {}

    private final int perTenant;
    private final ConcurrentHashMap<TenantId, Share> shares = new ConcurrentHashMap<>();
    private final Map<Object, Held> held = Collections.synchronizedMap(new IdentityHashMap<>());

    /** @param perTenant connections that one tenant may hold at a time, 1 or more */
    TenantConnections(int perTenant) {
        this.perTenant = perTenant;
    }

    void acquire(Object transaction, @Nullable TenantId tenant) {
        if (tenant == null) {
            return;
        }
        Share share = shares.compute(tenant, (_, present) -> {
            Share s = present == null ? new Share(new Semaphore(perTenant), new AtomicInteger()) : present;
            s.users().incrementAndGet();
            return s;
        });
        boolean acquired = false;
        try {
            acquired = share.permits().tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!acquired) {
            leave(tenant);
            throw new CannotCreateTransactionException("The tenant's share of database connections is in use.");
        }
        held.put(transaction, new Held(tenant, share));
    }

    void release(Object transaction) {
        Held mine = held.remove(transaction);
        if (mine != null) {
            mine.share().permits().release();
            leave(mine.tenant());
        }
    }

    private void leave(TenantId tenant) {
        shares.computeIfPresent(tenant, (_, s) -> s.users().decrementAndGet() == 0 ? null : s);
    }
}
