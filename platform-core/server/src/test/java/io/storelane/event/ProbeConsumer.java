package io.storelane.event;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** Remembers what it was given; refuses aggregates as long as a test says so. */
@Component
class ProbeConsumer implements EventConsumer {

    static final String TYPE = "probe.happened";

    private final List<Event> taken = new CopyOnWriteArrayList<>();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public Set<String> types() {
        return Set.of(TYPE);
    }

    @Override
    public void handle(Event event) {
        if (refused.contains(event.aggregateId())
                && Boolean.TRUE.equals(event.payload().get("bad"))) {
            throw new IllegalStateException("refused by the test");
        }
        taken.add(event);
    }

    void refuse(UUID aggregate) {
        refused.add(aggregate);
    }

    void acceptAgain(UUID aggregate) {
        refused.remove(aggregate);
    }

    /** Numbers of the events taken of this aggregate, in order. */
    List<Integer> numbers(UUID aggregate) {
        return taken.stream()
                .filter(e -> e.aggregateId().equals(aggregate))
                .map(e -> (Integer) java.util.Objects.requireNonNull(e.payload().get("n")))
                .toList();
    }
}
