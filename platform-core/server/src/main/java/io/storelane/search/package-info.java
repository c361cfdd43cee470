/**
 * Search in the text of records: substrings, two Chinese characters. Owns {@code core.search_entry}, {@code core.search_fresh},
 * {@code core.search_segment} and {@code core.search_posting}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"access", "organization", "tenancy"})
package io.storelane.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
