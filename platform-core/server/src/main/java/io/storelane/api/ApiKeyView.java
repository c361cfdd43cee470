package io.storelane.api;

import io.storelane.access.Permission;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as shown.
 *
 * @param hint last characters of the secret
 * @param previousUntil the secret before the last rotation works until then; null if there is none
 * @param state {@code active}, {@code expired}, {@code revoked} or {@code orphaned} (its maker is no member any more)
 */
public record ApiKeyView(
        UUID id,
        String name,
        String hint,
        Set<Permission> scopes,
        UUID nodeId,
        String node,
        String madeBy,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant previousUntil,
        String state) {

    public boolean active() {
        return state.equals("active");
    }
}
