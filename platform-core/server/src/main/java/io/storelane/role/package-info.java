/** Roles of a workspace: templates for the usual departments and positions, own roles, who holds which role at which node. Owns {@code core.role}, {@code core.role_permission}, {@code core.role_assignment}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"access", "audit", "billing", "event", "organization", "problem", "tenancy", "web"})
package io.storelane.role;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
