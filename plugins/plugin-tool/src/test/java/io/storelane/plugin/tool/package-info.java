@NullMarked
package io.storelane.plugin.tool;

import org.jspecify.annotations.NullMarked;
