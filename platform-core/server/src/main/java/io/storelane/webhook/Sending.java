package io.storelane.webhook;

import java.util.UUID;

/**
 * A delivery that this server has taken to send it.
 *
 * @param attempts this one included; nobody else has taken it since as long as the row says the same
 */
record Sending(UUID id, UUID webhookId, UUID objectId, int attempts, Message message) {}
