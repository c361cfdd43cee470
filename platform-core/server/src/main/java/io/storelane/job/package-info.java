/** Work of a tenant that takes longer than a request: progress, result of each item, cancel, run again. Owns {@code core.job}, {@code core.job_item}. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"access", "audit", "event", "metric", "notification", "problem", "tenancy", "ui", "web"})
package io.storelane.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
