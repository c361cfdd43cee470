package io.storelane.plugin.api;

import java.util.UUID;
import org.pf4j.ExtensionPoint;

/**
 * What a plugin keeps about customers goes along when two become one, and is forgotten when one is to be forgotten. Called soon after
 * that was committed, on a thread of the plugin, without an open transaction; again until it succeeds. Also called in workspaces that
 * have disabled the plugin, whose rows are still there; it then has no services that read.
 *
 * <pre>{@code
 * @Extension
 * public class CardsOfCustomers implements CustomerData {
 *     public void erased(CallContext context, UUID customer) { cards.removeOf(customer); }
 *     public void merged(CallContext context, UUID from, UUID into) { cards.move(from, into); }
 * }
 * }</pre>
 */
public interface CustomerData extends ExtensionPoint {

    /**
     * Removes whatever tells who the customer is. May be called again for the same one.
     *
     * @throws Exception if it cannot be done now
     */
    void erased(CallContext context, UUID customer) throws Exception;

    /**
     * What pointed to the first points to the second. May be called again for the same two.
     *
     * @throws Exception if it cannot be done now
     */
    void merged(CallContext context, UUID from, UUID into) throws Exception;
}
