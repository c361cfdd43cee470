package io.storelane.billing;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the tenant's plan entitles it to; checked here, never asked of a payment provider. */
@Service
public class Entitlements {

    private final Database database;

    Entitlements(Database database) {
        this.database = database;
    }

    /**
     * How many of this the tenant of the scope may have. Count what there is after this: whoever else asks for a limit of the
     * tenant waits until this transaction ends, so that two at once do not both take the last place.
     *
     * @return a number of 0 or more; 0 if the plan does not name the limit
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long limit(Limit limit) {
        lock();
        return database.core()
                .sql("select value from platform.tenant_limit where tenant_id = :tenant and name = :name")
                .param("tenant", Scope.currentTenant().value())
                .param("name", limit.key())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** The wait of {@link #limit} alone. One row of the tenant that always exists serves as its lock. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock() {
        database.core()
                .sql("select id from core.tenant_profile where tenant_id = :tenant for update")
                .param("tenant", Scope.currentTenant().value())
                .query(UUID.class)
                .single();
    }
}
