/** Pages of plugins, and the operators' address. */
@NullMarked
package io.storelane.plugin.web;

import org.jspecify.annotations.NullMarked;
