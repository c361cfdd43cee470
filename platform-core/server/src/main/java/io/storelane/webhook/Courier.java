package io.storelane.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.storelane.http.HttpResult;
import io.storelane.http.OutgoingHttp;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.SteadyPlans;
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
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 * Sends deliveries. A tenant's step is one transaction: what came back since the last one is written, and what is due is taken,
 * as many as each receiver has room for. The messages go out after it, each in a thread of its own, so a slow receiver holds up
 * neither its tenant's others nor another tenant.
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
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FULL = Duration.ofSeconds(1);
    private static final Duration CLEANING = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(8);

    private final DeliveryRows rows;
    private final Endings endings;
    private final OutgoingHttp http;
    private final TransactionTemplate transaction;
    private final WebhookProperties properties;
    private final ReadyMarks marks;
    private final Clock clock;
    private final MeterRegistry meters;

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
        this.transaction = SteadyPlans.of(transactionTemplate);
        this.properties = properties;
        this.marks = marks;
        this.clock = clock;
        this.meters = meters;
        meters.gauge("storelane.webhooks.in.flight", allInFlight);
        this.rounds = new Rounds(QUEUE, 2, marks, this::turn);
    }

    /** The work of one tenant in this process: one step at a time. */
    private static final class Lane {
        private final TenantId tenant;
        private final Queue<Outcome> came = new ConcurrentLinkedQueue<>();
        private final AtomicInteger wishes = new AtomicInteger();
        private int failures;
        private Instant cleaned = Instant.EPOCH;

        Lane(TenantId tenant) {
            this.tenant = tenant;
        }
    }

    /** What a step has taken. */
    private record Taken(List<Sending> sendings, Map<UUID, Receiver> receivers, Optional<Duration> again) {}

    /** Asks for a step of the tenant of the scope; returns at once, and asks for the next one itself. */
    private Optional<Duration> turn() {
        Lane lane = lanes.computeIfAbsent(Scope.currentTenant(), Lane::new);
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
            wishes = lane.wishes.get();
            try {
                step(lane);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        } while (lane.wishes.addAndGet(-wishes) != 0);
    }

    private void step(Lane lane) throws InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        for (Outcome o = lane.came.poll(); o != null; o = lane.came.poll()) {
            outcomes.add(o);
        }
        count(outcomes, -1);
        Taken taken;
        steps.acquire();
        try {
            clean(lane);
            taken = Objects.requireNonNull(transaction.execute(_ -> step(outcomes)));
            lane.failures = 0;
        } catch (RuntimeException e) {
            failed(lane, outcomes, e);
            return;
        } finally {
            steps.release();
        }
        taken.again().ifPresent(after -> marks.mark(lane.tenant, QUEUE, after));
        for (Sending sending : taken.sendings()) {
            count(sending, 1);
            Receiver receiver = Objects.requireNonNull(taken.receivers().get(sending.webhookId()));
            start(() -> {
                lane.came.add(send(http, clock, receiver, sending));
                wake(lane);
            });
        }
    }

    /** What came back is kept for the next step; given up after some, it is sent once more when its lease ends. */
    private void failed(Lane lane, List<Outcome> outcomes, RuntimeException e) {
        lane.failures++;
        log.warn("A step of the webhooks of {} failed", lane.tenant, e);
        if (lane.failures < FAILED_STEPS) {
            count(outcomes, 1);
            lane.came.addAll(outcomes);
        } else {
            lane.failures = 0;
        }
        marks.mark(lane.tenant, QUEUE, FULL);
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
        List<Sending> sendings = rows.claim(room, now, now.plus(LEASE));
        sendings.forEach(s -> room.merge(s.webhookId(), -1, Integer::sum));
        Set<UUID> roomy = new HashSet<>(room.keySet());
        roomy.removeIf(id -> Objects.requireNonNull(room.get(id)) <= 0);
        Optional<Duration> again = left <= 0
                ? Optional.of(FULL)
                : rows.nextDue(roomy)
                        .map(due -> Duration.between(now, due))
                        .map(d -> d.isNegative() ? Duration.ZERO : d);
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

    private void clean(Lane lane) {
        Instant now = clock.instant();
        if (!closed && lane.cleaned.isBefore(now.minus(CLEANING))) {
            lane.cleaned = now;
            Instant before = now.minus(properties.keep());
            int gone;
            do {
                gone = Objects.requireNonNull(transaction.execute(_ -> rows.forget(before, FORGOTTEN_AT_ONCE)));
            } while (gone == FORGOTTEN_AT_ONCE);
        }
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
