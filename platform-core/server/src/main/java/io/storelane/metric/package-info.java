/**
 * Key figures and what waits to be done, by name: what each one is, what it counts, the list behind it. Knows none of those who bring
 * them: each is a bean of {@link io.storelane.metric.Figure} or {@link io.storelane.metric.ToDo} in the module whose rows it counts.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "audit", "problem", "tenancy", "ui", "web"})
package io.storelane.metric;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
