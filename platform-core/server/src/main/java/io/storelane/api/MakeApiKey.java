package io.storelane.api;

import io.storelane.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param scopes what it may be used for
 * @param brought the same for permissions that plugins have brought, by their names
 * @param nodeId the key reaches this node and what is below it
 * @param expiresAt null = never
 */
public record MakeApiKey(
        String name,
        Set<Permission> scopes,
        Set<String> brought,
        UUID nodeId,
        @Nullable Instant expiresAt) {

    /** Without permissions of plugins. */
    public MakeApiKey(String name, Set<Permission> scopes, UUID nodeId, @Nullable Instant expiresAt) {
        this(name, scopes, Set.of(), nodeId, expiresAt);
    }

    /** All that it may be used for, by names. */
    List<String> names() {
        return Stream.concat(scopes.stream().map(Permission::key), brought.stream())
                .sorted()
                .toList();
    }
}
