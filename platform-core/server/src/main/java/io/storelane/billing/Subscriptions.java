package io.storelane.billing;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The subscription that each tenant has from its first moment. */
@Service
public class Subscriptions {

    private final Database database;
    private final Clock clock;

    Subscriptions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What the tenant of the scope has subscribed to.
     *
     * @param trialEndsAt end of the trial, null if it is not on trial
     */
    public record Summary(
            String plan, String status, @Nullable Instant trialEndsAt) {}

    /** Starts the trial plan; part of provisioning, in the platform scope. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void startTrial(TenantId tenant) {
        int days = database.platform()
                .sql("select trial_days from platform.plan where code = 'trial'")
                .query(Integer.class)
                .single();
        database.platform()
                .sql("insert into platform.subscription (tenant_id, plan_code, status, trial_ends_at)"
                        + " values (:tenant, 'trial', 'trialing', :end)")
                .param("tenant", tenant.value())
                .param("end", Timestamp.from(clock.instant().plus(Duration.ofDays(days))))
                .update();
    }

    @Transactional(readOnly = true)
    public Summary current() {
        return database.core()
                .sql(
                        "select plan_code, subscription_status, trial_ends_at from platform.tenant_self where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> {
                    Timestamp end = rs.getTimestamp("trial_ends_at");
                    return new Summary(
                            rs.getString("plan_code"),
                            rs.getString("subscription_status"),
                            end == null ? null : end.toInstant());
                })
                .single();
    }
}
