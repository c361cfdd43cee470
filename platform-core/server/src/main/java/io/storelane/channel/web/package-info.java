/** Pages of module {@code channel}. */
@NullMarked
package io.storelane.channel.web;

import org.jspecify.annotations.NullMarked;
