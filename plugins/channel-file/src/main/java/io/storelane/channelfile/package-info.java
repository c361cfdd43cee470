/** Channels without a programming interface: orders come in and stock goes out by files of rows. */
@NullMarked
package io.storelane.channelfile;

import org.jspecify.annotations.NullMarked;
