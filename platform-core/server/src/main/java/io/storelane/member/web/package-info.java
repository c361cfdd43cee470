/** Pages of module {@code member}. */
@NullMarked
package io.storelane.member.web;

import org.jspecify.annotations.NullMarked;
