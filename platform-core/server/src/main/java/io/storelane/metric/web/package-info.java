/** Interface of module {@code metric}. */
@NullMarked
package io.storelane.metric.web;

import org.jspecify.annotations.NullMarked;
