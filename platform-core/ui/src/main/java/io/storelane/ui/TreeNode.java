package io.storelane.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a tree view, with everything below it.
 *
 * @param id unique on the page, letters, digits and hyphens
 * @param icon name in the icon sprite
 * @param hint a few words behind the label, or null for none
 * @param href where the label leads, or null for plain text
 */
public record TreeNode(
        String id,
        String icon,
        String label,
        @Nullable String hint,
        @Nullable String href,
        boolean active,
        List<TreeNode> children) {

    public TreeNode {
        children = List.copyOf(children);
    }

    /** True if nothing is below. */
    public boolean leaf() {
        return children.isEmpty();
    }
}
