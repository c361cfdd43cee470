/** Places that hold stock, when and where they ship, and how much of what is in each, with the history that explains every unit. Owns {@code core.location}, {@code core.location_area}, {@code core.location_hours}, {@code core.location_closure}, {@code core.routing_rule}, {@code core.stock_level}, {@code core.stock_move}, {@code core.reservation}, {@code core.stock_transfer}, {@code core.stock_transfer_line}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "catalog",
            "channel",
            "dataset",
            "event",
            "job",
            "metric",
            "notification",
            "organization",
            "problem",
            "savedview",
            "search",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.inventory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
