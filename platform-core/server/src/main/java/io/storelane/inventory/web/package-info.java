/** Pages and interface of module {@code inventory}. */
@NullMarked
package io.storelane.inventory.web;

import org.jspecify.annotations.NullMarked;
