package io.storelane.inventory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as it is seen.
 *
 * @param reason JSON of what the rule compared
 */
public record HeldUnits(
        UUID id,
        UUID orderId,
        UUID lineId,
        UUID variantId,
        UUID locationId,
        String locationCode,
        String locationName,
        long units,
        String state,
        String rule,
        String reason,
        @Nullable Instant expiresAt) {}
