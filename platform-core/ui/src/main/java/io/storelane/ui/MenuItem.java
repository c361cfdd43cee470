package io.storelane.ui;

import org.jspecify.annotations.Nullable;

/**
 * One link of the sidebar.
 *
 * @param icon name in the icon sprite, for example {@code shopping-cart}
 * @param labelKey message key of the text
 * @param badge a count beside the text, or null for none
 */
public record MenuItem(
        String icon,
        String labelKey,
        String href,
        boolean active,
        @Nullable Integer badge) {}
