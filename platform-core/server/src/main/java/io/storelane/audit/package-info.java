/** The append-only trail of who changed what: before, after, request. Owns {@code core.audit_entry}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "problem", "tenancy", "ui", "web"})
package io.storelane.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
