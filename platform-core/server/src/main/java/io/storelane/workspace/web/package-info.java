/** Pages of module {@code workspace}. */
@NullMarked
package io.storelane.workspace.web;

import org.jspecify.annotations.NullMarked;
