/** Pages and interface of module {@code customer}. */
@NullMarked
package io.storelane.customer.web;

import org.jspecify.annotations.NullMarked;
