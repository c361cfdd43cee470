package io.storelane.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to show.
 *
 * @param q part of the target's or actor's name, or a whole request id; empty = all
 * @param action an action; empty = all
 * @param from first instant, inclusive
 * @param until last instant, exclusive
 */
public record AuditFilter(
        String q,
        String action,
        @Nullable UUID actor,
        @Nullable Instant from,
        @Nullable Instant until) {}
