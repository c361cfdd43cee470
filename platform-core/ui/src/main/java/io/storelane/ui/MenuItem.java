package io.storelane.ui;

import org.jspecify.annotations.Nullable;

/**
 * One link of the sidebar.
 *
 * @param icon name in the icon sprite, for example {@code shopping-cart}
 * @param labelKey message key of the text; empty if there is a label
 * @param label the text itself; null for that of the key
 * @param badge a count beside the text, or null for none
 */
public record MenuItem(
        String icon,
        String labelKey,
        String href,
        boolean active,
        @Nullable Integer badge,
        @Nullable String label) {

    public MenuItem(String icon, String labelKey, String href, boolean active, @Nullable Integer badge) {
        this(icon, labelKey, href, active, badge, null);
    }

    /** A link whose text is no message of this application. */
    public static MenuItem named(String icon, String label, String href, boolean active) {
        return new MenuItem(icon, "", href, active, null, label);
    }
}
