/** Pages and API of module {@code dataset}. */
@NullMarked
package io.storelane.dataset.web;

import org.jspecify.annotations.NullMarked;
