package io.storelane.plugin.api.channel;

import io.storelane.plugin.api.CallContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.ExtensionPoint;

/**
 * Speaks to one kind of channel, such as a marketplace. A workspace connects accounts of it, one for each store, each with a channel of
 * its own; the server keeps what they are set up with, and calls for each account apart: one call at a time over all servers, on a
 * thread of the plugin, in the background, without an open transaction. At most one a plugin.
 *
 * <p>What fails is said by {@link ChannelFault}; another exception means that nobody knows, and the same is tried again, later and later.
 * An order is stored once, whatever is brought how often; stock is the whole number of now, so the last call counts.
 *
 * <pre>{@code
 * @Extension
 * public class ShopConnector implements ChannelConnector {
 *     public ConnectorForm form() {
 *         return ConnectorForm.of("shop.name").field(new Field("key", Kind.SECRET, "shop.key", true)).does(Feature.ORDERS);
 *     }
 *     public void test(CallContext context, Account account) throws ChannelFault { shop.me(account); }
 *     public OrderPage orders(CallContext context, Account account, String cursor) throws ChannelFault {
 *         Changes changes = shop.ordersSince(account, cursor);
 *         return OrderPage.of(changes.orders(), changes.end(), changes.more());
 *     }
 *     public Optional<ChannelOrder> order(CallContext context, Account account, String number) throws ChannelFault {
 *         return shop.order(account, number);
 *     }
 * }
 * }</pre>
 */
public interface ChannelConnector extends ExtensionPoint {

    /** What an account of it is set up with, and what it does. Asked for when the plugin starts; it calls nobody. */
    ConnectorForm form();

    /**
     * Looks whether the account can be used, while a person waits: ten seconds at most.
     *
     * @throws ChannelFault that says what is wrong with it
     * @throws Exception if that cannot be told now
     */
    void test(CallContext context, Account account) throws Exception;

    /**
     * Brings what is new or has changed since a cursor, a page at a time. Where the channel shows orders late or knows them by times, a
     * cursor begins some minutes earlier than the page ended: what comes twice costs nothing, what is missed is lost.
     *
     * @param cursor what the page before ended with; empty at the very first
     * @throws Exception if the page cannot be had now: it is asked for again. An order that cannot be read is no such case, see
     *     {@link ChannelOrder#unreadable}
     */
    OrderPage orders(CallContext context, Account account, String cursor) throws Exception;

    /**
     * Reads one order anew: after a hint of the channel, and when a person wants one that failed to be tried again.
     *
     * @param number its number in the channel
     * @return empty if the channel has none of that number
     * @throws Exception if it cannot be had now
     */
    Optional<ChannelOrder> order(CallContext context, Account account, String number) throws Exception;

    /**
     * Tells the channel how many units it may sell, for each SKU the whole number of now. A SKU that the channel does not sell is passed
     * over in silence.
     *
     * @param levels 1 to 200, each SKU once
     * @return by SKU what the channel refused, and why; empty if it took all
     * @throws Exception if it cannot be told now: it is told again, with the numbers of then
     */
    default Map<String, ChannelFault> stock(CallContext context, Account account, List<StockLevel> levels)
            throws Exception {
        return Map.of();
    }

    /**
     * Tells the channel that a parcel of one of its orders has left. May be called twice for the same {@link Shipment#id}.
     *
     * @throws Exception if it cannot be told now
     */
    default void shipped(CallContext context, Account account, Shipment shipment) throws Exception {}
}
