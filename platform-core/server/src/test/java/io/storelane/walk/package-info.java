/** Walks through the running product in a real browser, as its users take them. */
@NullMarked
package io.storelane.walk;

import org.jspecify.annotations.NullMarked;
