/**
 * What Storelane needs around it on one machine: PostgreSQL, Keycloak and a mail catcher, started from Java by the
 * {@code run} script and by the test suites. Nothing here is used in production.
 */
@NullMarked
package io.storelane.local;

import org.jspecify.annotations.NullMarked;
