package io.storelane.ui;

import java.util.List;

/**
 * A titled group of results in the command palette.
 *
 * @param titleKey message key of the heading
 */
public record PaletteGroup(String titleKey, List<PaletteItem> items) {

    public PaletteGroup {
        items = List.copyOf(items);
    }
}
