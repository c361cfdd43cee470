/** The log of what happened, written in the business transaction: outbox and history in one. Owns {@code core.event}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"tenancy"})
package io.storelane.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
