@NullMarked
package io.storelane.http;

import org.jspecify.annotations.NullMarked;
