/** The Storelane server. */
@NullMarked
package io.storelane;

import org.jspecify.annotations.NullMarked;
