package io.storelane.order;

import io.storelane.inventory.Router;
import io.storelane.inventory.Routing;
import io.storelane.inventory.StockMap;
import io.storelane.order.IntakeQueue.Waiting;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.LockTimeoutException;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.SteadyPlans;
import io.storelane.tenancy.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the orders of all requests in as few transactions as it can: a few threads take what waits and write it together, so
 * that many orders share one round to the disk. What goes wrong with one order stays with it: see {@link #flush}.
 */
@Component
class Intake implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final int TRIES = 5;
    private static final long LOOK_MILLIS = 100;
    private static final Duration VERDICT = Duration.ofSeconds(30);

    /** Some level of these had less than was read before; the transaction is undone. */
    private static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Set<TenantId> tenants;

        Overtaken(Set<TenantId> tenants) {
            super("overtaken", null, false, false);
            this.tenants = tenants;
        }
    }

    /** Orders that are being written. */
    private record Round(List<Waiting> orders, long since) {}

    private final OrderRows rows;
    private final io.storelane.inventory.Reservations reservations;
    private final Database database;
    private final JsonMapper json;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final IntakeProperties properties;
    private final IntakeQueue queue;
    private final Map<TenantId, Long> careful = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("order-deadlines").daemon().factory());
    private final Set<Round> rounds = ConcurrentHashMap.newKeySet();
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean running;

    Intake(
            OrderRows rows,
            io.storelane.inventory.Reservations reservations,
            Database database,
            JsonMapper json,
            Clock clock,
            TransactionTemplate transactionTemplate,
            IntakeProperties properties) {
        this.rows = rows;
        this.reservations = reservations;
        this.database = database;
        this.json = json;
        this.clock = clock;
        this.transaction = SteadyPlans.of(transactionTemplate);
        this.properties = properties;
        this.queue = new IntakeQueue(properties.queue(), properties.perTenant());
        Future<?> _ = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Writes an order together with those of others and waits for it.
     *
     * @throws IllegalStateException if the caller has a transaction open: the order would not be part of it
     * @throws ProblemException if too many orders wait, or if it waited too long; nothing was written then
     */
    Placement grouped(Draft draft) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("An order inside a transaction is placed with it, not with a group.");
        }
        return await(enqueue(draft));
    }

    Waiting enqueue(Draft draft) {
        Waiting waiting = new Waiting(draft, reservations.routing());
        if (!queue.offer(waiting)) {
            throw new ProblemException(OrderProblem.QUEUE_FULL);
        }
        return waiting;
    }

    Placement await(Waiting waiting) {
        try {
            return waiting.verdict().get(); // each gets one: from the writer, or from the clock while it waits
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }

    /** Writes an order in the caller's transaction, under locks. */
    Placement joined(Draft draft) {
        Map<UUID, Placement> verdicts = new HashMap<>();
        writeCarefully(List.of(draft), verdicts);
        return java.util.Objects.requireNonNull(verdicts.get(draft.id()));
    }

    @Override
    public void start() {
        running = true;
        for (int i = 1; i <= properties.writers(); i++) {
            writers.add(Thread.ofPlatform().name("order-intake-" + i).start(this::work));
        }
    }

    @Override
    public void stop() {
        running = false;
        queue.close();
        try {
            for (Thread writer : writers) {
                writer.join(Duration.ofSeconds(10));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        queue.giveUp(Duration.ZERO);
    }

    /** Ends the wait of those who waited too long, whatever the writer is held up by. */
    private void look() {
        queue.giveUp(properties.deadline());
        for (Round slow : rounds) {
            if (System.nanoTime() - slow.since() > VERDICT.toNanos()) {
                slow.orders()
                        .forEach(order ->
                                order.verdict().completeExceptionally(new IllegalStateException("No verdict")));
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the web server has answered its last request and before the pool closes. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 10_000;
    }

    private void work() {
        while (true) {
            try {
                List<Waiting> taken = queue.take(properties.batch());
                if (taken.isEmpty()) {
                    if (!running && queue.size() == 0) {
                        return;
                    }
                    continue;
                }
                Round round = new Round(taken, System.nanoTime());
                try {
                    rounds.add(round);
                    flush(taken);
                } catch (Throwable e) {
                    taken.forEach(order -> order.verdict().completeExceptionally(e)); // no effect where it has one
                    throw e;
                } finally {
                    rounds.remove(round);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("A round of orders failed", e);
            }
        }
    }

    /**
     * Writes a group: tenants in order of their ids in one transaction, those whose stock fell short lately each in one of its
     * own. A failure that nobody expected falls back to a transaction for each tenant, then to one for each order.
     */
    private void flush(List<Waiting> group) {
        Map<TenantId, List<Waiting>> byTenant = new TreeMap<>();
        group.forEach(w -> byTenant.computeIfAbsent(w.draft().tenant(), _ -> new ArrayList<>())
                .add(w));
        long now = System.nanoTime();
        careful.values().removeIf(until -> until - now < 0);
        Map<TenantId, List<Waiting>> together = new LinkedHashMap<>(byTenant);
        together.keySet().removeIf(careful::containsKey);
        while (!together.isEmpty()) {
            try {
                fast(together);
                break;
            } catch (Overtaken e) {
                long until = System.nanoTime() + properties.careful().toNanos();
                e.tenants.forEach(tenant -> careful.put(tenant, until));
                together.keySet().removeAll(e.tenants);
            } catch (CannotCreateTransactionException e) {
                // nothing was begun, and the database would not be there for each of them either
                group.forEach(order -> order.verdict().completeExceptionally(e));
                return;
            } catch (RuntimeException e) {
                log.warn("A group of orders is written tenant by tenant", e);
                together.values().forEach(this::alone);
                break;
            }
        }
        byTenant.forEach((tenant, orders) -> {
            if (careful.containsKey(tenant)) {
                alone(orders.stream().filter(w -> !w.verdict().isDone()).toList());
            }
        });
    }

    /** All of these in one transaction, by statements that they share. */
    private void fast(Map<TenantId, List<Waiting>> tenants) {
        Map<UUID, Placement> verdicts = new HashMap<>();
        inTransaction(new Scope.Group(new TreeSet<>(tenants.keySet())), () -> {
            verdicts.clear();
            List<NewOrder> routed = route(tenants, verdicts);
            if (routed.isEmpty()) {
                return;
            }
            OrderRows.Written written = rows.write(routed);
            if (!written.fellShort().isEmpty()) {
                throw new Overtaken(written.fellShort());
            }
            known(routed, written.ids(), verdicts);
        });
        tenants.values().forEach(orders -> answer(orders, verdicts));
    }

    /** Where the units of each order come from; those for which there are not enough get their verdict. */
    private List<NewOrder> route(Map<TenantId, List<Waiting>> tenants, Map<UUID, Placement> verdicts) {
        Map<TenantId, Set<UUID>> variants = new HashMap<>();
        tenants.forEach((tenant, orders) -> variants.put(
                tenant,
                orders.stream()
                        .flatMap(w -> Drafts.variants(w.draft()).stream())
                        .collect(Collectors.toSet())));
        Map<TenantId, Routing> routings = new HashMap<>();
        tenants.forEach(
                (tenant, orders) -> routings.put(tenant, orders.getLast().routing()));
        Map<TenantId, StockMap> free = reservations.free(variants, routings);
        List<NewOrder> routed = new ArrayList<>();
        tenants.forEach((tenant, orders) -> {
            StockMap before = free.getOrDefault(tenant, new StockMap());
            StockMap left = before.copy();
            for (Waiting waiting : orders) {
                Draft draft = waiting.draft();
                Router.Plan plan = left.plan(draft.needs(), draft.destination(), draft.keepsSafety());
                if (plan.isComplete()) {
                    left.take(plan);
                    routed.add(NewOrder.of(draft, plan, clock.instant(), json));
                    continue;
                }
                Router.Plan alone = before.plan(draft.needs(), draft.destination(), draft.keepsSafety());
                if (alone.isComplete() || draft.mayBeShort() || draft.isRepeatable()) {
                    throw new Overtaken(Set.of(tenant)); // who gets what is left is found out under locks
                }
                verdicts.put(draft.id(), new Placement.Refused(draft.shortFaults(alone)));
            }
        });
        return routed;
    }

    private void known(List<NewOrder> routed, Set<UUID> fresh, Map<UUID, Placement> verdicts) {
        for (NewOrder order : routed) {
            Draft draft = order.draft();
            verdicts.put(
                    draft.id(),
                    fresh.contains(draft.id())
                            ? new Placement.Placed(order.whole())
                            : Scope.tenant(draft.tenant()).call(() -> find(draft)));
        }
    }

    private Placement find(Draft draft) {
        return database.core()
                .sql("select id, number from core.sales_order where tenant_id = :tenant and channel_id = :channel"
                        + " and external_id = :external")
                .param("tenant", Scope.currentTenant().value())
                .param("channel", draft.channel().id())
                .param("external", draft.externalId())
                .query((rs, _) ->
                        (Placement) new Placement.Known(rs.getObject("id", UUID.class), rs.getString("number")))
                .optional()
                // not the same order, so its number was taken by chance: one in a million millions
                .orElseThrow(() -> new org.springframework.dao.DuplicateKeyException("number " + draft.number()));
    }

    /** The orders of one tenant in a transaction of their own, and each by itself if that fails. */
    private void alone(List<Waiting> orders) {
        if (orders.isEmpty()) {
            return;
        }
        try {
            careful(orders);
        } catch (RuntimeException e) {
            if (orders.size() == 1 || e instanceof CannotCreateTransactionException) {
                orders.forEach(order -> order.verdict().completeExceptionally(e));
                return;
            }
            log.warn("The orders of a tenant are written one by one", e);
            orders.forEach(order -> alone(List.of(order)));
        }
    }

    private void careful(List<Waiting> orders) {
        TenantId tenant = orders.getFirst().draft().tenant();
        Map<UUID, Placement> verdicts = new HashMap<>();
        inTransaction(Scope.PLATFORM, () -> {
            verdicts.clear();
            Scope.tenant(tenant)
                    .run(() ->
                            writeCarefully(orders.stream().map(Waiting::draft).toList(), verdicts));
        });
        answer(orders, verdicts);
    }

    /** Locks the levels, then walks the orders as they came over what is left. */
    private void writeCarefully(List<Draft> drafts, Map<UUID, Placement> verdicts) {
        StockMap stock = reservations.free(
                drafts.stream()
                        .flatMap(d -> Drafts.variants(d).stream())
                        .distinct()
                        .toList(),
                true);
        Set<List<Object>> present = present(drafts);
        List<NewOrder> routed = new ArrayList<>();
        for (Draft draft : drafts) {
            if (!present.add(List.of(draft.channel().id(), draft.externalId()))) {
                routed.add(
                        NewOrder.of(draft, Router.Plan.EMPTY, clock.instant(), json)); // known already: takes nothing
                continue;
            }
            Router.Plan plan = stock.plan(draft.needs(), draft.destination(), draft.keepsSafety());
            if (plan.isComplete() || draft.mayBeShort()) {
                stock.take(plan);
                routed.add(NewOrder.of(draft, plan, clock.instant(), json));
            } else {
                verdicts.put(draft.id(), new Placement.Refused(draft.shortFaults(plan)));
            }
        }
        if (routed.isEmpty()) {
            return;
        }
        OrderRows.Written written = rows.write(routed);
        if (!written.fellShort().isEmpty()) {
            throw new ConcurrencyFailureException("a level changed under its lock");
        }
        known(routed, written.ids(), verdicts);
    }

    /** Channel and number of those orders that are stored. */
    private Set<List<Object>> present(List<Draft> drafts) {
        return new java.util.HashSet<>(database.core()
                .sql("""
                        select o.channel_id, o.external_id from unnest(?::uuid[], ?::text[]) w (channel_id, external_id)
                        join core.sales_order o on o.tenant_id = ? and o.channel_id = w.channel_id
                          and o.external_id = w.external_id""")
                .param(Rows.array("uuid", drafts, (Draft d) -> d.channel().id()))
                .param(Rows.array("text", drafts, Draft::externalId))
                .param(Scope.currentTenant().value())
                .query((rs, _) -> List.<Object>of(rs.getObject(1, UUID.class), rs.getString(2)))
                .list());
    }

    private static void answer(List<Waiting> orders, Map<UUID, Placement> verdicts) {
        for (Waiting order : orders) {
            order.verdict()
                    .complete(java.util.Objects.requireNonNull(
                            verdicts.get(order.draft().id())));
        }
    }

    /** Tries again where the database broke off one of two that waited for each other. */
    private void inTransaction(Scope scope, Runnable work) {
        for (int attempt = 1; ; attempt++) {
            try {
                scope.run(() -> transaction.executeWithoutResult(_ -> work.run()));
                return;
            } catch (LockTimeoutException e) {
                throw e; // who holds the row that long may go on doing so, and others wait behind this group
            } catch (ConcurrencyFailureException e) {
                if (attempt == TRIES) {
                    throw e; // the other of the two has gone on meanwhile: at once is soon enough
                }
            }
        }
    }
}
