package org.example.market;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.InboundHook;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import org.pf4j.Extension;

/** The market rings when there is something new: a hint, after which the order is read anew. */
@Extension
public class Bell implements InboundHook {

    private final ConnectedAccounts accounts;

    public Bell(ConnectedAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void take(CallContext context, Received received) {
        for (Account account : accounts.list()) {
            if (received.text().isEmpty()) {
                accounts.changed(account.id());
            } else {
                accounts.changed(account.id(), received.text());
            }
        }
    }
}
