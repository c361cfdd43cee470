package io.storelane.inventory;

import java.util.Locale;
import java.util.UUID;

/**
 * A variant as stock knows it.
 *
 * @param kind {@code goods}, {@code service} or {@code bundle}; only goods have units
 */
public record StockItem(UUID id, String sku, String titleZh, String titleEn, String kind) {

    /** Its product's title in this language, else in the other one. */
    public String title(Locale locale) {
        return title(titleZh, titleEn, locale);
    }

    public boolean hasUnits() {
        return kind.equals("goods");
    }

    static String title(String zh, String en, Locale locale) {
        boolean chinese = locale.getLanguage().equals("zh");
        String first = chinese ? zh : en;
        return first.isEmpty() ? (chinese ? en : zh) : first;
    }
}
