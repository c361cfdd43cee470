package io.storelane.api;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.storelane.access.Access;
import io.storelane.access.AccessReader;
import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Stamps;
import io.storelane.tenancy.TenantId;
import io.storelane.web.api.ApiCaller;
import io.storelane.web.api.ApiCallers;
import io.storelane.web.api.ApiProblem;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads key, maker and access in one short transaction that passes from the platform scope to the tenant's, and keeps them as long as
 * the workspace's stamp says that nothing of it has changed.
 */
@Component
class KeyHolders implements ApiCallers {

    private static final Duration USE_WRITTEN_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final ApiSecrets secrets;
    private final AccessReader accessReader;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Stamps stamps;
    private final Cache<UUID, Known> known =
            Caffeine.newBuilder().maximumSize(10_000).build();

    KeyHolders(
            Database database,
            ApiSecrets secrets,
            AccessReader accessReader,
            TransactionTemplate transactionTemplate,
            Stamps stamps,
            Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.accessReader = accessReader;
        this.transaction = transactionTemplate;
        this.stamps = stamps;
        this.clock = clock;
    }

    private record Key(
            String name,
            Set<Permission> scopes,
            Set<String> brought,
            UUID nodeId,
            String node,
            String path,
            boolean nodeActive,
            UUID madeBy,
            boolean makerActive,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {}

    /**
     * A caller as it was found a moment ago.
     *
     * @param hash of the present secret
     * @param usedAt what stands as the time of the key's last use
     */
    private record Known(byte[] hash, ApiCaller caller, Instant usedAt) {

        boolean holds(byte[] shown, Stamps.Stamp stamp, Instant now) {
            Instant end = caller.expiresAt();
            return caller.stamp().value() == stamp.value()
                    && MessageDigest.isEqual(hash, shown)
                    && (end == null || end.isAfter(now))
                    && !usedAt.isBefore(now.minus(USE_WRITTEN_EVERY));
        }
    }

    private record Found(ApiCaller caller, Instant usedAt) {}

    @Override
    public ApiCaller find(String text) {
        ApiToken token = ApiToken.parse(text).orElseThrow(() -> new ProblemException(ApiProblem.KEY_UNKNOWN));
        byte[] hash = secrets.hash(token);
        Known before = known.getIfPresent(token.id());
        if (before != null) {
            Stamps.Stamp stamp = stamps.read(before.caller().tenant());
            if (before.holds(hash, stamp, clock.instant())) {
                return before.caller().at(stamp);
            }
        }
        UUID said = requireNonNull(Scope.PLATFORM.call(() -> transaction.execute(_ -> secrets.tenant(token.id()))))
                .orElseThrow(() -> new ProblemException(ApiProblem.KEY_UNKNOWN));
        // first the stamp, then what it stands for: a change in between makes it old at once
        Stamps.Stamp stamp = stamps.read(new TenantId(said));
        return requireNonNull(Scope.PLATFORM.call(() -> transaction.execute(_ -> {
            ApiSecrets.Proof proof =
                    secrets.prove(token.id(), hash).orElseThrow(() -> new ProblemException(ApiProblem.KEY_UNKNOWN));
            TenantId tenant = new TenantId(proof.place().tenant());
            Found found = Scope.tenant(tenant).call(() -> caller(tenant, proof.place(), token.id(), stamp));
            if (proof.present()) {
                known.put(token.id(), new Known(hash, found.caller(), found.usedAt()));
            }
            return found.caller();
        })));
    }

    @Override
    public ApiCaller holder(UUID keyId) {
        TenantId tenant = Scope.currentTenant();
        Stamps.Stamp stamp = stamps.read(tenant);
        return requireNonNull(transaction.execute(
                        _ -> caller(tenant, Scope.PLATFORM.call(() -> secrets.place(tenant.value())), keyId, stamp)))
                .caller();
    }

    private Found caller(TenantId tenant, ApiSecrets.Place place, UUID id, Stamps.Stamp stamp) {
        Key key = key(tenant, id);
        Instant now = clock.instant();
        if (key.revokedAt() != null) {
            throw new ProblemException(ApiProblem.KEY_REVOKED);
        }
        if (key.expiresAt() != null && !key.expiresAt().isAfter(now)) {
            throw new ProblemException(ApiProblem.KEY_EXPIRED);
        }
        if (!key.makerActive()) {
            throw new ProblemException(ApiProblem.KEY_ORPHANED);
        }
        // as a role held at a closed node, a key for one allows nothing
        Access access = accessReader
                .read(key.madeBy())
                .limitedTo(
                        key.nodeActive() ? key.scopes() : Set.of(),
                        key.nodeActive() ? key.brought() : Set.of(),
                        key.path());
        Instant usedAt = key.lastUsedAt();
        if (usedAt == null || usedAt.isBefore(now.minus(USE_WRITTEN_EVERY))) {
            usedAt = now;
            database.core()
                    .sql("update core.api_key set last_used_at = :now where tenant_id = :tenant and id = :id")
                    .param("now", Timestamp.from(now))
                    .param("tenant", tenant.value())
                    .param("id", id)
                    .update();
        }
        return new Found(
                new ApiCaller(
                        tenant,
                        place.slug(),
                        place.name(),
                        place.status(),
                        id,
                        key.name(),
                        key.scopes(),
                        key.brought(),
                        key.madeBy(),
                        key.nodeId(),
                        key.node(),
                        key.expiresAt(),
                        access,
                        stamp),
                usedAt);
    }

    private Key key(TenantId tenant, UUID id) {
        return database.core()
                .sql("""
                        select k.name, k.scopes, k.node_id, n.name as node, n.path, n.active, k.created_by,
                          coalesce(m.status = 'active', false) as maker_active, k.expires_at, k.revoked_at, k.last_used_at
                        from core.api_key k
                        join core.org_node n on n.tenant_id = k.tenant_id and n.id = k.node_id
                        left join platform.tenant_member m on m.tenant_id = k.tenant_id and m.user_id = k.created_by
                        where k.tenant_id = :tenant and k.id = :id""")
                .param("tenant", tenant.value())
                .param("id", id)
                .query((rs, _) -> new Key(
                        rs.getString("name"),
                        ApiKeys.permissions(rs.getString("scopes")),
                        ApiKeys.brought(rs.getString("scopes")),
                        rs.getObject("node_id", UUID.class),
                        rs.getString("node"),
                        rs.getString("path"),
                        rs.getBoolean("active"),
                        rs.getObject("created_by", UUID.class),
                        rs.getBoolean("maker_active"),
                        ApiKeys.instant(rs, "expires_at"),
                        ApiKeys.instant(rs, "revoked_at"),
                        ApiKeys.instant(rs, "last_used_at")))
                .single();
    }
}
