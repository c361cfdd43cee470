package io.storelane.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a server keeps in memory of its tenants, as long as their {@link Stamps} stay the same. Inside a transaction it is read anew:
 * the transaction may have changed it.
 *
 * @param <K> names a thing of a tenant
 * @param <V> the thing; nothing that changes
 */
public final class Kept<K, V> {

    private record Key<K>(TenantId tenant, K key) {}

    private record Value<V>(long stamp, V value) {}

    private final Stamps stamps;
    private final Cache<Key<K>, Value<V>> values;

    /** @param most things that are kept of all tenants together */
    public Kept(Stamps stamps, int most) {
        this.stamps = stamps;
        this.values = Caffeine.newBuilder().maximumSize(most).build();
    }

    /**
     * The thing of the tenant of the scope.
     *
     * @param load reads it, in a transaction that begins after this was called
     */
    public V get(K key, Supplier<V> load) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return load.get();
        }
        TenantId tenant = Scope.currentTenant();
        long stamp = stamps.current(tenant);
        Key<K> whole = new Key<>(tenant, key);
        Value<V> kept = values.getIfPresent(whole);
        if (kept != null && kept.stamp() == stamp) {
            return kept.value();
        }
        V value = load.get();
        values.put(whole, new Value<>(stamp, value));
        return value;
    }
}
