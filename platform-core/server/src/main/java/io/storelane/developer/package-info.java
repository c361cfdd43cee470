/** What authors of plugins build with, as a Maven repository: files of a folder that a release brings. Owns no table. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.storelane.developer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
