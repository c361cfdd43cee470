package io.storelane.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group of menu items.
 *
 * @param titleKey message key of the heading, or null for none
 */
public record MenuSection(@Nullable String titleKey, List<MenuItem> items) {

    public MenuSection {
        items = List.copyOf(items);
    }
}
