package io.storelane.member;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds the tenant of a mailed link. Only a hash of the link's secret is kept. Runs in the platform scope. */
@Component
class InvitationTokens {

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    InvitationTokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    record Found(TenantId tenant, UUID invitation) {}

    /** Makes a new secret of 256 bits; one issued before stops working. */
    String issue(TenantId tenant, UUID invitation, String email) {
        database.platform()
                .sql("delete from platform.invitation_token where tenant_id = :tenant and invitation_id = :invitation")
                .param("tenant", tenant.value())
                .param("invitation", invitation)
                .update();
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.platform()
                .sql("insert into platform.invitation_token (token_hash, email, tenant_id, invitation_id, created_at)"
                        + " values (:hash, :email, :tenant, :invitation, :now)")
                .param("hash", hash(token))
                .param("email", email)
                .param("tenant", tenant.value())
                .param("invitation", invitation)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return token;
    }

    Found find(String token) {
        return database.platform()
                .sql("select tenant_id, invitation_id from platform.invitation_token where token_hash = :hash")
                .param("hash", hash(token))
                .query((rs, _) -> new Found(
                        new TenantId(rs.getObject("tenant_id", UUID.class)), rs.getObject("invitation_id", UUID.class)))
                .optional()
                .orElseThrow(() -> new ProblemException(MemberProblem.INVITATION_NOT_FOUND));
    }

    List<Found> to(String email) {
        return database.platform()
                .sql("select tenant_id, invitation_id from platform.invitation_token where email = :email"
                        + " order by tenant_id limit 50")
                .param("email", email)
                .query((rs, _) -> new Found(
                        new TenantId(rs.getObject("tenant_id", UUID.class)), rs.getObject("invitation_id", UUID.class)))
                .list();
    }

    /** The invitation was used: it is offered to nobody any more, while its link still says so. */
    void forget(TenantId tenant, UUID invitation) {
        database.platform()
                .sql(
                        "update platform.invitation_token set email = '' where tenant_id = :tenant and invitation_id = :invitation")
                .param("tenant", tenant.value())
                .param("invitation", invitation)
                .update();
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
