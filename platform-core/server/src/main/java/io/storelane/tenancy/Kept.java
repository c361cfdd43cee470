package io.storelane.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

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
    private final TransactionTemplate reading;
    private final Cache<Key<K>, Value<V>> values;

    /** See {@link Stamps#keep}. */
    Kept(Stamps stamps, TransactionTemplate reading, long most, ToIntFunction<V> size) {
        this.stamps = stamps;
        this.reading = reading;
        this.values = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((Key<K> _, Value<V> value) -> size.applyAsInt(value.value()))
                .build();
    }

    /**
     * A thing of the tenant of the scope.
     *
     * @param load reads it by keys, in a transaction
     */
    public V get(K key, Supplier<V> load) {
        return get(key, _ -> true, load);
    }

    /**
     * A thing of the tenant of the scope.
     *
     * @param good whether one that is kept serves
     * @param load reads it by keys, in a transaction
     */
    public V get(K key, Predicate<V> good, Supplier<V> load) {
        return Objects.requireNonNull(
                getAll(List.of(key), good, _ -> Map.of(key, load.get())).get(key));
    }

    /**
     * Things of the tenant of the scope.
     *
     * @param good whether one that is kept serves
     * @param load reads those that are not kept or do not serve by keys, in a transaction; things that it does not find are missing
     */
    public Map<K, V> getAll(Collection<K> keys, Predicate<V> good, Function<List<K>, Map<K, V>> load) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return load.apply(List.copyOf(keys));
        }
        TenantId tenant = Scope.currentTenant();
        long stamp = stamps.current(tenant);
        Map<K, V> found = new HashMap<>();
        List<K> missing = new ArrayList<>();
        for (K key : keys) {
            Value<V> kept = values.getIfPresent(new Key<>(tenant, key));
            if (kept != null && kept.stamp() == stamp && good.test(kept.value())) {
                found.put(key, kept.value());
            } else {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            // begun after the stamp was read: what changes in between has another stamp
            Objects.requireNonNull(reading.execute(_ -> load.apply(missing))).forEach((key, value) -> {
                values.put(new Key<>(tenant, key), new Value<>(stamp, value));
                found.put(key, value);
            });
        }
        return found;
    }
}
