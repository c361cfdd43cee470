package io.storelane.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import org.jspecify.annotations.Nullable;

/**
 * A page of the menu and the command palette; each module declares its own as beans.
 *
 * @param order place in the menu, from small to large
 * @param section empty for the first, a message key, or {@code end} for the lower end
 * @param icon name in the icon sprite
 * @param page path below the workspace, empty for its home
 * @param permission who sees it; null = every member
 */
public record MenuEntry(
        int order,
        String section,
        String icon,
        String labelKey,
        String page,
        @Nullable Permission permission) {

    public boolean visibleTo(Access access) {
        return permission == null || access.allows(permission);
    }
}
