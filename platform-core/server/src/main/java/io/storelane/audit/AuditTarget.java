package io.storelane.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an audit entry is about.
 *
 * @param type kind of thing, for example {@code member}
 * @param label its name as it was then
 * @param nodeId organisation node it stands at; null if it concerns the whole workspace
 */
public record AuditTarget(
        String type, UUID id, String label, @Nullable UUID nodeId) {}
