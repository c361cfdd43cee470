/** Key figures of orders: sums by day that are kept beside the orders, and what waits to be done. */
@NullMarked
package io.storelane.order.figure;

import org.jspecify.annotations.NullMarked;
