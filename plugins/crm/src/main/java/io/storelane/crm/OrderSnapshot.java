package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.OrderBook;
import io.storelane.plugin.api.Snapshot;
import java.util.List;
import org.pf4j.Extension;

/** Orders that were placed before the plugin was there. */
@Extension
public class OrderSnapshot implements Snapshot<OrderBook.PlacedOrder> {

    private final Projection projection;

    public OrderSnapshot(Projection projection) {
        this.projection = projection;
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
        projection.putOrders(page);
    }
}
