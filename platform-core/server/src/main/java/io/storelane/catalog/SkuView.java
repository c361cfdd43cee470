package io.storelane.catalog;

import java.util.Locale;
import java.util.UUID;

/**
 * A variant as those see it who hold or move it.
 *
 * @param id of the variant
 * @param kind {@code goods}, {@code service} or {@code bundle}; only goods have units
 */
public record SkuView(UUID id, String sku, String titleZh, String titleEn, String kind) {

    /** Its product's title in this language, else in the other one. */
    public String title(Locale locale) {
        return title(titleZh, titleEn, locale);
    }

    public boolean hasUnits() {
        return kind.equals("goods");
    }

    /** The title in this language, else in the other one. */
    public static String title(String zh, String en, Locale locale) {
        boolean chinese = locale.getLanguage().equals("zh");
        String first = chinese ? zh : en;
        return first.isEmpty() ? (chinese ? en : zh) : first;
    }
}
