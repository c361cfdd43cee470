package io.storelane.notification;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person was told.
 *
 * @param kind key of its kind
 * @param icon name in the icon sprite
 * @param text what happened, in the language of the request
 * @param count how many there were until it was read
 * @param page path below the workspace: of the thing if there was one, else of the list
 * @param firstAt when the first of them happened
 */
public record NotificationView(
        UUID id,
        String kind,
        String icon,
        String text,
        int count,
        String page,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant readAt) {}
