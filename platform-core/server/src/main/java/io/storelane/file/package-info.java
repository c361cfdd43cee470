/** Files of a tenant, checked for size and real content. Owns {@code core.file}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"tenancy", "problem", "billing"})
package io.storelane.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
