package io.storelane.member;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks somebody into the workspace.
 *
 * @param positionId position to take up at the node, null for none
 * @param locale language of the mail
 */
public record InvitePerson(
        String email,
        String name,
        UUID roleId,
        UUID nodeId,
        @Nullable UUID positionId,
        Locale locale) {}
