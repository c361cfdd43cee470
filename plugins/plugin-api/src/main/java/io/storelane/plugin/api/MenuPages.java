package io.storelane.plugin.api;

import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Pages of the plugin that stand in the menu of a workspace. Called once when the plugin starts.
 *
 * <pre>{@code
 * @Extension
 * public class LoyaltyMenu implements MenuPages {
 *     public List<Entry> entries() {
 *         return List.of(new Entry("/cards", "menu.cards", "star", "loyalty.view"));
 *     }
 * }
 * }</pre>
 */
public interface MenuPages extends ExtensionPoint {

    /** Entries in their order; at most ten. */
    List<Entry> entries();

    /**
     * @param page path below the plugin's own, with its slash; empty for the plugin's first page
     * @param labelKey key in {@code ui/messages.properties}
     * @param icon name in the icon sprite, such as {@code star}
     * @param permission who sees it: the one that the page requires
     */
    record Entry(String page, String labelKey, String icon, String permission) {}
}
