/**
 * The one client by which the product calls addresses that people enter: it reaches nothing that is not public, follows no
 * redirect, waits for no answer longer than it was told, and reads no more of it than it needs.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem"})
package io.storelane.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
