/** The connector, with recorded answers of a shop and with a real one. */
@NullMarked
package io.storelane.channelvendure;

import org.jspecify.annotations.NullMarked;
