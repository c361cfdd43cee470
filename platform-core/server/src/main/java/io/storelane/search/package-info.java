/** Search in the text of records: substrings, two Chinese characters. Owns {@code core.search_entry}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "organization", "tenancy"})
package io.storelane.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
