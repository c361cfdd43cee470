package io.storelane.member;

import java.time.Instant;
import java.util.UUID;

/** A member as listed; roles and places are those within the reader's reach. */
public record MemberView(
        UUID id, String name, String email, String roles, String places, boolean owner, Instant since) {}
