/** The tree of head office, provinces, cities and outlets, departments, positions, and who works where. Owns {@code core.org_level}, {@code core.org_node}, {@code core.department}, {@code core.position}, {@code core.staff_assignment}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "audit", "billing", "event", "problem", "tenancy", "ui", "web"})
package io.storelane.organization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
