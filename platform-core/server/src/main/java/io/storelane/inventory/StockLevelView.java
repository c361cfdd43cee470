package io.storelane.inventory;

import io.storelane.catalog.SkuView;
import java.util.Locale;
import java.util.UUID;

/**
 * How much of a variant is at a location.
 *
 * @param onHand units there
 * @param reserved those of them that orders wait for
 * @param safety units that are not promised to anybody
 * @param coming units on the way to it from other locations
 */
public record StockLevelView(
        UUID variantId,
        String sku,
        String titleZh,
        String titleEn,
        UUID locationId,
        String locationCode,
        String locationName,
        long onHand,
        long reserved,
        long safety,
        long coming) {

    /** Units that no order waits for. */
    public long available() {
        return onHand - reserved;
    }

    /** True if less is available than should be kept. */
    public boolean low() {
        return available() < safety;
    }

    /** {@code out} (nothing available), {@code low}, or {@code good}. */
    public String state() {
        return available() == 0 ? "out" : low() ? "low" : "good";
    }

    public String title(Locale locale) {
        return SkuView.title(titleZh, titleEn, locale);
    }

    /** Names the level in forms. */
    public String key() {
        return variantId + ":" + locationId;
    }
}
