/** Locations, stock and who it is held for. Owns {@code core.location}, {@code core.stock_level}, {@code core.stock_move}, {@code core.reservation}, {@code core.stock_transfer}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "tenancy"})
package io.storelane.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
