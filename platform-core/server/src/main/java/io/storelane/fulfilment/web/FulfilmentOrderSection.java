package io.storelane.fulfilment.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.HandOvers;
import io.storelane.order.OrderSection;
import io.storelane.order.OrderView;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the locations do for an order, on its page: who sells sees it, and opens what is within reach. */
@Component
class FulfilmentOrderSection implements OrderSection {

    private final Fulfilments fulfilments;
    private final HandOvers handOvers;
    private final Clock clock;

    FulfilmentOrderSection(Fulfilments fulfilments, HandOvers handOvers, Clock clock) {
        this.fulfilments = fulfilments;
        this.handOvers = handOvers;
        this.clock = clock;
    }

    /** @param opens true if the reader may open it */
    record Shown(FulfilmentView one, boolean opens) {}

    @Override
    public int position() {
        return 10;
    }

    @Override
    public String fragment() {
        return "fulfilment/order :: oforder";
    }

    @Override
    public Map<String, Object> model(OrderView order, ZoneId zone, Locale locale) {
        List<FulfilmentView> all = fulfilments.ofOrder(order.id(), order.path());
        Access access = Access.current();
        return all.isEmpty()
                ? Map.of()
                : Map.of(
                        "fulfilments",
                        all.stream()
                                .map(f -> new Shown(f, access.allowsAt(Permission.FULFILMENT_VIEW, f.path())))
                                .toList(),
                        "handOvers",
                        handOvers.ofOrder(order.id(), order.path()).stream()
                                .filter(h -> h.state().equals("open"))
                                .toList(),
                        "now",
                        clock.instant());
    }
}
