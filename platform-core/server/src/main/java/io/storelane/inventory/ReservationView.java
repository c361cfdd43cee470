package io.storelane.inventory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Units of a variant that are kept for an order.
 *
 * @param rule which rule of the router chose the location
 * @param until when they become free again if nothing happens; null = never
 */
public record ReservationView(
        UUID id,
        UUID orderId,
        UUID locationId,
        String locationName,
        long quantity,
        String rule,
        @Nullable Instant until,
        Instant since) {}
