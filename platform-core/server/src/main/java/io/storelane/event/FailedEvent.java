package io.storelane.event;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that a consumer was given several times and did not take.
 *
 * @param id of the failure; the same event may fail with several consumers
 * @param payload of the event, as JSON
 * @param error what kind of failure it was the last time
 */
public record FailedEvent(
        UUID id,
        String consumer,
        String type,
        String aggregateType,
        UUID aggregateId,
        String payload,
        int attempts,
        String error,
        Instant occurredAt,
        Instant since) {}
