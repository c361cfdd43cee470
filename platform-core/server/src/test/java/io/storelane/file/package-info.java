@NullMarked
package io.storelane.file;

import org.jspecify.annotations.NullMarked;
