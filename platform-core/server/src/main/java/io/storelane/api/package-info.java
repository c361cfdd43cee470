/**
 * Keys by which programs act in a workspace, and the answers that repeated requests get again. A key allows no more than its
 * maker may do at that moment. Owns {@code platform.api_key}, {@code core.api_key} and {@code core.idempotency}; what requests
 * and answers have in common is in {@code web.api}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "billing",
            "event",
            "notification",
            "organization",
            "problem",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
