/** Shops on Vendure 3, by their admin API. */
@NullMarked
package io.storelane.channelvendure;

import org.jspecify.annotations.NullMarked;
