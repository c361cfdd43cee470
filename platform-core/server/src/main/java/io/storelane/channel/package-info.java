/** Sales channels: the places that sell. Owns {@code core.channel}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "event",
            "organization",
            "problem",
            "tenancy",
            "ui",
            "web",
            "workspace"
        })
package io.storelane.channel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
