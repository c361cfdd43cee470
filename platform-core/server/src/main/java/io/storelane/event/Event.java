package io.storelane.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log.
 *
 * @param type {@code aggregate.verb-in-past}
 * @param aggregateType kind of thing it happened to
 * @param actor the person who did it; null for the system
 */
public record Event(
        UUID id,
        String type,
        String aggregateType,
        UUID aggregateId,
        Map<String, Object> payload,
        @Nullable UUID actor,
        Instant occurredAt) {}
