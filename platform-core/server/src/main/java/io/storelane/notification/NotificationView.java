package io.storelane.notification;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person was told.
 *
 * @param kind key of its kind
 * @param icon name in the icon sprite
 * @param textKey key of its sentence
 * @param values for the sentence: how many there were, then those of the latest
 * @param count how many there were until it was read
 * @param page path below the workspace: of the thing if there was one, else of the list
 * @param firstAt when the first of them happened
 */
public record NotificationView(
        UUID id,
        String kind,
        String icon,
        String textKey,
        List<Object> values,
        int count,
        String page,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant readAt) {}
