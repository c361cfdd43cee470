package io.storelane.job;

import io.storelane.access.Access;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import io.storelane.web.api.ApiCaller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Works on jobs: a tenant's turn is two seconds of one of its jobs, then the next tenant has its turn. */
@Component
class JobWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JobWorker.class);
    private static final Duration TURN = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private enum Step {
        NEXT,
        OVER,
        NOT_OURS
    }

    private final Map<String, JobHandler> handlers;
    private final List<JobHandler> all;
    private final JobRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Rounds rounds;

    JobWorker(
            List<JobHandler> handlers,
            JobRows rows,
            TransactionTemplate transactionTemplate,
            Clock clock,
            ReadyMarks marks) {
        this.handlers = handlers.stream()
                .flatMap(handler -> handler.kinds().stream().map(kind -> Map.entry(kind, handler)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.all = List.copyOf(handlers);
        this.rows = rows;
        this.transaction = transactionTemplate;
        this.clock = clock;
        this.rounds = new Rounds(Jobs.QUEUE, 3, marks, this::turn);
    }

    /** A turn of the tenant of the scope. @return when it wants another */
    final Optional<Duration> turn() {
        JobRows.Held job = rows.claim(Ids.next().toString()).orElse(null);
        if (job == null) {
            return rows.nextDue().map(this::until);
        }
        if (rows.stopped(job)) { // also one that nobody here works on
            return rows.nextDue().map(this::until);
        }
        JobHandler handler = handler(job.kind());
        if (handler == null) {
            // a server of another release knows it
            rows.release(job, JobRows.LEASE);
            return rows.nextDue().map(this::until);
        }
        Instant end = clock.instant().plus(TURN);
        Step step = Step.NEXT;
        while (step == Step.NEXT && clock.instant().isBefore(end)) {
            step = item(job, handler);
        }
        if (step != Step.OVER) {
            rows.release(job, step == Step.NEXT ? Duration.ZERO : PAUSE);
        }
        return rows.nextDue().map(this::until);
    }

    private @Nullable JobHandler handler(String kind) {
        JobHandler known = handlers.get(kind);
        return known == null
                ? all.stream().filter(h -> h.handles(kind)).findFirst().orElse(null)
                : known;
    }

    private Duration until(Instant due) {
        Duration wait = Duration.between(clock.instant(), due);
        return wait.compareTo(PAUSE) > 0 ? wait : Duration.ofMillis(100);
    }

    private Step item(JobRows.Held job, JobHandler handler) {
        JobRows.Requester requester;
        try {
            requester = rows.requester(job);
        } catch (ProblemException e) {
            rows.abandon(job, e.code());
            return Step.OVER;
        }
        @Nullable JobItem[] tried = new JobItem[1];
        try {
            return attempt(job, handler, requester, tried, 1);
        } catch (JobRows.Lost _) {
            return rows.stopped(job) ? Step.OVER : Step.NOT_OURS;
        } catch (JobHandler.NotNow e) {
            log.debug("A job of kind {} has to wait", job.kind(), e);
            return Step.NOT_OURS;
        } catch (RuntimeException e) {
            JobItem item = tried[0];
            if (item == null) {
                throw e;
            }
            return failed(job, item, e);
        }
    }

    private Step attempt(
            JobRows.Held job, JobHandler handler, JobRows.Requester requester, @Nullable JobItem[] tried, int attempt) {
        LocaleContextHolder.setLocale(job.locale());
        try {
            ScopedValue.CallableOp<Step, RuntimeException> work = () -> handler.joins()
                    ? Objects.requireNonNull(transaction.execute(_ -> step(job, handler, tried)))
                    : apart(job, handler, tried);
            return switch (requester) {
                case JobRows.Requester.Member(Actor actor, Access access) -> actor.call(() -> access.call(work));
                case JobRows.Requester.Program(Actor actor, ApiCaller caller) -> actor.call(() -> caller.call(work));
            };
        } catch (ConcurrencyFailureException e) {
            if (attempt >= TRIES) {
                throw e;
            }
            return attempt(job, handler, requester, tried, attempt + 1);
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }

    private Step step(JobRows.Held job, JobHandler handler, @Nullable JobItem[] tried) {
        JobItem item = rows.next(job).orElse(null);
        if (item == null) {
            rows.finish(job);
            return Step.OVER;
        }
        tried[0] = item;
        if (handler.part(item)) {
            rows.goOn(job);
        } else {
            rows.done(job, item);
        }
        return Step.NEXT;
    }

    /** The same for a handler that begins its own transactions. */
    private Step apart(JobRows.Held job, JobHandler handler, @Nullable JobItem[] tried) {
        Optional<JobItem> next = Objects.requireNonNull(transaction.execute(_ -> {
            Optional<JobItem> waiting = rows.next(job);
            if (waiting.isEmpty()) {
                rows.finish(job);
            }
            return waiting;
        }));
        if (next.isEmpty()) {
            return Step.OVER;
        }
        JobItem item = next.get();
        tried[0] = item;
        boolean more = handler.part(item);
        transaction.executeWithoutResult(_ -> {
            if (more) {
                rows.goOn(job);
            } else {
                rows.done(job, item);
            }
        });
        return Step.NEXT;
    }

    private Step failed(JobRows.Held job, JobItem item, RuntimeException e) {
        try {
            if (e instanceof ProblemException problem) {
                rows.failed(job, item, problem.code(), problem.args());
            } else {
                log.error("Item {} of job {} failed", item.position(), job.id(), e);
                rows.failed(job, item, JobProblem.UNEXPECTED);
            }
            return Step.NEXT;
        } catch (JobRows.Lost _) {
            return rows.stopped(job) ? Step.OVER : Step.NOT_OURS;
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
