package io.storelane.inventory;

import io.storelane.tenancy.Actor;
import io.storelane.tenancy.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Units to be held for a line of an order at a location.
 *
 * @param number of the order, for the history; empty if its history has it already
 * @param units more than 0
 * @param rule which rule chose the location, see {@link Router.Rule}
 * @param reason what the rule compared
 * @param expiresAt when the units go back by themselves; null = never
 * @param keepSafety true if the units kept back for safety may not be taken
 * @param actor who holds them, for the history
 */
public record Hold(
        TenantId tenant,
        UUID id,
        UUID orderId,
        String number,
        UUID lineId,
        UUID variantId,
        UUID locationId,
        long units,
        String rule,
        Map<String, Object> reason,
        @Nullable Instant expiresAt,
        boolean keepSafety,
        Actor actor) {}
