/** Pages of module {@code event}. */
@NullMarked
package io.storelane.event.web;

import org.jspecify.annotations.NullMarked;
