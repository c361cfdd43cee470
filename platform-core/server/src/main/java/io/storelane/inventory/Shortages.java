package io.storelane.inventory;

import java.util.List;
import java.util.UUID;

/**
 * Told when units that were held for somebody are gone: counted less or damaged. Implemented by whoever holds them; runs in
 * the transaction that takes them away.
 */
public interface Shortages {

    /**
     * @param units units that the line lost, more than 0
     * @param inWork how many of them the location worked on
     */
    record Lost(UUID orderId, UUID lineId, UUID variantId, UUID locationId, long units, long inWork) {}

    /** @param why {@code count}, {@code damage} or {@code expired} */
    void lost(List<Lost> lost, String why);
}
