/** What all pages share: request scope, shell, language and theme, error pages, security headers, limits. */
@NullMarked
@ApplicationModule(type = ApplicationModule.Type.OPEN)
package io.storelane.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
