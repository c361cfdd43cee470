/** Pages and interface of API keys. */
@NullMarked
package io.storelane.api.web;

import org.jspecify.annotations.NullMarked;
