/** What a caller may do, and where: the list of permissions, the part of the tree each is held for. Reads assignments, writes nothing. */
@NullMarked
@ApplicationModule(allowedDependencies = {"problem", "tenancy"})
package io.storelane.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
