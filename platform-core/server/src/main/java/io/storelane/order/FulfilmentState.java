package io.storelane.order;

import java.util.Locale;

/** How far an order is on its way to the shopper. The first three follow from the units that are held for it. */
public enum FulfilmentState {
    UNALLOCATED,
    PARTLY_ALLOCATED,
    ALLOCATED,
    IN_WORK,
    SHIPPED,
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
