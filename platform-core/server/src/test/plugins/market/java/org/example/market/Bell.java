package org.example.market;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.InboundHook;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import org.pf4j.Extension;

/** The market rings for a stall when there is something new: a hint, after which the order is read anew. */
@Extension
public class Bell implements InboundHook {

    private final ConnectedAccounts accounts;

    public Bell(ConnectedAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void take(CallContext context, Received received) {
        String[] said = received.text().split(" ");
        for (Account account : accounts.list()) {
            if (account.name().equals(said[0]) && said.length > 1) {
                accounts.changed(account.id(), said[1]);
            } else if (account.name().equals(said[0])) {
                accounts.changed(account.id());
            }
        }
    }
}
