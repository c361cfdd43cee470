package io.storelane.channelvendure;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.InboundHook;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import org.pf4j.Extension;

/** A shop rings when something has happened. Whatever it says, it is only a hint: orders are asked for then. */
@Extension
public class Bell implements InboundHook {

    private final ConnectedAccounts accounts;

    public Bell(ConnectedAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void take(CallContext context, Received received) {
        accounts.list().stream().map(Account::id).forEach(accounts::changed);
    }
}
