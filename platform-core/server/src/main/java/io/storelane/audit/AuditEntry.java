package io.storelane.audit;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of the trail. */
public record AuditEntry(
        UUID id,
        Instant at,
        @Nullable UUID actorId,
        String actorName,
        String action,
        String targetType,
        String targetLabel,
        @Nullable String nodeName,
        List<Change> changes,
        String requestId,
        String ip) {

    /** A field that changed; empty text where it was not there. */
    public record Change(String field, String before, String after) {}
}
