/** The local stack: PostgreSQL, Keycloak and a mail catcher, for development and tests. */
@NullMarked
package io.storelane.local;

import org.jspecify.annotations.NullMarked;
