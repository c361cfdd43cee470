@NullMarked
package io.storelane.api;

import org.jspecify.annotations.NullMarked;
