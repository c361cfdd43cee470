package io.storelane.plugin.api;

import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * Hears what happens in the workspaces that have enabled the plugin, from then on; soon after the commit, on a thread of the plugin,
 * without an open transaction. Events of one object come in their order, each at least once. One that cannot be taken is tried
 * again, and those of the same object wait behind it, until it is given up; nobody else waits.
 *
 * <pre>{@code
 * @Extension
 * public class PointsForOrders implements HostEventListener {
 *     private final Cards cards;
 *     public PointsForOrders(Cards cards) { this.cards = cards; }
 *     public Set<String> types() { return Set.of("order.placed"); }
 *     public void on(CallContext context, HostEvent event) { cards.addPoints(event.id(), event.objectId()); }
 * }
 * }</pre>
 */
public interface HostEventListener extends ExtensionPoint {

    /** Types that it wants to hear of; at least one. Asked once, when the plugin starts. */
    Set<String> types();

    /**
     * Takes an event. An exception means: again, later.
     *
     * @throws Exception if it cannot be taken now
     */
    void on(CallContext context, HostEvent event) throws Exception;
}
