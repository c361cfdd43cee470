package io.storelane.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Counts of long lists, kept for a while: to count a million rows takes a hundred times as long as to show some of them. Short lists
 * are counted each time. When the while is over one caller counts anew, and the others get the old counts meanwhile.
 *
 * @param <K> names what is counted
 */
public final class LargeCounts<K> {

    private static final int MOST = 1_000;

    private record Counted(Map<String, Long> counts, long at, AtomicBoolean again) {}

    private final long small;
    private final Duration serves;
    private final Ticker ticker;
    private final Cache<K, Counted> kept;

    /**
     * @param small lists of up to so many are counted each time
     * @param serves how long the counts of others serve
     */
    public LargeCounts(long small, Duration serves, Ticker ticker) {
        this.small = small;
        this.serves = serves;
        this.ticker = ticker;
        // also where who should count anew fails
        this.kept = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(serves.multipliedBy(3))
                .ticker(ticker)
                .build();
    }

    /** @param count counts by name; the largest one decides whether they are kept */
    public Map<String, Long> get(K key, Supplier<Map<String, Long>> count) {
        Counted old = kept.getIfPresent(key);
        if (old != null
                && (ticker.read() - old.at() < serves.toNanos() || !old.again().compareAndSet(false, true))) {
            return old.counts();
        }
        long at = ticker.read();
        Map<String, Long> counts = count.get();
        if (counts.values().stream().anyMatch(n -> n > small)) {
            kept.put(key, new Counted(Map.copyOf(counts), at, new AtomicBoolean()));
        } else {
            kept.invalidate(key);
        }
        return counts;
    }
}
