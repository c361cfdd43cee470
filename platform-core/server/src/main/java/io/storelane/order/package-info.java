/** Orders of every source: taken in, routed, changed, cancelled, paid. Owns {@code core.sales_order}, {@code core.order_line}, {@code core.order_discount}, {@code core.order_payment}, {@code core.order_entry}, {@code core.order_task}, {@code core.order_setting}, {@code core.order_day}, {@code core.order_counted}, {@code core.order_day_state}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "catalog",
            "channel",
            "customer",
            "dataset",
            "event",
            "inventory",
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
package io.storelane.order;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
