package io.storelane.fulfilment;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds the parcel of a shopper's link. Only a hash of the link's secret is kept. Runs in the platform scope. */
@Component
class TrackingTokens {

    /** Links of a parcel that work at once; of more, the oldest end. */
    private static final int MOST = 10;

    private final Database database;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    TrackingTokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    record Found(TenantId tenant, UUID parcel, Instant expiresAt) {}

    /** Makes a new secret of 256 bits; those issued before go on working. */
    String issue(TenantId tenant, UUID parcel, Instant expiresAt) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        database.platform()
                .sql("insert into platform.tracking_token (token_hash, tenant_id, parcel_id, created_at, expires_at)"
                        + " values (:hash, :tenant, :parcel, :now, :expires)")
                .param("hash", hash(token))
                .param("tenant", tenant.value())
                .param("parcel", parcel)
                .param("now", Timestamp.from(clock.instant()))
                .param("expires", Timestamp.from(expiresAt))
                .update();
        database.platform()
                .sql("""
                        delete from platform.tracking_token where token_hash in (
                          select token_hash from platform.tracking_token where tenant_id = :tenant and parcel_id = :parcel
                          order by created_at desc offset :most)""")
                .param("tenant", tenant.value())
                .param("parcel", parcel)
                .param("most", MOST)
                .update();
        return token;
    }

    Optional<Found> find(String token) {
        return database.platform()
                .sql("select tenant_id, parcel_id, expires_at from platform.tracking_token"
                        + " where token_hash = :hash and expires_at > :now")
                .param("hash", hash(token))
                .param("now", Timestamp.from(clock.instant()))
                .query((rs, _) -> new Found(
                        new TenantId(rs.getObject("tenant_id", UUID.class)),
                        rs.getObject("parcel_id", UUID.class),
                        rs.getTimestamp("expires_at").toInstant()))
                .optional();
    }

    /** @return how many ended */
    int withdraw(TenantId tenant, UUID parcel) {
        return database.platform()
                .sql("delete from platform.tracking_token where tenant_id = :tenant and parcel_id = :parcel")
                .param("tenant", tenant.value())
                .param("parcel", parcel)
                .update();
    }

    /** Removes what is over. */
    void prune() {
        database.platform()
                .sql("delete from platform.tracking_token where expires_at < :now")
                .param("now", Timestamp.from(clock.instant()))
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
