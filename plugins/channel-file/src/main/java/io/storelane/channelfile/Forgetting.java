package io.storelane.channelfile;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerData;
import io.storelane.plugin.api.OrderBook;
import io.storelane.plugin.api.Refusal;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** Orders of whom nothing is to be known any more, and the files that they came in. */
@Extension
public class Forgetting implements CustomerData {

    private static final int FORBIDDEN = 403;

    private final Emptying emptying;
    private final OrderBook orders;
    private final ConnectedAccounts accounts;

    public Forgetting(Emptying emptying, OrderBook orders, ConnectedAccounts accounts) {
        this.emptying = emptying;
        this.orders = orders;
        this.accounts = accounts;
    }

    @Override
    public void erased(CallContext context, UUID customer) {
        List<OrderBook.PlacedOrder> theirs;
        List<Account> stores;
        try {
            theirs = ordersOf(customer);
            stores = accounts.list();
        } catch (Refusal e) {
            if (e.status() != FORBIDDEN) {
                throw e;
            }
            // switched off here: nobody says whose the orders are, and nobody needs the files
            emptying.all();
            return;
        }
        boolean all = true;
        for (Map.Entry<UUID, List<String>> channel : theirs.stream()
                .collect(Collectors.groupingBy(
                        OrderBook.PlacedOrder::channel,
                        Collectors.mapping(OrderBook.PlacedOrder::externalId, Collectors.toList())))
                .entrySet()) {
            List<UUID> others = stores.stream()
                    .filter(a -> !a.channel().equals(channel.getKey()))
                    .map(Account::id)
                    .toList();
            all &= emptying.orders(channel.getValue(), others);
        }
        if (!all) {
            throw new IllegalStateException("A file is being taken; it is emptied when that is done.");
        }
    }

    private List<OrderBook.PlacedOrder> ordersOf(UUID customer) {
        List<OrderBook.PlacedOrder> all = new ArrayList<>();
        @Nullable Instant before = null;
        List<OrderBook.PlacedOrder> page;
        do {
            page = orders.ofCustomer(customer, before, OrderBook.MOST);
            all.addAll(page);
            before = page.isEmpty() ? null : page.getLast().placedAt();
        } while (page.size() == OrderBook.MOST);
        return all;
    }

    @Override
    public void merged(CallContext context, UUID from, UUID into) {
        // orders are known by their numbers, customers not at all
    }
}
