package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Service {@code products.read}: what the workspace sells. In a page, if the person may see products; in background work, all of it.
 *
 * <pre>{@code
 * String title = catalogue.withSku("CUP-RED").map(p -> p.title(context.locale())).orElse("?");
 * }</pre>
 */
public interface Catalogue {

    /** Products of a page at most. */
    int MOST = 500;

    Optional<Product> find(UUID id);

    /** The product that has a variant with this SKU, however its capitals are written. */
    Optional<Product> withSku(String sku);

    /**
     * Those that follow in the order of their ids.
     *
     * @param after null = from the beginning
     * @param most 1 to {@link #MOST}
     * @return empty at the end
     */
    List<Product> page(@Nullable UUID after, int most);

    /** A product as it is now. */
    interface Product {

        UUID id();

        /** {@code goods}, {@code service} or {@code bundle}. */
        String kind();

        /** {@code draft}, {@code listed} or {@code delisted}. */
        String state();

        String titleZh();

        String titleEn();

        /** In this language, else in the other one. */
        String title(Locale locale);

        @Nullable UUID brand();

        @Nullable UUID category();

        Instant updatedAt();

        /** Grows with each change of the product itself; variants have versions of their own. */
        long version();

        /** In their order. */
        List<Variant> variants();
    }

    /** What is ordered and counted. */
    interface Variant {

        UUID id();

        String sku();

        /** As it is printed; empty if there is none. */
        String gtin();

        boolean active();

        /** Gram; null if not known. */
        @Nullable Long weight();

        long version();
    }
}
