package io.storelane.webhook;

import io.storelane.event.Event;
import io.storelane.event.EventConsumer;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.TenantId;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Adds events to what receivers want. It waits for nobody who sends: all consumers of the tenant would wait with it. */
@Component
class WebhookConsumer implements EventConsumer {

    private final DeliveryRows rows;
    private final Eager eager;
    private final ReadyMarks marks;
    private final Clock clock;

    WebhookConsumer(DeliveryRows rows, Eager eager, ReadyMarks marks, Clock clock) {
        this.rows = rows;
        this.eager = eager;
        this.marks = marks;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "webhooks";
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    /** Only where somebody listens is it urgent. */
    @Override
    public boolean isPatient(TenantId tenant, String type) {
        return !eager.contains(tenant);
    }

    @Override
    public void handle(Event event) {
        handleAll(List.of(event));
    }

    @Override
    public void handleAll(List<Event> events) {
        List<DeliveryRows.Target> targets = rows.targets();
        List<DeliveryRows.Addition> additions = events.stream()
                .flatMap(event -> targets.stream()
                        .filter(target -> target.takes(event))
                        .map(target -> new DeliveryRows.Addition(target.id(), event)))
                .toList();
        if (!additions.isEmpty()) {
            rows.add(additions, clock.instant());
            marks.markAfterCommit(Courier.QUEUE);
        }
    }
}
