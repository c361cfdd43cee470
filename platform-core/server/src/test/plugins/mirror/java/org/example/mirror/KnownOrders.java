package org.example.mirror;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.OrderBook;
import io.storelane.plugin.api.Snapshot;
import java.util.List;
import org.pf4j.Extension;

@Extension
public class KnownOrders implements Snapshot<OrderBook.PlacedOrder> {

    private final Sights sights;

    public KnownOrders(Sights sights) {
        this.sights = sights;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Class<OrderBook.PlacedOrder> of() {
        return OrderBook.PlacedOrder.class;
    }

    @Override
    public void take(CallContext context, List<OrderBook.PlacedOrder> page) {
        page.forEach(order -> sights.see(
                "order",
                order.id(),
                order.number() + " " + order.total() + " " + order.fulfilment() + " "
                        + order.lines().getFirst().sku(),
                order.version()));
    }
}
