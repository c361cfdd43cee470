@NullMarked
package io.storelane.secret;

import org.jspecify.annotations.NullMarked;
