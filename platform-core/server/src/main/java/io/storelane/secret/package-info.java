/**
 * What must be read again and may be read by nobody who has only the database: sealed with a key of the workspace, which is
 * itself sealed with the master key of the installation. Owns {@code core.secret} and {@code core.secret_key}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"tenancy"})
package io.storelane.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
