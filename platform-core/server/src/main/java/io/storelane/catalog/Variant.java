package io.storelane.catalog;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is sold and counted: one combination of a product's options.
 *
 * @param components of a bundle; empty for others
 */
public record Variant(UUID id, UUID productId, VariantDetails details, List<Component> components, long version) {

    /**
     * A variant that a bundle contains.
     *
     * @param onlyBy the channels that may sell it, and so the bundle; null if all may
     */
    public record Component(
            UUID variantId,
            UUID productId,
            String sku,
            Text title,
            String kind,
            long quantity,
            @Nullable List<UUID> onlyBy) {

        public boolean soldBy(UUID channelId) {
            return onlyBy == null || onlyBy.contains(channelId);
        }
    }

    public String sku() {
        return details.sku().value();
    }

    /** The GTIN as it is printed; empty if there is none. */
    public String gtin() {
        Gtin gtin = details.gtin();
        return Gtin.shown(gtin == null ? null : gtin.value());
    }

    public boolean active() {
        return details.active();
    }

    /** Its option values, for example {@code Red · XL}; empty if it is the only one. */
    public String label(Locale locale) {
        return details.optionValues().stream().map(v -> v.in(locale)).collect(Collectors.joining(" · "));
    }

    public @Nullable Long weight() {
        return details.weight();
    }
}
