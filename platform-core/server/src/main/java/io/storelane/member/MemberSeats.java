package io.storelane.member;

import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who is a member, and how many the plan lets in. */
@Service
public class MemberSeats {

    private final Database database;
    private final Entitlements entitlements;
    private final Clock clock;

    MemberSeats(Database database, Entitlements entitlements, Clock clock) {
        this.database = database;
        this.entitlements = entitlements;
        this.clock = clock;
    }

    /** Makes the person a member, also one who was removed before. Runs in the platform scope. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void join(TenantId tenant, UUID user) {
        database.platform()
                .sql("""
                        insert into platform.membership (tenant_id, user_id, status, since) values (:tenant, :user, 'active', :now)
                        on conflict (tenant_id, user_id) do update
                          set status = 'active', until = null,
                            since = case when membership.status = 'active' then membership.since else excluded.since end""")
                .param("tenant", tenant.value())
                .param("user", user)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Ends a membership. Runs in the platform scope. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void leave(TenantId tenant, UUID user) {
        database.platform()
                .sql(
                        "update platform.membership set status = 'removed', until = :now where tenant_id = :tenant and user_id = :user")
                .param("now", Timestamp.from(clock.instant()))
                .param("tenant", tenant.value())
                .param("user", user)
                .update();
    }

    /** Checks that one more may be invited, at this address. Two at once wait for each other. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireFree(String email) {
        entitlements.lock();
        if (exists(
                "select count(*) from platform.tenant_member where tenant_id = :tenant and status = 'active' and email = :email",
                email)) {
            throw new ProblemException(MemberProblem.ALREADY_MEMBER);
        }
        if (exists(
                "select count(*) from core.invitation where tenant_id = :tenant and state = 'open' and email = :email",
                email)) {
            throw new ProblemException(MemberProblem.ALREADY_INVITED);
        }
        requireSeat();
    }

    /** Checks that the plan lets one more in, counting active members and open invitations that have not expired. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void requireSeat() {
        long limit = entitlements.limit(Limit.MEMBERS);
        long taken = database.core()
                .sql("""
                        select (select count(*) from platform.tenant_member where tenant_id = :tenant and status = 'active')
                          + (select count(*) from core.invitation where tenant_id = :tenant and state = 'open' and expires_at > :now)""")
                .param("tenant", Scope.currentTenant().value())
                .param("now", Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
        if (taken >= limit) {
            throw new ProblemException(MemberProblem.LIMIT_REACHED, limit);
        }
    }

    private boolean exists(String sql, String email) {
        return database.core()
                        .sql(sql)
                        .param("tenant", Scope.currentTenant().value())
                        .param("email", email)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
