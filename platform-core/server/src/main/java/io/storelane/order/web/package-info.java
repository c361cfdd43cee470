/** Pages and interface of module {@code order}. */
@NullMarked
package io.storelane.order.web;

import org.jspecify.annotations.NullMarked;
