@NullMarked
package io.storelane.savedview;

import org.jspecify.annotations.NullMarked;
