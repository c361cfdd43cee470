package io.storelane.plugin.api;

import java.util.List;
import org.pf4j.ExtensionPoint;

/** A card of the workspace's home page; else like {@link OrderPanel}. */
public interface HomePanel extends ExtensionPoint {

    /** Key in {@code ui/messages.properties}. */
    String titleKey();

    /** Who sees it. */
    String permission();

    /**
     * @return at most twenty; empty = the card is not shown
     * @throws Exception if they cannot be told now
     */
    List<Fact> facts(CallContext context) throws Exception;
}
