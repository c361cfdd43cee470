/** The life of a workspace: name and address, provisioning, first steps, settings. Owns {@code platform.tenant}, {@code core.tenant_profile}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "tenancy",
            "problem",
            "access",
            "audit",
            "event",
            "billing",
            "organization",
            "role",
            "member",
            "identity",
            "file",
            "web"
        })
package io.storelane.workspace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
