/** Papers: PDF files of what other modules bring, with fonts that hold Chinese. Owns no table. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.storelane.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
