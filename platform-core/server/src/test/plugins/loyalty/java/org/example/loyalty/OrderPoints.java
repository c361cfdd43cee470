package org.example.loyalty;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.CustomerBook;
import io.storelane.plugin.api.Fact;
import io.storelane.plugin.api.HomePanel;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import io.storelane.plugin.api.OrderBook;
import io.storelane.plugin.api.OrderPanel;
import io.storelane.plugin.api.Outgoing;
import io.storelane.plugin.api.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pf4j.Extension;

/** A card for each order, named after its number and what it is worth; told to another system if one is set up. */
@Extension
public class OrderPoints implements HostEventListener, OrderPanel, HomePanel {

    private final Cards cards;
    private final OrderBook orders;
    private final CustomerBook customers;
    private final Settings settings;
    private final Outgoing http;

    public OrderPoints(Cards cards, OrderBook orders, CustomerBook customers, Settings settings, Outgoing http) {
        this.cards = cards;
        this.orders = orders;
        this.customers = customers;
        this.settings = settings;
        this.http = http;
    }

    @Override
    public Set<String> types() {
        return Set.of("order.placed");
    }

    @Override
    public void on(CallContext context, HostEvent event) throws Exception {
        var order = orders.find(event.objectId()).orElseThrow();
        if (!settings.value("push").orElse("").isEmpty()) {
            http.post(
                    settings.value("push").orElseThrow(),
                    Map.of("X-Key", settings.value("key").orElse("none")),
                    "{\"order\":\"" + order.number() + "\"}");
        }
        cards.add("order " + order.number() + " " + points(order) + " " + order.lines().getFirst().sku());
    }

    private long points(OrderBook.PlacedOrder order) {
        return order.total() * settings.value("rate").map(Long::parseLong).orElse(1L) / 100;
    }

    @Override
    public String titleKey() {
        return "points.title";
    }

    @Override
    public String permission() {
        return "loyalty.view";
    }

    @Override
    public List<Fact> facts(CallContext context, UUID id) throws Exception {
        if (settings.value("rate").orElse("").equals("99")) {
            throw new IllegalStateException("a panel that fails");
        }
        return orders.find(id)
                .map(order -> List.of(
                        Fact.of("points.given", points(order) + " <points>").at("/cards"),
                        Fact.of("points.customer", order.customer() == null
                                ? "-"
                                : customers.find(order.customer()).map(CustomerBook.Customer::name).orElse("?"))))
                .orElse(List.of());
    }

    @Override
    public List<Fact> facts(CallContext context) {
        return List.of(Fact.of("points.cards", "cards: " + cards.all().size()));
    }
}
