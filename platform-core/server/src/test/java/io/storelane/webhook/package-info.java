@NullMarked
package io.storelane.webhook;

import org.jspecify.annotations.NullMarked;
