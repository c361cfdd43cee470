package io.storelane.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job.
 *
 * @param done items that were tried, the failed ones included
 * @param cancelling true if it was cancelled and its worker has not noticed yet
 */
public record JobView(
        UUID id,
        String kind,
        JobState state,
        int total,
        int done,
        int failed,
        boolean cancelling,
        String requester,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** True if some of its items can be run again. */
    public boolean repeatable() {
        return !state.isOpen() && (failed > 0 || done < total);
    }
}
