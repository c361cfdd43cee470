/** The guide for authors of plugins, done step by step. */
@NullMarked
package io.storelane.plugin.guide;

import org.jspecify.annotations.NullMarked;
