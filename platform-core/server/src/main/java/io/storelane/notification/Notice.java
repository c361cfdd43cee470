package io.storelane.notification;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are to be told: one person, or all who hold the kind's permission at a node.
 *
 * @param user whom; null = all who hold the permission
 * @param node where it is held; null = at the top
 * @param page path of the thing below the workspace
 * @param values for the sentence, from {@code {1}} on: texts, numbers and {@link Term}s
 * @param actor who did it and needs not be told
 */
public record Notice(
        NoticeKind kind,
        @Nullable UUID user,
        @Nullable UUID node,
        String page,
        List<?> values,
        @Nullable UUID actor) {

    public Notice {
        values = List.copyOf(values);
        if (user == null) {
            Objects.requireNonNull(kind.permission(), "a notice without a receiver needs a permission");
        }
    }

    /** A value that is a text of the message files, shown in the language of who reads it. */
    public record Term(String key) {}

    /** Tells one person. */
    public static Notice to(UUID user, NoticeKind kind, String page, Object... values) {
        return new Notice(kind, user, null, page, List.of(values), null);
    }

    /** Tells all who hold the kind's permission at this node, but not the one who did it. */
    public static Notice at(@Nullable UUID node, NoticeKind kind, String page, @Nullable UUID actor, Object... values) {
        return new Notice(kind, null, node, page, List.of(values), actor);
    }
}
