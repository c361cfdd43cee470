/** Products, their variants and prices. Owns {@code core.product}, {@code core.variant}, {@code core.price_list} and what belongs to them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"tenancy"})
package io.storelane.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
