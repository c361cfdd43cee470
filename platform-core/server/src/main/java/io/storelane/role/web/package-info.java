/** Pages of module {@code role}. */
@NullMarked
package io.storelane.role.web;

import org.jspecify.annotations.NullMarked;
