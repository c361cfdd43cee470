/** Pages and API of returns. */
@NullMarked
package io.storelane.rma.web;

import org.jspecify.annotations.NullMarked;
