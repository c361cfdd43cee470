/** Pages of module {@code notification}. */
@NullMarked
package io.storelane.notification.web;

import org.jspecify.annotations.NullMarked;
