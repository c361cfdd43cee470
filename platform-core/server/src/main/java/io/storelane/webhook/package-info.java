/**
 * Sends the events of a workspace to receivers of its own, signed, those of one object in their order, until the receiver has
 * taken them or they are given up. Owns {@code core.webhook}, {@code core.webhook_delivery} and {@code core.webhook_attempt}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "billing",
            "event",
            "http",
            "metric",
            "notification",
            "problem",
            "savedview",
            "secret",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
