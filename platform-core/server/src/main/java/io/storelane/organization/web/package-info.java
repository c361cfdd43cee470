/** Pages of module {@code organization}. */
@NullMarked
package io.storelane.organization.web;

import org.jspecify.annotations.NullMarked;
