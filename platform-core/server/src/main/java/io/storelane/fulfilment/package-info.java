/** What locations have to send for orders: accepted, picked, packed, shipped in parcels, delivered; and the hand-overs between departments. Owns {@code core.fulfilment}, {@code core.fulfilment_line}, {@code core.parcel}, {@code core.parcel_line}, {@code core.hand_over}, {@code core.fulfilment_setting}, {@code platform.tracking_token}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "catalog",
            "document",
            "event",
            "inventory",
            "job",
            "metric",
            "order",
            "organization",
            "problem",
            "savedview",
            "tenancy",
            "ui",
            "web",
            "workspace"
        })
package io.storelane.fulfilment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
