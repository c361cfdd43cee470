package io.storelane.order;

import io.storelane.inventory.Routing;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Orders that wait to be written. Tenants are served in turn, so that one with thousands does not make the others wait. */
final class IntakeQueue {

    private enum Mark {
        WAITING,
        TAKEN,
        GIVEN_UP
    }

    /** An order that waits, and the answer to it. */
    static final class Waiting {

        private final Draft draft;
        private final Routing routing;
        private final CompletableFuture<Placement> verdict = new CompletableFuture<>();
        private final AtomicReference<Mark> mark = new AtomicReference<>(Mark.WAITING);
        private final long since = System.nanoTime();

        /** @param routing where its units may come from, and by which rules */
        Waiting(Draft draft, Routing routing) {
            this.draft = draft;
            this.routing = routing;
        }

        Draft draft() {
            return draft;
        }

        Routing routing() {
            return routing;
        }

        CompletableFuture<Placement> verdict() {
            return verdict;
        }

        /** Answers with a problem unless somebody has begun to write it; nobody will then. */
        private void giveUp() {
            if (mark.compareAndSet(Mark.WAITING, Mark.GIVEN_UP)) {
                verdict.completeExceptionally(new ProblemException(OrderProblem.TOO_SLOW));
            }
        }
    }

    private final int capacity;
    private final int perTenant;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<TenantId, Deque<Waiting>> tenants = new LinkedHashMap<>();
    private int size;
    private boolean closed;

    IntakeQueue(int capacity, int perTenant) {
        this.capacity = capacity;
        this.perTenant = perTenant;
    }

    /** @return false if there is no room */
    boolean offer(Waiting order) {
        lock.lock();
        try {
            Deque<Waiting> own = tenants.get(order.draft().tenant());
            if (closed || size >= capacity || (own != null && own.size() >= perTenant)) {
                return false;
            }
            if (own == null) {
                own = new ArrayDeque<>();
                tenants.put(order.draft().tenant(), own);
            }
            own.add(order);
            size++;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for orders and takes some, one of each tenant after the other. @return nothing once closed and empty */
    List<Waiting> take(int most) throws InterruptedException {
        lock.lock();
        try {
            while (size == 0) {
                if (closed) {
                    return List.of();
                }
                filled.await();
            }
            List<Waiting> taken = new ArrayList<>();
            while (size > 0 && taken.size() < most) {
                var first = tenants.entrySet().iterator().next();
                Deque<Waiting> own = first.getValue();
                tenants.remove(first.getKey());
                Waiting order = own.removeFirst();
                size--;
                if (!own.isEmpty()) {
                    tenants.put(first.getKey(), own); // to the end of the round
                }
                if (order.mark.compareAndSet(Mark.WAITING, Mark.TAKEN)) {
                    taken.add(order);
                }
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives up those that have waited for longer. One look at all of them: a timer for each order costs more than the order. */
    void giveUp(Duration deadline) {
        long latest = System.nanoTime() - deadline.toNanos();
        lock.lock();
        try {
            for (Deque<Waiting> own : tenants.values()) {
                for (Waiting order : own) {
                    if (order.since - latest > 0) {
                        break; // those behind it came later
                    }
                    order.giveUp();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** No more orders come in; those that wait are still taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
