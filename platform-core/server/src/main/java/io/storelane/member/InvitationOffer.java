package io.storelane.member;

import java.time.Instant;
import java.util.UUID;

/** What the invited person sees before accepting. */
public record InvitationOffer(
        UUID id,
        String workspace,
        String slug,
        String email,
        String name,
        String role,
        String node,
        String inviter,
        Instant expiresAt) {}
