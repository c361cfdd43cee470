/** What tests share: one stack, one server, one browser. */
@NullMarked
package io.storelane.support;

import org.jspecify.annotations.NullMarked;
