package io.storelane.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.storelane.http.HttpResult;
import io.storelane.http.OutgoingHttp;
import io.storelane.tenancy.LockTimeoutException;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends deliveries. A tenant's step is one short transaction that holds the lines of its receivers: what came back since the last
 * one is written, and what is due and what is new is taken, as many as each receiver has room for. The messages go out after it,
 * each in a thread of its own, so a slow receiver holds up neither its tenant's others nor another tenant. Between two steps what
 * comes back is gathered for a moment: a step costs the same for one delivery as for fifty.
 */
@Component
@EnableConfigurationProperties(WebhookProperties.class)
class Courier implements AutoCloseable {

    static final String QUEUE = "webhook";

    /** Longer than any call takes: after that a delivery that was taken is taken for lost. */
    static final Duration LEASE = Duration.ofMinutes(1);

    private static final String DEAD = "dead";
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int STEPS = 4;
    private static final int MOST_IN_FLIGHT = 1_000;
    private static final int WHILE_FAILING = 2;
    private static final int FAILED_STEPS = 3;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FULL = Duration.ofSeconds(1);

    /** From one step to the next, unless half of what a receiver may get at a time is back before. */
    private static final Duration PACE = Duration.ofMillis(40);

    private static final Duration LONGEST_WAIT = Duration.ofHours(8);

    private final DeliveryRows rows;
    private final Endings endings;
    private final OutgoingHttp http;
    private final TransactionTemplate transaction;
    private final WebhookProperties properties;
    private final ReadyMarks marks;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer time;

    private final Map<TenantId, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<UUID, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final AtomicInteger allInFlight = new AtomicInteger();
    private final Semaphore steps = new Semaphore(STEPS, true);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());
    private final Rounds rounds;
    private volatile boolean closed;

    Courier(
            DeliveryRows rows,
            Endings endings,
            OutgoingHttp http,
            TransactionTemplate transactionTemplate,
            WebhookProperties properties,
            ReadyMarks marks,
            Clock clock,
            MeterRegistry meters) {
        this.rows = rows;
        this.endings = endings;
        this.http = http;
        this.transaction = transactionTemplate;
        this.properties = properties;
        this.marks = marks;
        this.clock = clock;
        this.meters = meters;
        this.time = meters.timer("storelane.webhooks.step");
        meters.gauge("storelane.webhooks.in.flight", allInFlight);
        this.rounds = new Rounds(QUEUE, 2, marks, this::turn);
    }

    /** The work of one tenant in this process: one step at a time. */
    private static final class Lane {
        private final TenantId tenant;
        private final BlockingQueue<Outcome> came = new LinkedBlockingQueue<>();
        private final AtomicInteger wishes = new AtomicInteger();
        private int failures;
        private long pausesUntil = System.nanoTime();

        /** When another step is due by the mark that was set last. */
        private volatile Instant marked = Instant.MIN;

        Lane(TenantId tenant) {
            this.tenant = tenant;
        }
    }

    /** What a step has taken. @param again when there is more to take */
    private record Taken(List<Sending> sendings, Map<UUID, Receiver> receivers, Optional<Instant> again) {}

    /** Asks for a step of the tenant of the scope; returns at once, and asks for the next one itself. */
    private Optional<Duration> turn() {
        Lane lane = lanes.computeIfAbsent(Scope.currentTenant(), Lane::new);
        lane.marked = Instant.MIN; // all marks of the tenant are gone with the one that led here
        start(() -> wake(lane));
        return Optional.empty();
    }

    /** Makes a step, or lets who makes one make another. */
    private void wake(Lane lane) {
        if (lane.wishes.getAndIncrement() == 0) {
            work(lane);
        }
    }

    private void start(Runnable work) {
        try {
            Future<?> _ = threads.submit(Scope.carry(() -> {
                work.run();
                return true;
            }));
        } catch (RejectedExecutionException e) {
            log.debug("It was too late, another server goes on with it", e);
        }
    }

    private void work(Lane lane) {
        int wishes;
        do {
            try {
                List<Outcome> outcomes = gather(lane);
                wishes = lane.wishes.get();
                lane.came.drainTo(outcomes);
                step(lane, outcomes);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (lane.wishes.addAndGet(-wishes) != 0);
    }

    /** What comes back until the next step may be made. */
    private List<Outcome> gather(Lane lane) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        int enough = properties.inFlight() / 2;
        long left = lane.pausesUntil - System.nanoTime();
        while (left > 0 && outcomes.size() < enough) {
            Outcome outcome = lane.came.poll(left, TimeUnit.NANOSECONDS);
            if (outcome != null) {
                outcomes.add(outcome);
            }
            left = lane.pausesUntil - System.nanoTime();
        }
        return outcomes;
    }

    private void step(Lane lane, List<Outcome> outcomes) throws InterruptedException {
        Taken taken;
        steps.acquire();
        long begin = System.nanoTime();
        lane.pausesUntil = begin + PACE.toNanos();
        count(outcomes, -1);
        try {
            taken = Objects.requireNonNull(transaction.execute(_ -> step(outcomes)));
            lane.failures = 0;
        } catch (RuntimeException e) {
            failed(lane, outcomes, e);
            return;
        } finally {
            steps.release();
            time.record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
        taken.again().ifPresent(due -> again(lane, due));
        for (Sending sending : taken.sendings()) {
            count(sending, 1);
            Receiver receiver = Objects.requireNonNull(taken.receivers().get(sending.webhookId()));
            start(() -> {
                lane.came.add(send(http, clock, receiver, sending));
                wake(lane);
            });
        }
    }

    /** Another step when it is due: at once by this server, later by any. */
    private void again(Lane lane, Instant due) {
        Instant now = clock.instant();
        if (!due.isAfter(now)) {
            lane.wishes.incrementAndGet(); // it is being worked on, so that is all
        } else if (!lane.marked.isAfter(now) || due.isBefore(lane.marked)) {
            lane.marked = due;
            marks.mark(lane.tenant, QUEUE, Duration.between(now, due));
        }
    }

    /**
     * What came back is kept for the next step; given up after some, it is sent once more when its lease ends. A person who sends many
     * deliveries again may hold the lines for longer than a step waits: that is no failure.
     */
    private void failed(Lane lane, List<Outcome> outcomes, RuntimeException e) {
        if (e instanceof LockTimeoutException) {
            log.info("The lines of {} are held by somebody else, they are looked at again soon", lane.tenant);
        } else {
            lane.failures++;
            log.warn("A step of the webhooks of {} failed", lane.tenant, e);
        }
        if (lane.failures < FAILED_STEPS) {
            count(outcomes, 1);
            lane.came.addAll(outcomes);
        } else {
            lane.failures = 0;
        }
        again(lane, clock.instant().plus(FULL));
    }

    static Outcome send(OutgoingHttp http, Clock clock, Receiver receiver, Sending sending) {
        Instant at = clock.instant();
        long begin = System.nanoTime();
        HttpResult result = http.post(
                receiver.url(),
                sending.message().headers(receiver.secrets(), at),
                sending.message().bytes());
        return new Outcome(sending, result, at, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private Taken step(List<Outcome> outcomes) {
        Instant now = clock.instant();
        Map<UUID, Receiver> receivers = new HashMap<>();
        rows.receivers(now).forEach(r -> receivers.put(r.id(), r));
        Set<UUID> held = new HashSet<>(receivers.keySet());
        outcomes.forEach(o -> held.add(o.sending().webhookId()));
        rows.planAnew();
        rows.hold(held);
        List<DeliveryRows.Verdict> verdicts =
                outcomes.stream().map(o -> verdict(o, now)).toList();
        endings.givenUp(
                rows.settle(verdicts, now).stream()
                        .filter(v -> v.state().equals(DEAD))
                        .toList(),
                receivers);
        health(verdicts, receivers, now);
        if (closed) {
            return new Taken(List.of(), receivers, Optional.empty());
        }
        Map<UUID, Integer> room = new HashMap<>();
        int left = MOST_IN_FLIGHT - allInFlight.get();
        for (Receiver receiver : receivers.values()) {
            int some = Math.min(
                    left, mostOf(receiver, now) - inFlight(receiver.id()).get());
            if (some > 0) {
                room.put(receiver.id(), some);
                left -= some;
            }
        }
        Instant lease = now.plus(LEASE);
        List<Sending> sendings = new ArrayList<>(rows.claim(room, now, lease));
        sendings.forEach(s -> room.merge(s.webhookId(), -1, Integer::sum));
        room.values().removeIf(some -> some <= 0);
        Map<UUID, Integer> asked = Map.copyOf(room);
        Map<UUID, Integer> found = new HashMap<>();
        for (DeliveryRows.Placed placed : rows.place(asked, now, lease)) {
            found.merge(placed.webhookId(), 1, Integer::sum);
            Sending sending = placed.sending();
            if (sending != null) {
                sendings.add(sending);
                room.merge(placed.webhookId(), -1, Integer::sum);
            }
        }
        room.values().removeIf(some -> some <= 0);
        Optional<Instant> again;
        if (left <= 0) {
            again = Optional.of(now.plus(FULL));
        } else if (room.keySet().stream().anyMatch(id -> Objects.equals(asked.get(id), found.get(id)))) {
            again = Optional.of(now); // some of those that were new had to queue: there may be more
        } else {
            again = rows.nextDue(room.keySet());
        }
        return new Taken(sendings, receivers, again);
    }

    private int mostOf(Receiver receiver, Instant now) {
        Instant since = receiver.failingSince();
        return since != null && since.isBefore(now.minus(MINUTE)) ? WHILE_FAILING : properties.inFlight();
    }

    private DeliveryRows.Verdict verdict(Outcome outcome, Instant now) {
        HttpResult result = outcome.result();
        String fault = Fault.of(result);
        Integer status = result instanceof HttpResult.Answered a ? (Integer) a.status() : null;
        String state;
        Instant next = now;
        if (Fault.isTaken(result)) {
            state = "delivered";
        } else if (outcome.sending().attempts() >= properties.attempts() || fault.equals(Fault.GONE)) {
            state = DEAD;
        } else {
            state = "waiting";
            next = now.plus(wait(outcome));
        }
        meters.counter("storelane.webhooks.sent", "outcome", state).increment();
        return new DeliveryRows.Verdict(outcome, state, next, fault, status);
    }

    /** Four times as long each time, a fifth more or less by chance; longer where the receiver asks for it. */
    private Duration wait(Outcome outcome) {
        int before = Math.min(outcome.sending().attempts() - 1, 12);
        long millis = Math.min(properties.firstRetry().toMillis() << (2 * before), LONGEST_WAIT.toMillis());
        Duration wait =
                Duration.ofMillis((long) (millis * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
        return outcome.result() instanceof HttpResult.Answered a
                        && a.retryAfter() != null
                        && a.retryAfter().compareTo(wait) > 0
                ? a.retryAfter()
                : wait;
    }

    private void health(List<DeliveryRows.Verdict> verdicts, Map<UUID, Receiver> receivers, Instant now) {
        Set<UUID> took = new HashSet<>();
        Map<UUID, String> faults = new HashMap<>();
        for (DeliveryRows.Verdict v : verdicts) {
            UUID webhook = v.outcome().sending().webhookId();
            if (Fault.isTaken(v.outcome().result())) {
                took.add(webhook);
            } else {
                faults.merge(webhook, v.fault(), (a, b) -> a.equals(Fault.GONE) ? a : b);
            }
        }
        List<UUID> succeeded = new ArrayList<>();
        List<UUID> failed = new ArrayList<>();
        for (Receiver receiver : receivers.values()) {
            Instant since = receiver.failingSince();
            if (Fault.GONE.equals(faults.get(receiver.id()))) {
                endings.disable(receiver, Fault.GONE);
            } else if (took.contains(receiver.id())) {
                Instant last = receiver.succeededAt();
                if (since != null || last == null || last.isBefore(now.minus(MINUTE))) {
                    succeeded.add(receiver.id());
                }
            } else if (faults.containsKey(receiver.id())) {
                if (since == null) {
                    failed.add(receiver.id());
                } else if (since.isBefore(now.minus(properties.disableAfter()))) {
                    endings.disable(receiver, Fault.FAILED_FOR_DAYS);
                }
            }
        }
        rows.succeeded(succeeded, now);
        rows.failed(failed, now);
    }

    private AtomicInteger inFlight(UUID webhook) {
        return inFlight.computeIfAbsent(webhook, _ -> new AtomicInteger());
    }

    private void count(List<Outcome> outcomes, int change) {
        outcomes.forEach(o -> count(o.sending(), change));
    }

    private void count(Sending sending, int change) {
        inFlight(sending.webhookId()).addAndGet(change);
        allInFlight.addAndGet(change);
    }

    /** Takes nothing more, and waits some seconds for what is on its way. */
    @Override
    public void close() {
        closed = true;
        rounds.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
