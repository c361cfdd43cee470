/** Files of orders, with a real server. */
@NullMarked
package io.storelane.channelfile;

import org.jspecify.annotations.NullMarked;
