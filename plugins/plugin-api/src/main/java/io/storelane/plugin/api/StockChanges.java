package io.storelane.plugin.api;

import java.util.Map;
import java.util.UUID;

/**
 * Service {@code stock.write}: changes stock through the ledger, as people do on the server's own pages: each change leaves a move, an
 * entry in the trail and an event. In a page, where the person may; in background work, everywhere. Joins a transaction of the plugin.
 *
 * <pre>{@code
 * stock.adjust(location, Map.of("CUP-RED", -2L), "till 4711", "sold at the till");
 * }</pre>
 *
 * <p>Each method does all lines or none; {@link Refusal} names those at fault: {@code inventory/sku-unknown},
 * {@code inventory/below-reserved}, ...
 */
public interface StockChanges {

    /** Lines of one change at most. */
    int MOST_LINES = 500;

    /**
     * Units more, or less if negative; never below what is reserved.
     *
     * @param units by SKU
     * @param reference number of the paper behind it; may be empty
     * @param note in words; may be empty
     */
    void adjust(UUID location, Map<String, Long> units, String reference, String note);

    /** What was counted, 0 or more: a fact, which is stored though less is there than is reserved. The rest as {@link #adjust}. */
    void count(UUID location, Map<String, Long> units, String reference, String note);
}
