package io.storelane.order.figure;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Counts orders anew to which something happened. */
@Component
class OrderDaysConsumer implements EventConsumer {

    private static final String PLACED = "order.placed";
    private static final String MERGED = "customer.merged";
    private static final String SETTINGS = "settings.changed";

    private final OrderDays days;

    OrderDaysConsumer(OrderDays days) {
        this.days = days;
    }

    @Override
    public String name() {
        return "order-days";
    }

    @Override
    public Set<String> types() {
        return Set.of(
                PLACED, "order.cancelled", "order.units_cancelled", "order.refunded", "order.edited", MERGED, SETTINGS);
    }

    @Override
    public boolean isPatient(String type) {
        return type.equals(PLACED);
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        if (events.stream().anyMatch(e -> e.type().equals(SETTINGS))) {
            days.zoneChanged();
        }
        days.count(events.stream()
                .filter(e -> e.type().startsWith("order."))
                .map(Event::aggregateId)
                .distinct()
                .toList());
        List<UUID> merged = events.stream()
                .filter(e -> e.type().equals(MERGED))
                .map(Event::aggregateId)
                .distinct()
                .toList();
        if (!merged.isEmpty()) {
            days.countOf(merged);
        }
    }
}
