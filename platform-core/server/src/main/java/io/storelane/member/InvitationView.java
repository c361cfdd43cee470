package io.storelane.member;

import java.time.Instant;
import java.util.UUID;

/**
 * An invitation as shown.
 *
 * @param state {@code open}, {@code expired}, {@code accepted} or {@code revoked}
 */
public record InvitationView(
        UUID id,
        String email,
        String name,
        String role,
        String node,
        String invitedBy,
        Instant invitedAt,
        Instant expiresAt,
        int sentCount,
        String state) {

    public boolean isOpen() {
        return state.equals("open") || state.equals("expired");
    }
}
