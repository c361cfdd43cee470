/** Pages of module {@code identity}. */
@NullMarked
package io.storelane.identity.web;

import org.jspecify.annotations.NullMarked;
