/**
 * What is sold: products with their variants, bundles, brands, categories, images, price lists, lowest prices, and which channel
 * may sell what. Products belong to the whole workspace: whoever may see products anywhere sees all of them. Owns
 * {@code core.product}, {@code core.variant}, {@code core.bundle_component}, {@code core.product_image}, {@code core.brand},
 * {@code core.category}, {@code core.price_list}, {@code core.price}, {@code core.price_floor},
 * {@code core.channel_authorization}; and, written no more, {@code core.product_import}, {@code core.product_import_item}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "channel",
            "dataset",
            "event",
            "file",
            "job",
            "problem",
            "savedview",
            "search",
            "tenancy",
            "ui",
            "web",
            "workspace"
        })
package io.storelane.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
