/** The life of a workspace: name and address, provisioning, first steps, settings. Owns {@code platform.tenant}, {@code core.tenant_profile}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "billing",
            "event",
            "file",
            "identity",
            "member",
            "metric",
            "organization",
            "problem",
            "role",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.workspace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
