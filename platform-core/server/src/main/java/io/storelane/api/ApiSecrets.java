package io.storelane.api;

import io.storelane.tenancy.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What proves a key, and which workspace it is of; runs in the platform scope. */
@Component
class ApiSecrets {

    private final Database database;
    private final Clock clock;
    private final SecretKeySpec pepper;

    ApiSecrets(Database database, Clock clock, ApiProperties properties) {
        this.database = database;
        this.clock = clock;
        this.pepper = new SecretKeySpec(properties.pepper().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** The workspace that a key is of. */
    record Place(UUID tenant, String slug, String name, String status) {}

    private record Row(
            byte[] hash,
            byte @Nullable [] previous,
            @Nullable Instant previousUntil,
            Place place) {}

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID tenant, ApiToken token) {
        database.platform()
                .sql("insert into platform.api_key (id, tenant_id, secret_hash) values (:id, :tenant, :hash)")
                .param("id", token.id())
                .param("tenant", tenant)
                .param("hash", hash(token))
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(ApiToken token, Instant presentUntil) {
        database.platform()
                .sql("update platform.api_key set previous_hash = secret_hash, previous_until = :until,"
                        + " secret_hash = :hash where id = :id")
                .param("until", Timestamp.from(presentUntil))
                .param("hash", hash(token))
                .param("id", token.id())
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public Place place(UUID tenant) {
        return database.platform()
                .sql("select id, slug, name, status from platform.tenant where id = :id")
                .param("id", tenant)
                .query((rs, _) -> place(rs))
                .single();
    }

    private static Place place(ResultSet rs) throws SQLException {
        return new Place(
                rs.getObject("id", UUID.class), rs.getString("slug"), rs.getString("name"), rs.getString("status"));
    }

    /** The workspace that the key is said to be of; nothing is proved by it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> tenant(UUID id) {
        return database.platform()
                .sql("select tenant_id from platform.api_key where id = :id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    /** @param present false if the secret is the one before, which counts for a while */
    record Proof(Place place, boolean present) {}

    /** The workspace of the key, if its secret is right. @param hash of the whole key */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Proof> prove(UUID id, byte[] hash) {
        return database.platform()
                .sql("""
                        select k.secret_hash, k.previous_hash, k.previous_until, t.id, t.slug, t.name, t.status
                        from platform.api_key k join platform.tenant t on t.id = k.tenant_id where k.id = :id""")
                .param("id", id)
                .query((rs, _) -> new Row(
                        rs.getBytes("secret_hash"),
                        rs.getBytes("previous_hash"),
                        ApiKeys.instant(rs, "previous_until"),
                        place(rs)))
                .optional()
                .filter(row -> isRight(row, hash))
                .map(row -> new Proof(row.place(), MessageDigest.isEqual(row.hash(), hash)));
    }

    private boolean isRight(Row row, byte[] hash) {
        boolean present = MessageDigest.isEqual(row.hash(), hash);
        byte[] previous = row.previous();
        Instant until = row.previousUntil();
        return present
                || (previous != null
                        && until != null
                        && until.isAfter(clock.instant())
                        && MessageDigest.isEqual(previous, hash));
    }

    byte[] hash(ApiToken token) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(pepper);
            return mac.doFinal(token.text().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
