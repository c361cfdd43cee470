/** Plans, subscriptions and what they entitle a tenant to. Owns {@code platform.plan}, {@code platform.plan_limit}, {@code platform.subscription}, {@code core.usage_day}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"event", "tenancy"})
package io.storelane.billing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
