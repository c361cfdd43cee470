package io.storelane.export;

import io.storelane.job.JobState;
import io.storelane.job.JobView;
import io.storelane.web.list.FileFormat;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export.
 *
 * @param list name of the list; empty for the whole workspace
 * @param format of a list; null for the whole workspace, which is an archive
 * @param rows that were read so far
 * @param bytes that they take in the store
 * @param finishedAt when the file was ready; null before
 * @param expired true if its content is there no more
 */
public record ExportView(
        UUID id,
        String list,
        @Nullable FileFormat format,
        long rows,
        long bytes,
        Instant createdAt,
        @Nullable Instant finishedAt,
        Instant expiresAt,
        boolean expired,
        JobView job) {

    public boolean workspace() {
        return list.isEmpty();
    }

    /** True if its file can be fetched. */
    public boolean ready() {
        return finishedAt != null && !expired;
    }

    /** {@code waiting}, {@code running}, {@code ready}, {@code failed}, {@code cancelled} or {@code expired}. */
    public String state() {
        if (expired) {
            return "expired";
        }
        if (finishedAt != null) {
            return "ready";
        }
        return job.state() == JobState.DONE
                ? JobState.FAILED.key()
                : job.state().key();
    }
}
