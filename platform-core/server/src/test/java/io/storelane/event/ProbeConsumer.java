package io.storelane.event;

import io.storelane.support.Stage;
import io.storelane.tenancy.Database;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Remembers what it was given; refuses aggregates as long as a test says so. */
@Component
class ProbeConsumer implements EventConsumer {

    static final String TYPE = "probe.happened";

    private final List<Event> taken = new CopyOnWriteArrayList<>();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final Map<UUID, AtomicInteger> losses = new ConcurrentHashMap<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final Database database;

    ProbeConsumer(Database database) {
        this.database = database;
    }

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

    @Override
    public void handleAll(List<Event> events) {
        AtomicInteger left = losses.get(events.getFirst().aggregateId());
        if (left != null) {
            batches.add(events.size());
            if (left.getAndDecrement() > 0) {
                Integer connection = database.core()
                        .sql("select pg_backend_pid()")
                        .query(Integer.class)
                        .single();
                Stage.all("select pg_terminate_backend(?, 5000)", connection);
            }
        }
        EventConsumer.super.handleAll(events);
    }

    /** Ends the connection to the database under the next turns that begin with this aggregate. */
    void loseConnection(UUID aggregate, int times) {
        losses.put(aggregate, new AtomicInteger(times));
    }

    /** How many events each of those turns had. */
    List<Integer> batches() {
        return List.copyOf(batches);
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
