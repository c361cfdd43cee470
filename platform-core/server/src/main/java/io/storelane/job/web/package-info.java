/** Pages of module {@code job}. */
@NullMarked
package io.storelane.job.web;

import org.jspecify.annotations.NullMarked;
