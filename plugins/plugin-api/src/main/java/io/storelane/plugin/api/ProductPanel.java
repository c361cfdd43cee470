package io.storelane.plugin.api;

import java.util.List;
import java.util.UUID;
import org.pf4j.ExtensionPoint;

/** A part of the page of a product; else like {@link OrderPanel}. */
public interface ProductPanel extends ExtensionPoint {

    /** Key in {@code ui/messages.properties}. */
    String titleKey();

    /** Who sees it, among those who see the product. */
    String permission();

    /**
     * @return at most twenty; empty = the panel is not shown
     * @throws Exception if they cannot be told now
     */
    List<Fact> facts(CallContext context, UUID product) throws Exception;
}
