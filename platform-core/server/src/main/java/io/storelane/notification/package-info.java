/** Mail to people, in the language of the receiver: written with the change it tells of, sent after commit, retried. Owns {@code core.mail}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"tenancy"})
package io.storelane.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
