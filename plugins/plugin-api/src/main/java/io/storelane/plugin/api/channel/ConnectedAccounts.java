package io.storelane.plugin.api.channel;

import java.util.List;
import java.util.UUID;

/**
 * Service {@code channels}: the accounts of the plugin's own connector that the workspace has connected. In a page, those whose orders the
 * person may manage; in background work, all.
 *
 * <pre>{@code
 * public void take(CallContext context, Received received) { // an InboundHook: a call is a hint, the order is read anew
 *     accounts.list().stream().filter(a -> a.value("shop").equals(shopOf(received)))
 *             .forEach(a -> accounts.changed(a.id(), numberOf(received)));
 * }
 * }</pre>
 */
public interface ConnectedAccounts {

    /** Those that are at work, by name. */
    List<Account> list();

    /**
     * Says that there is something new: {@link ChannelConnector#orders} is asked soon.
     *
     * @throws io.storelane.plugin.api.Refusal if there is no such account of the plugin
     */
    void changed(UUID account);

    /**
     * Says that one order is new or has changed: {@link ChannelConnector#order} is asked soon, once however often it was said.
     *
     * @param number of the order in the channel, 1 to 100 characters
     * @throws io.storelane.plugin.api.Refusal if there is no such account of the plugin
     */
    void changed(UUID account, String number);
}
