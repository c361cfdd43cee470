package io.storelane.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.SteadyPlans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives events to their consumers. A turn of a tenant is one batch: handled by all consumers and counted as read in one
 * transaction. A consumer that is not patient has turns of its own before, so that its haste costs nothing of the others. If one of
 * them fails, each has a transaction of its own; if that fails though the database is there, its events are put aside and taken one
 * by one, so that only the failed one, and those of its aggregate behind it, wait.
 */
@Component
@EnableConfigurationProperties(EventProperties.class)
class Delivery implements AutoCloseable {

    static final int BATCH = 500;

    /** Tenants at a time for which a consumer takes alone what it does not wait with. */
    private static final int ALONE = 2;

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration BUSY = Duration.ofMillis(200);
    private static final Duration FAILED = Duration.ofSeconds(5);
    private static final Duration HELD_BACK = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final List<EventConsumer> consumers;
    private final EventReader reader;
    private final FailedEvents failures;
    private final TransactionTemplate transaction;
    private final EventProperties properties;
    private final Clock clock;
    private final MeterRegistry meters;
    private final ReadyMarks marks;
    private final List<Rounds> rounds = new ArrayList<>();

    Delivery(
            List<EventConsumer> consumers,
            EventReader reader,
            FailedEvents failures,
            TransactionTemplate transactionTemplate,
            EventProperties properties,
            Clock clock,
            MeterRegistry meters,
            ReadyMarks marks) {
        this.consumers = List.copyOf(consumers);
        this.reader = reader;
        this.failures = failures;
        this.transaction = SteadyPlans.of(transactionTemplate);
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
        this.marks = marks;
        rounds.add(new Rounds(Events.QUEUE, properties.workers(), marks, this::turn));
        for (EventConsumer consumer : this.consumers) {
            rounds.add(new Rounds(Events.queue(consumer.name()), ALONE, marks, () -> turn(List.of(consumer))));
        }
    }

    /** Reaches tenants in which nothing happens any more, though a consumer is new here. */
    @EventListener(ApplicationReadyEvent.class)
    void greet() {
        reader.unread(consumers.stream().map(EventConsumer::name).toList())
                .forEach(tenant -> marks.mark(tenant, Events.QUEUE, Duration.ZERO));
    }

    /** A turn of all consumers in the tenant of the scope. @return when they want another */
    final Optional<Duration> turn() {
        return turn(consumers);
    }

    /** A turn of these consumers in the tenant of the scope. @return when they want another */
    private Optional<Duration> turn(List<EventConsumer> those) {
        List<EventConsumer> apart = new ArrayList<>();
        List<Duration> waits = new ArrayList<>();
        try {
            inTransaction(() -> {
                Set<String> failing = reader.failing();
                those.stream().filter(c -> failing.contains(c.name())).forEach(apart::add);
                waits.addAll(together(
                        those.stream().filter(c -> !failing.contains(c.name())).toList()));
                return true;
            });
        } catch (RuntimeException e) {
            log.warn("A batch failed for {}, each consumer takes it by itself", Scope.currentTenant(), e);
            apart.clear();
            apart.addAll(those);
        }
        apart.forEach(consumer -> waits.addAll(waits(consumer)));
        return waits.stream().min(Comparator.naturalOrder());
    }

    /** One batch of each, read once for those that stand at the same place. */
    private List<Duration> together(List<EventConsumer> those) {
        Map<String, EventReader.Position> places =
                reader.lock(those.stream().map(EventConsumer::name).toList());
        List<Duration> waits = new ArrayList<>();
        if (places.size() < those.size()) {
            waits.add(BUSY);
        }
        those.stream()
                .filter(c -> places.containsKey(c.name()))
                .collect(Collectors.groupingBy(c -> Objects.requireNonNull(places.get(c.name()))))
                .forEach((start, some) -> {
                    List<EventReader.Entry> batch = reader.after(start, BATCH);
                    some.forEach(consumer -> give(consumer, wanted(consumer, batch)));
                    read(some, start, batch).ifPresent(waits::add);
                });
        return waits;
    }

    private static List<EventReader.Entry> wanted(EventConsumer consumer, List<EventReader.Entry> batch) {
        return batch.stream()
                .filter(e -> consumer.types().isEmpty()
                        || consumer.types().contains(e.event().type()))
                .sorted(Comparator.comparingInt((EventReader.Entry e) -> e.at().epoch())
                        .thenComparingLong(e -> e.at().seq()))
                .toList();
    }

    private static void give(EventConsumer consumer, List<EventReader.Entry> entries) {
        if (!entries.isEmpty()) {
            consumer.handleAll(entries.stream().map(EventReader.Entry::event).toList());
        }
    }

    /** Counts a batch as read by these. @return when they want another */
    private Optional<Duration> read(
            List<EventConsumer> those, EventReader.Position start, List<EventReader.Entry> batch) {
        EventReader.Position end = start;
        if (!batch.isEmpty()) {
            end = batch.getLast().at();
            reader.move(those.stream().map(EventConsumer::name).toList(), end);
            those.forEach(c -> meters.counter("storelane.events.read", "consumer", c.name())
                    .increment(batch.size()));
        }
        if (batch.size() >= BATCH) {
            return Optional.of(Duration.ZERO);
        }
        return reader.behind(end) ? Optional.of(HELD_BACK) : Optional.empty();
    }

    /** A turn of one consumer; if even that fails, the others have theirs all the same. */
    private List<Duration> waits(EventConsumer consumer) {
        try {
            return Stream.of(batch(consumer), retries(consumer))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (RuntimeException e) {
            log.warn("A turn of {} failed for {}", consumer.name(), Scope.currentTenant(), e);
            return List.of(FAILED);
        }
    }

    private Optional<Duration> batch(EventConsumer consumer) {
        try {
            return asOne(consumer);
        } catch (CannotCreateTransactionException e) {
            throw e; // none of them was read
        } catch (RuntimeException e) {
            log.warn(
                    "A batch of {} failed for {}, its events are taken one by one",
                    consumer.name(),
                    Scope.currentTenant(),
                    e);
            return inTransaction(() -> take(consumer, true));
        }
    }

    /** A database that went away meanwhile is no fault of the events. */
    private Optional<Duration> asOne(EventConsumer consumer) {
        try {
            return inTransaction(() -> take(consumer, false));
        } catch (DataAccessResourceFailureException | TransactionSystemException e) {
            log.warn("The database went away under a batch of {} for {}", consumer.name(), Scope.currentTenant(), e);
            return inTransaction(() -> take(consumer, false));
        }
    }

    private Optional<Duration> take(EventConsumer consumer, boolean carefully) {
        EventReader.Position start = reader.lock(consumer.name()).orElse(null);
        if (start == null) {
            return Optional.of(BUSY);
        }
        List<EventReader.Entry> batch = reader.after(start, BATCH);
        List<EventReader.Entry> wanted = wanted(consumer, batch);
        Set<java.util.UUID> blocked = reader.blocked(
                consumer.name(),
                wanted.stream().map(e -> e.event().aggregateId()).collect(Collectors.toSet()));
        var aside = wanted.stream()
                .collect(Collectors.partitioningBy(
                        e -> carefully || blocked.contains(e.event().aggregateId())));
        give(consumer, Objects.requireNonNull(aside.get(false)));
        reader.putAside(consumer.name(), Objects.requireNonNull(aside.get(true)));
        return read(List.of(consumer), start, batch);
    }

    /** Takes those that were put aside, as far as their time has come. */
    private Optional<Duration> retries(EventConsumer consumer) {
        for (int i = 0; i < BATCH; i++) {
            EventReader.@Nullable Failure[] tried = new EventReader.Failure[1];
            try {
                if (!inTransaction(() -> retry(consumer, tried))) {
                    return inTransaction(() -> reader.nextDue(consumer.name()))
                            .map(next -> Duration.between(clock.instant(), next))
                            .map(wait -> wait.compareTo(BUSY) < 0 ? BUSY : wait);
                }
            } catch (RuntimeException e) {
                EventReader.Failure failure = tried[0];
                if (failure == null) {
                    throw e;
                }
                inTransaction(() -> failed(consumer, failure, e));
            }
        }
        return Optional.of(Duration.ZERO);
    }

    private boolean retry(EventConsumer consumer, EventReader.@Nullable Failure[] tried) {
        EventReader.Failure failure = reader.lock(consumer.name())
                .flatMap(_ -> reader.due(consumer.name()))
                .orElse(null);
        if (failure == null) {
            return false;
        }
        tried[0] = failure;
        consumer.handle(failure.entry().event());
        reader.taken(failure);
        return true;
    }

    private boolean failed(EventConsumer consumer, EventReader.Failure failure, RuntimeException e) {
        if (reader.lock(consumer.name()).isEmpty()) {
            return false; // another server tries it just now
        }
        int attempts = failure.attempts() + 1;
        boolean giveUp = attempts >= properties.attempts();
        Duration wait = properties.firstRetry().multipliedBy(1L << Math.min(attempts - 1, 20));
        Instant next = clock.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        // the class alone: a message may hold what the event must not
        boolean counted = reader.failed(failure, giveUp, next, e.getClass().getSimpleName());
        if (counted && giveUp) {
            failures.tell(failure.id());
            meters.counter("storelane.events.dead", "consumer", consumer.name()).increment();
            log.error(
                    "{} gave up event {} after {} tries",
                    consumer.name(),
                    failure.entry().event().id(),
                    attempts,
                    e);
        }
        return true;
    }

    private <T> T inTransaction(java.util.function.Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    @Override
    public void close() {
        rounds.forEach(Rounds::close);
    }
}
