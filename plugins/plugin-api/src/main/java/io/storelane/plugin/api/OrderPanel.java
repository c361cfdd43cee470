package io.storelane.plugin.api;

import java.util.List;
import java.util.UUID;
import org.pf4j.ExtensionPoint;

/**
 * A part of the page of an order. Called while the page is made, for a second at most; without an answer by then, the page says that
 * the plugin did not answer.
 *
 * <pre>{@code
 * @Extension
 * public class PointsOfOrder implements OrderPanel {
 *     public String titleKey() { return "points.title"; }
 *     public String permission() { return "loyalty.view"; }
 *     public List<Fact> facts(CallContext context, UUID order) { return List.of(Fact.of("points.given", "12").at("/cards")); }
 * }
 * }</pre>
 */
public interface OrderPanel extends ExtensionPoint {

    /** Key in {@code ui/messages.properties}. */
    String titleKey();

    /** Who sees it, among those who see the order. */
    String permission();

    /**
     * @return at most twenty; empty = the panel is not shown
     * @throws Exception if they cannot be told now
     */
    List<Fact> facts(CallContext context, UUID order) throws Exception;
}
