package io.storelane.api;

import io.storelane.access.Permission;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param scopes what it may be used for
 * @param nodeId the key reaches this node and what is below it
 * @param expiresAt null = never
 */
public record MakeApiKey(
        String name,
        Set<Permission> scopes,
        UUID nodeId,
        @Nullable Instant expiresAt) {}
