/** Members of a workspace and invitations to it. Owns {@code platform.membership}, {@code platform.invitation_token}, {@code core.invitation}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {
            "access",
            "audit",
            "billing",
            "event",
            "job",
            "notification",
            "organization",
            "problem",
            "role",
            "tenancy",
            "ui",
            "web"
        })
package io.storelane.member;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
