@NullMarked
package io.storelane.web.api;

import org.jspecify.annotations.NullMarked;
