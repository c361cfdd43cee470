package io.storelane.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signed-in layout shows around a page; the model attribute {@code shell}.
 *
 * @param workspaceName shown in the workspace switch; empty outside a workspace
 * @param workspaceSlug first part of the workspace's paths; empty outside a workspace, then the menu is hidden
 * @param menu sections from top to bottom; a later section without a title sits at the lower end of the sidebar
 * @param workspaces every workspace the user may switch to
 */
public record Shell(
        String workspaceName,
        String workspaceSlug,
        @Nullable String workspaceLogoUrl,
        @Nullable String userName,
        @Nullable String userEmail,
        List<MenuSection> menu,
        List<WorkspaceLink> workspaces) {

    public Shell {
        menu = List.copyOf(menu);
        workspaces = List.copyOf(workspaces);
    }

    /** Whether the page belongs to a workspace. */
    public boolean inWorkspace() {
        return !workspaceSlug.isEmpty();
    }

    /** The name to show for the user: the name, else the address, else empty. */
    public String userLabel() {
        if (userName != null && !userName.isBlank()) {
            return userName;
        }
        return userEmail == null ? "" : userEmail;
    }
}
