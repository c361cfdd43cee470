package io.storelane.ui;

import org.jspecify.annotations.Nullable;

/**
 * One result of the command palette.
 *
 * @param icon name in the icon sprite
 * @param label text in the reader's language
 * @param hint a few words at the right edge, or null for none
 */
public record PaletteItem(
        String icon, String label, String href, @Nullable String hint) {}
