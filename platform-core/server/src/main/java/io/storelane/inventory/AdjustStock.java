package io.storelane.inventory;

import java.util.UUID;

/**
 * A level to be put right; one of many that are done or refused each by itself.
 *
 * @param quantity units more, or less if negative
 */
public record AdjustStock(UUID locationId, String sku, long quantity, String reference, String note) {

    /** How many may be done at once. */
    public static final int MOST = 1_000;
}
