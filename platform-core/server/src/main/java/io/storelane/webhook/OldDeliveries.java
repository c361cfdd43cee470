package io.storelane.webhook;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes deliveries that are over since long, and all of receivers that were removed, whether anything is still sent or not. */
@Component
public class OldDeliveries {

    private static final Logger log = LoggerFactory.getLogger(OldDeliveries.class);
    private static final int AT_ONCE = 1_000;

    private final Database database;
    private final DeliveryRows rows;
    private final TransactionTemplate transaction;
    private final WebhookProperties properties;
    private final Clock clock;

    OldDeliveries(
            Database database,
            DeliveryRows rows,
            TransactionTemplate transactionTemplate,
            WebhookProperties properties,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.transaction = transactionTemplate;
        this.properties = properties;
        this.clock = clock;
    }

    /** Of all tenants, a thousand in a transaction. */
    public void prune() {
        Instant before = clock.instant().minus(properties.keep());
        for (TenantId tenant : tenants()) {
            try {
                Scope.tenant(tenant).run(() -> prune(before));
            } catch (RuntimeException e) {
                log.warn("Old deliveries of {} were not removed, the next time goes on", tenant, e);
            }
        }
    }

    private List<TenantId> tenants() {
        return database.infra()
                .sql("select tenant_id from infra.tenants_with_receivers()")
                .query((rs, _) -> new TenantId(rs.getObject(1, UUID.class)))
                .list();
    }

    private void prune(Instant before) {
        int gone;
        do {
            gone = Objects.requireNonNull(transaction.execute(_ -> rows.forget(before, AT_ONCE)));
        } while (gone == AT_ONCE);
    }
}
