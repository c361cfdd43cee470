package io.storelane.tenancy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that go round the tenants of a queue: one turn each, then to the end of the queue. So nobody waits longer for a
 * tenant with much work than its one turn takes.
 */
public final class Rounds implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final String queue;
    private final ReadyMarks marks;
    private final Supplier<Optional<Duration>> turn;
    private final Semaphore idle;
    private final ExecutorService threads;
    private volatile boolean closed;

    /**
     * Begins to work.
     *
     * @param workers turns at a time in this process, 1 or more
     * @param turn one turn of the tenant of the scope; answers after what time it wants another, empty if nothing is left
     */
    public Rounds(String queue, int workers, ReadyMarks marks, Supplier<Optional<Duration>> turn) {
        this.queue = queue;
        this.marks = marks;
        this.turn = turn;
        this.idle = new Semaphore(workers);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(queue + "-", 0).factory());
        marks.onMark(queue, this::wake);
    }

    /** Asks for turns soon; returns at once. */
    public void wake() {
        if (!closed && idle.tryAcquire()) {
            threads.execute(this::work);
        }
    }

    private void work() {
        try {
            List<TenantId> next = marks.take(queue, 1);
            while (!closed && !next.isEmpty()) {
                wake(); // one more, who looks whether more tenants wait: few look while nothing is to be done
                next.forEach(this::turn);
                next = marks.take(queue, 1);
            }
        } catch (RuntimeException e) {
            log.warn("A round of {} ended early, the next mark goes on", queue, e);
        } finally {
            idle.release();
        }
    }

    private void turn(TenantId tenant) {
        try {
            Scope.tenant(tenant).call(turn::get).ifPresent(after -> marks.mark(tenant, queue, after));
        } catch (RuntimeException e) {
            log.warn("A turn of {} for {} failed, it is taken again", queue, tenant, e);
            marks.mark(tenant, queue, Duration.ofSeconds(5));
        }
    }

    /** Waits for the turns that run to end, ten seconds at most. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
