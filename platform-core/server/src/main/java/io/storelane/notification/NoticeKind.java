package io.storelane.notification;

import io.storelane.access.Permission;
import org.jspecify.annotations.Nullable;

/**
 * Something that people are told of. Its name for people stands under {@code notice.<key>.label}, its sentence under
 * {@code notice.<key>}: {@code {0}} is how many there were, then come the values of the latest.
 *
 * @param key stable name, as stored: {@code thing.verb-in-past}
 * @param permission who may see it, at the node that it belongs to; null = it is told to one person
 * @param page path below the workspace that shows them all, for when there was more than one
 * @param icon name in the icon sprite
 * @param mail true if it also goes by mail as long as the person has not chosen
 */
public record NoticeKind(String key, @Nullable Permission permission, String page, String icon, boolean mail) {

    String labelKey() {
        return "notice." + key + ".label";
    }

    String textKey() {
        return "notice." + key;
    }
}
