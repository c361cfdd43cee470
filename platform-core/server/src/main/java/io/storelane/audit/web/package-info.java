/** Pages of module {@code audit}. */
@NullMarked
package io.storelane.audit.web;

import org.jspecify.annotations.NullMarked;
