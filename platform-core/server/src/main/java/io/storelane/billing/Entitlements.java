package io.storelane.billing;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
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
     * How many of this the tenant of the scope may have.
     *
     * @return a number of 0 or more; 0 if the plan does not name the limit
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long limit(Limit limit) {
        return database.core()
                .sql("select value from platform.tenant_limit where tenant_id = :tenant and name = :name")
                .param("tenant", Scope.currentTenant().value())
                .param("name", limit.key())
                .query(Long.class)
                .optional()
                .orElse(0L);
    }
}
