/** Pages of module {@code catalog}. */
@NullMarked
package io.storelane.catalog.web;

import org.jspecify.annotations.NullMarked;
