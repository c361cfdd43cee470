package io.storelane.fulfilment;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.tenancy.TenantId;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Opens fulfilment orders for what orders hold, and keeps them in step with it. */
@Component
class FulfilmentConsumer implements EventConsumer {

    private static final String PLACED = "order.placed";
    private static final String LOCATION = "location.changed";

    private final FulfilmentSync sync;
    private final HandOvers handOvers;

    FulfilmentConsumer(FulfilmentSync sync, HandOvers handOvers) {
        this.sync = sync;
        this.handOvers = handOvers;
    }

    @Override
    public String name() {
        return "fulfilment";
    }

    @Override
    public Set<String> types() {
        return Set.of(
                PLACED,
                "order.allocated",
                "order.held",
                "order.released",
                "order.cancelled",
                "order.units_cancelled",
                "order.units_lost",
                "order.units_refused",
                "order.paid",
                "order.refunded",
                "order.reservation_moved",
                "order.line_matched",
                "order.task_done",
                LOCATION);
    }

    /** Many orders come in at once. */
    @Override
    public boolean isPatient(String type) {
        return type.equals(PLACED);
    }

    /** A location sees a new order while the one who placed it is still on the phone. */
    @Override
    public boolean isAwaited(TenantId tenant, String type) {
        return isPatient(type);
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        events.stream()
                .filter(e -> e.type().equals(LOCATION))
                .map(Event::aggregateId)
                .distinct()
                .forEach(handOvers::moved);
        sync.sync(events.stream()
                .filter(e -> !e.type().equals(LOCATION))
                .map(Event::aggregateId)
                .distinct()
                .toList());
    }
}
