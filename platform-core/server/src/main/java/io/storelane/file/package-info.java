/** Files of a tenant, checked for size and real content. Owns {@code core.file}, {@code core.file_rendition} and the file store. */
@NullMarked
@ApplicationModule(allowedDependencies = {"billing", "problem", "tenancy"})
package io.storelane.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
