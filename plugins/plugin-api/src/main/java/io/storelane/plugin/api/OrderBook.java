package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code orders.read}: orders of the workspace. In a page, those that the person may see; in background work, all of them.
 * Personal data is masked.
 *
 * <pre>{@code
 * orders.find(event.objectId()).ifPresent(order -> addPoints(order.customer(), order.total() / 100));
 * }</pre>
 */
public interface OrderBook {

    /** The order, if there is one that may be seen. */
    Optional<PlacedOrder> find(UUID id);

    /** An order as it is now. Amounts are minor units of its currency. */
    interface PlacedOrder {

        UUID id();

        /** As people call it. */
        String number();

        /** {@code placed}, {@code confirmed}, ... as in the API. */
        String state();

        /** ISO 4217. */
        String currency();

        long total();

        /** What was paid, less what was given back. */
        long paid();

        @Nullable UUID customer();

        Instant placedAt();

        List<Line> lines();
    }

    /** A line of an order. */
    interface Line {

        UUID id();

        String sku();

        long quantity();

        /** Minor units, for all of its units. */
        long total();
    }
}
