/** Pages and API of module {@code export}. */
@NullMarked
package io.storelane.export.web;

import org.jspecify.annotations.NullMarked;
