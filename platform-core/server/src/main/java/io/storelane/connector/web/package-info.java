/** Pages of module {@code connector}. */
@NullMarked
package io.storelane.connector.web;

import org.jspecify.annotations.NullMarked;
