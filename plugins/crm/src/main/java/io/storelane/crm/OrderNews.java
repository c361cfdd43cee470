package io.storelane.crm;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import io.storelane.plugin.api.OrderBook;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.pf4j.Extension;
import org.springframework.transaction.annotation.Transactional;

/** Keeps what customers have bought. An event is a hint: what counts is read anew. */
@Extension
public class OrderNews implements HostEventListener {

    private static final Set<String> TYPES = Set.of(
            "order.placed",
            "order.edited",
            "order.units_cancelled",
            "order.cancelled",
            "order.delivered",
            "order.returned");

    private final Projection projection;
    private final Timeline timeline;
    private final TaskRules rules;
    private final OrderBook orders;
    private final CustomerBook customers;

    public OrderNews(
            Projection projection, Timeline timeline, TaskRules rules, OrderBook orders, CustomerBook customers) {
        this.projection = projection;
        this.timeline = timeline;
        this.rules = rules;
        this.orders = orders;
        this.customers = customers;
    }

    @Override
    public Set<String> types() {
        return TYPES;
    }

    @Override
    @Transactional
    public void on(CallContext context, HostEvent event) {
        OrderBook.PlacedOrder order = orders.find(event.objectId()).orElse(null);
        if (order == null) {
            return;
        }
        UUID customer = order.customer();
        if (customer != null && !projection.knows(customer)) { // its own event may come later
            customers.find(customer).ifPresent(c -> projection.put(List.of(c)));
        }
        projection.putOrders(List.of(order));
        if (customer != null) {
            if (event.type().equals("order.delivered")) {
                rules.delivered(order.id(), customer, event.occurredAt().atZone(context.zone()));
            } else if (event.type().equals("order.placed")) {
                rules.placed(order.id(), customer, event.occurredAt().atZone(context.zone()));
            }
            if (!event.type().equals("order.placed")) { // of which the projection has said it
                timeline.add(event.id(), customer, event.type(), order.number(), event.occurredAt(), "");
            }
        }
    }
}
