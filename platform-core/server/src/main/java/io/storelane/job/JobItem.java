package io.storelane.job;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item as its handler gets it.
 *
 * @param kind of the job
 * @param params values of the whole job
 * @param position of the item, from 0
 * @param ref the record it is about
 */
public record JobItem(
        UUID jobId,
        String kind,
        Map<String, Object> params,
        int position,
        @Nullable UUID ref,
        String label) {}
