/** Pages and interface of webhooks. */
@NullMarked
package io.storelane.webhook.web;

import org.jspecify.annotations.NullMarked;
