package io.storelane.catalog;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a channel may sell of a SKU, at one moment.
 *
 * @param kind goods, service or bundle
 * @param listed true if the product is listed and the variant active, and a bundle consists of something
 * @param authorized false if the product is exclusive to other channels
 * @param price price of one unit in minor units of the currency asked for; null if no list has one
 * @param floor lowest price of one unit after all discounts in the channel; null if there is none
 * @param components what one unit of a bundle consists of; empty for others
 */
public record Offer(
        UUID variantId,
        UUID productId,
        String sku,
        String titleZh,
        String titleEn,
        String kind,
        boolean listed,
        boolean authorized,
        @Nullable Long price,
        @Nullable Long floor,
        List<Component> components) {

    /**
     * A variant in a bundle.
     *
     * @param authorized false if its product is exclusive to other channels: the bundle may not be sold then either
     */
    public record Component(
            UUID variantId,
            String sku,
            String titleZh,
            String titleEn,
            String kind,
            long quantity,
            boolean authorized) {}

    public boolean isBundle() {
        return kind.equals("bundle");
    }

    /** The title in a language, in the other one if it has none. */
    public String title(Locale locale) {
        return title(locale, titleZh, titleEn);
    }

    public static String title(Locale locale, String zh, String en) {
        boolean chinese = locale.getLanguage().equals("zh");
        String wanted = chinese ? zh : en;
        return wanted.isEmpty() ? (chinese ? en : zh) : wanted;
    }
}
