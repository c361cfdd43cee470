package io.storelane.plugin.api;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code stock.read}: what is where. In a page, at locations that the person may see; in background work, at all.
 *
 * <pre>{@code
 * long units = stock.promised(channel, List.of(variant)).getOrDefault(variant, 0L);
 * }</pre>
 */
public interface StockBook {

    /** Levels of a page at most. */
    int MOST = 500;

    /** Levels of a variant, of all locations that have or had any. */
    List<Level> levels(UUID variant);

    /**
     * Those that follow in the order of variant and location.
     *
     * @param after the last one of the page before; null = from the beginning
     * @param most 1 to {@link #MOST}
     * @return empty at the end
     */
    List<Level> page(@Nullable Level after, int most);

    /**
     * Units that a channel may promise, by variant: neither reserved nor kept back, less the channel's buffer. Variants without units
     * of their own are missing.
     *
     * @throws Refusal if there is no such channel
     */
    Map<UUID, Long> promised(UUID channel, Collection<UUID> variants);

    /** Units of a variant at a location, as they are now. Levels have no version: what was read last counts. */
    interface Level {

        UUID variant();

        String sku();

        UUID location();

        String locationCode();

        long onHand();

        /** Those of them that orders wait for. */
        long reserved();

        /** Those that are not promised to anybody. */
        long safety();
    }
}
