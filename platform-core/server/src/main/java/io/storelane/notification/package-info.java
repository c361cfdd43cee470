/**
 * What people are told: in the product, where a person sees it as long as the person may see what it is about, and by mail, in
 * the language of the receiver. It is written with the change it tells of; mail is sent after commit, retried. Owns
 * {@code core.mail}, {@code core.notification}, {@code core.notification_choice}, {@code core.notification_way},
 * {@code core.notification_sending}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "event", "problem", "tenancy", "ui", "web"})
package io.storelane.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
