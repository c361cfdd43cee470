package io.storelane.secret;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps secrets of the tenant of the scope. Asks for no permission: who may see or change one decides the module it is of. */
@Service
public class Secrets {

    private static final int CHUNK = 200;

    private final Database database;
    private final MasterKey master;
    private final Clock clock;

    Secrets(Database database, MasterKey master, Clock clock) {
        this.database = database;
        this.master = master;
        this.clock = clock;
    }

    /**
     * Keeps a secret.
     *
     * @param purpose what it is for, such as {@code webhook}; it is opened for the same purpose only
     * @return the name that it is found by
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID keep(String purpose, byte[] value) {
        UUID tenant = Scope.currentTenant().value();
        UUID id = Ids.next();
        KeySet keys = keysToSeal(tenant);
        sql("""
                        insert into core.secret (tenant_id, id, purpose, key_id, sealed, created_at)
                        values (:tenant, :id, :purpose, :key, :sealed, :now)""")
                .param("id", id)
                .param("purpose", purpose)
                .param("key", keys.primary())
                .param("sealed", keys.seal(value, KeySet.bound(tenant, purpose, id)))
                .param("now", now())
                .update();
        return id;
    }

    /** Secrets by their names; those that there are none of are missing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, byte[]> read(String purpose, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        UUID tenant = Scope.currentTenant().value();
        Map<UUID, byte[]> open = new HashMap<>();
        // keys and secrets as they are at one moment: meanwhile both may be made anew
        database.core()
                .sql("""
                        select s.id, s.sealed, k.keyset from core.secret s join core.secret_key k on k.tenant_id = s.tenant_id
                        where s.tenant_id = ? and s.purpose = ? and s.id = any (?)""")
                .param(tenant)
                .param(purpose)
                .param(Rows.array("uuid", List.copyOf(ids), id -> id))
                .query(rs -> {
                    UUID id = rs.getObject("id", UUID.class);
                    KeySet keys = KeySet.open(rs.getBytes("keyset"), tenant, master);
                    open.put(id, keys.open(rs.getBytes("sealed"), KeySet.bound(tenant, purpose, id)));
                });
        return open;
    }

    /** Removes secrets for good. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void forget(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            sql("delete from core.secret where tenant_id = :tenant and id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
    }

    /** Draws a new key for the tenant of the scope, which seals from now on; its keys are sealed with the present master key. */
    @Transactional
    void renewKey() {
        UUID tenant = Scope.currentTenant().value();
        keys(tenant, "for update").ifPresent(keys -> store(tenant, keys.renewed()));
    }

    /** Seals some secrets anew that an older key sealed. @return how many; 0 when none is left, then the older keys are gone */
    @Transactional
    int sealAnew() {
        UUID tenant = Scope.currentTenant().value();
        // who keeps a secret holds the keys until it is stored
        KeySet keys = keys(tenant, "for update").orElse(null);
        if (keys == null) {
            return 0;
        }
        record Old(UUID id, String purpose, byte[] sealed) {}
        List<Old> old =
                sql("select id, purpose, sealed from core.secret where tenant_id = :tenant and key_id <> :key limit :chunk")
                        .param("key", keys.primary())
                        .param("chunk", CHUNK)
                        .query((rs, _) ->
                                new Old(rs.getObject("id", UUID.class), rs.getString("purpose"), rs.getBytes("sealed")))
                        .list();
        for (Old secret : old) {
            byte[] bound = KeySet.bound(tenant, secret.purpose(), secret.id());
            sql("update core.secret set sealed = :sealed, key_id = :key where tenant_id = :tenant and id = :id")
                    .param("sealed", keys.seal(keys.open(secret.sealed(), bound), bound))
                    .param("key", keys.primary())
                    .param("id", secret.id())
                    .update();
        }
        if (old.isEmpty()) {
            store(tenant, keys.shortened());
        }
        return old.size();
    }

    private KeySet keysToSeal(UUID tenant) {
        Optional<KeySet> present = keys(tenant, "for share");
        if (present.isEmpty()) {
            KeySet drawn = KeySet.draw();
            sql("""
                            insert into core.secret_key (tenant_id, keyset, primary_id, rotated_at)
                            values (:tenant, :keyset, :primary, :now) on conflict do nothing""")
                    .param("keyset", drawn.seal(tenant, master))
                    .param("primary", drawn.primary())
                    .param("now", now())
                    .update();
            present = keys(tenant, "for share");
        }
        return present.orElseThrow();
    }

    private Optional<KeySet> keys(UUID tenant, String lock) {
        return sql("select keyset from core.secret_key where tenant_id = :tenant " + lock)
                .query((rs, _) -> rs.getBytes(1))
                .optional()
                .map(keyset -> KeySet.open(keyset, tenant, master));
    }

    private void store(UUID tenant, KeySet keys) {
        sql("update core.secret_key set keyset = :keyset, primary_id = :primary, rotated_at = :now where tenant_id = :tenant")
                .param("keyset", keys.seal(tenant, master))
                .param("primary", keys.primary())
                .param("now", now())
                .update();
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
