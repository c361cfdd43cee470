package io.storelane.webhook;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.TenantId;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tenants whose events are wanted at once, since somebody waits for them outside. A hint that may be some seconds old: who is
 * missing gets the events a little later.
 */
@Component
class Eager implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Eager.class);
    private static final long LOOK_SECONDS = 5;

    private final Database database;
    private volatile Set<TenantId> tenants = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("webhook-tenants").daemon().factory());

    Eager(Database database) {
        this.database = database;
        Future<?> _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    boolean contains(TenantId tenant) {
        return tenants.contains(tenant);
    }

    void add(TenantId tenant) {
        tenants.add(tenant);
    }

    private void look() {
        try {
            Set<TenantId> found = ConcurrentHashMap.newKeySet();
            database.infra()
                    .sql("select tenant_id from infra.tenants_with_webhooks()")
                    .query((rs, _) -> found.add(new TenantId(rs.getObject(1, UUID.class))))
                    .list();
            tenants = found;
        } catch (RuntimeException e) {
            log.debug("The tenants with receivers could not be read, the next look goes on", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
