/** What can go wrong in a way the caller can act on, and how it is said: one enum per module names the cases, one mapper turns them into a page or a problem document (RFC 9457). */
@NullMarked
@ApplicationModule(type = ApplicationModule.Type.OPEN)
package io.storelane.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
