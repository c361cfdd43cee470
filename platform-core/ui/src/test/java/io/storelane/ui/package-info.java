@NullMarked
package io.storelane.ui;

import org.jspecify.annotations.NullMarked;
