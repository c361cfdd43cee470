package io.storelane.api;

import io.storelane.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key as shown.
 *
 * @param brought names of permissions that plugins have brought
 * @param hint last characters of the secret
 * @param previousUntil the secret before the last rotation works until then; null if there is none
 * @param state {@code active}, {@code expired}, {@code revoked} or {@code orphaned} (its maker is no member any more)
 */
public record ApiKeyView(
        UUID id,
        String name,
        String hint,
        Set<Permission> scopes,
        Set<String> brought,
        UUID nodeId,
        String node,
        String madeBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant previousUntil,
        String state) {

    /** Names of all that it may be used for. */
    public List<String> names() {
        return Stream.concat(scopes.stream().map(Permission::key), brought.stream())
                .sorted()
                .toList();
    }

    public boolean active() {
        return state.equals("active");
    }
}
