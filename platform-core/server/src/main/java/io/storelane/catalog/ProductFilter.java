package io.storelane.catalog;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which products to show.
 *
 * @param q words of which each must be in title, SKU or GTIN; empty = all
 * @param state null = all
 * @param categoryId this category and all below it; null = all
 * @param sort {@code updated} or {@code name}, with a hyphen before it from the end
 */
public record ProductFilter(
        String q,
        @Nullable ProductState state,
        @Nullable ProductKind kind,
        @Nullable UUID brandId,
        @Nullable UUID categoryId,
        String sort) {

    public ProductFilter {
        sort = List.of("name", "-name", "updated").contains(sort) ? sort : "-updated";
    }

    public static ProductFilter of(String q) {
        return new ProductFilter(q, null, null, null, null, "-updated");
    }

    ProductFilter in(@Nullable ProductState other) {
        return new ProductFilter(q, other, kind, brandId, categoryId, sort);
    }
}
