/**
 * The log of what happened, written in the business transaction: outbox and history in one; and its consumers, each of which
 * gets every event once. Owns {@code core.event}, {@code core.event_cursor}, {@code core.event_failure}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "audit", "metric", "problem", "tenancy", "ui", "web"})
package io.storelane.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
