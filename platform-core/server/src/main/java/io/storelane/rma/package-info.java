/** Returns: what shoppers want to give back, what came, what was found on inspection, what was given for it. Owns {@code core.rma}, {@code core.rma_line}, {@code core.rma_balance}, {@code core.rma_shipping}, {@code core.rma_entry}, {@code core.rma_setting}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "event",
            "fulfilment",
            "inventory",
            "job",
            "metric",
            "order",
            "organization",
            "problem",
            "savedview",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.rma;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
