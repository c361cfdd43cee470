/**
 * Files out that take longer than a request: a long list, or all that a workspace has. A job reads them piece by piece into the file
 * store; whoever fetches one gets the pieces as one file. Owns {@code core.export}, {@code core.export_part}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "audit", "file", "job", "problem", "tenancy", "ui", "web"})
package io.storelane.export;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
