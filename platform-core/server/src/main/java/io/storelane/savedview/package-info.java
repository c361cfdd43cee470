/** Filters of lists under names that people gave them, each seen by its maker only. Owns {@code core.saved_view}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "problem", "tenancy", "ui", "web"})
package io.storelane.savedview;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
