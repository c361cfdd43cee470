package io.storelane.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receiver as the courier needs it.
 *
 * @param secrets the present one, and the one before while that still counts
 */
record Receiver(
        UUID id,
        String name,
        URI url,
        List<byte[]> secrets,
        @Nullable Instant failingSince,
        @Nullable Instant succeededAt) {}
