package io.storelane.inventory;

import java.util.List;
import java.util.UUID;

/**
 * What was done to the stock of a location; all lines or none.
 *
 * @param reference number of the paper behind it; may be empty
 * @param note in the words of whoever did it; may be empty
 */
public record ChangeStock(UUID locationId, List<Line> lines, String reference, String note) {

    /** Lines that one change may have at most. */
    public static final int MOST_LINES = 500;

    /**
     * @param quantity units: received, damaged, counted, or by how many the stock is put right
     */
    public record Line(String sku, long quantity) {}
}
