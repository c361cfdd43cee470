package io.storelane.ui;

import org.jspecify.annotations.Nullable;

/**
 * A tab that is a link: a saved view of a list, or a part of a record.
 *
 * @param labelKey message key of the text
 * @param count shown behind the text, or null for none
 */
public record Tab(String labelKey, String href, @Nullable Long count, boolean active) {

    /** A tab without a count. */
    public static Tab of(String labelKey, String href, boolean active) {
        return new Tab(labelKey, href, null, active);
    }
}
