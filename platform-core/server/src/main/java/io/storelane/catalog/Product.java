package io.storelane.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product as a whole.
 *
 * @param brand name of the brand; null if it has none
 * @param category names from the top of the tree to its own
 * @param exclusive true: only {@code channels} may sell it; false: all may
 */
public record Product(
        UUID id,
        ProductState state,
        ProductDetails details,
        @Nullable String brand,
        List<Text> category,
        boolean exclusive,
        List<UUID> channels,
        List<Variant> variants,
        List<ProductImage> images,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    public String name(Locale locale) {
        return details.title().in(locale);
    }

    /** SKUs of components that keep a channel from selling it, though it may itself be sold there. */
    public List<String> keptFrom(UUID channelId) {
        if (exclusive && !channels.contains(channelId)) {
            return List.of();
        }
        return variants.stream()
                .filter(Variant::active)
                .flatMap(v -> v.components().stream())
                .filter(c -> !c.soldBy(channelId))
                .map(Variant.Component::sku)
                .distinct()
                .sorted()
                .toList();
    }

    public boolean isBundle() {
        return details.kind() == ProductKind.BUNDLE;
    }
}
