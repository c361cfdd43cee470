/**
 * Channels: what a connector implements, and what the server hands to it. The server owns the accounts, when they are asked, what was
 * brought and what was not; a connector only speaks to one kind of channel.
 */
@NullMarked
package io.storelane.plugin.api.channel;

import org.jspecify.annotations.NullMarked;
