package io.storelane.catalog;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product in a list.
 *
 * @param cover file of its first picture
 * @param sku of its first variant
 * @param lowest lowest price of its active variants in the base list, minor units; null if there is none
 * @param currency currency of the base list
 */
public record ProductSummary(
        UUID id,
        String name,
        String titleZh,
        String titleEn,
        String kind,
        String state,
        @Nullable String brand,
        @Nullable String categoryZh,
        @Nullable String categoryEn,
        @Nullable UUID cover,
        String sku,
        long variants,
        @Nullable Long lowest,
        @Nullable Long highest,
        @Nullable String currency,
        Instant updatedAt,
        long version) {

    public String title(Locale locale) {
        return new Text(titleZh, titleEn).in(locale);
    }

    public String category(Locale locale) {
        return categoryZh == null || categoryEn == null ? "" : new Text(categoryZh, categoryEn).in(locale);
    }
}
