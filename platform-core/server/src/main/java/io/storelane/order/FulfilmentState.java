package io.storelane.order;

import java.util.Locale;

/** How far an order is on its way to the shopper. It follows from the units of its lines: those that are held for it, that a location works on, that left, that arrived. */
public enum FulfilmentState {
    UNALLOCATED,
    PARTLY_ALLOCATED,
    ALLOCATED,
    IN_WORK,
    PARTLY_SHIPPED,
    SHIPPED,
    PARTLY_DELIVERED,
    DELIVERED;

    /**
     * @param reserved units held
     * @param missing units that nobody has
     * @param unknown true if it has a line whose SKU is not known
     */
    public static FulfilmentState of(long reserved, long missing, boolean unknown) {
        if (missing == 0 && !unknown) {
            return ALLOCATED;
        }
        return reserved > 0 ? PARTLY_ALLOCATED : UNALLOCATED;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
