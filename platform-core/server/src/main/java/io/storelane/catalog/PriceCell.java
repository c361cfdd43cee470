package io.storelane.catalog;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A variant and its price in a list.
 *
 * @param amount minor units of the list's currency; null if the list has no price for it
 */
public record PriceCell(
        UUID variantId,
        String sku,
        UUID productId,
        Text title,
        List<Text> optionValues,
        @Nullable Long amount) {

    public String label(Locale locale) {
        String options = optionValues.stream().map(v -> v.in(locale)).collect(Collectors.joining(" · "));
        return options.isEmpty() ? title.in(locale) : title.in(locale) + " · " + options;
    }
}
