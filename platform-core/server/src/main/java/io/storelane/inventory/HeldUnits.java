package io.storelane.inventory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as it is seen.
 *
 * @param inWork how many of them the location works on
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
        long inWork,
        String state,
        String rule,
        String reason,
        @Nullable Instant expiresAt) {

    /** Units that nobody works on. */
    public long idle() {
        return units - inWork;
    }

    public boolean isHeld() {
        return state.equals("held");
    }
}
