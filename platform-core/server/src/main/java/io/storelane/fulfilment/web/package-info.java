/** Pages of fulfilment orders and hand-overs, and the public API of both. */
@NullMarked
package io.storelane.fulfilment.web;

import org.jspecify.annotations.NullMarked;
