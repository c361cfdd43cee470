package io.storelane.job;

import io.storelane.access.Access;
import io.storelane.access.AccessReader;
import io.storelane.notification.Notices;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.web.api.ApiCaller;
import io.storelane.web.api.ApiCallers;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Jobs as workers see them: a worker holds a job for a while, and puts that off with each item. */
@Component
class JobRows {

    static final Duration LEASE = Duration.ofSeconds(30);

    /** Jobs of one tenant that run at a time, over all servers. */
    private static final int RUNNING = 2;

    private static final int CRASHES = 5;

    private final Database database;
    private final AccessReader accessReader;
    private final ApiCallers callers;
    private final Notices notices;
    private final JsonMapper json;
    private final Clock clock;

    JobRows(
            Database database,
            AccessReader accessReader,
            ApiCallers callers,
            Notices notices,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.accessReader = accessReader;
        this.callers = callers;
        this.notices = notices;
        this.json = json;
        this.clock = clock;
    }

    /** A job that a worker holds. */
    record Held(
            UUID id,
            String kind,
            Map<String, Object> params,
            UUID requestedBy,
            @Nullable UUID key,
            Locale locale,
            String worker) {}

    /** Who a job runs as, with what this person or program may do now. */
    sealed interface Requester {

        record Member(Actor actor, Access access) implements Requester {}

        record Program(Actor actor, ApiCaller caller) implements Requester {}
    }

    /** The worker does not hold the job any more, or it was cancelled. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Takes a job that nobody works on; one whose worker died, too. Those that only wait take nobody's place. */
    @Transactional
    @SuppressWarnings("unchecked")
    Optional<Held> claim(String worker) {
        sql("select pg_advisory_xact_lock(hashtextextended('job' || :tenant::text, 0))")
                .query((_, _) -> true)
                .list();
        return sql("""
                        update core.job set state = 'running', started_at = coalesce(started_at, :now), worker = :worker,
                          lease_until = :lease, attempts = attempts + case when worker = '' then 0 else 1 end
                        where tenant_id = :tenant and id = (select j.id from core.job j
                          where j.tenant_id = :tenant and j.state in ('waiting','running') and j.lease_until <= :now
                            and (select count(*) from core.job r where r.tenant_id = :tenant and r.state = 'running'
                              and r.worker <> '' and r.lease_until > :now) < :running
                          order by j.lease_until, j.id limit 1 for update skip locked)
                        returning id, kind, params, requested_by, api_key_id, locale, worker""")
                .param("now", now())
                .param("lease", Timestamp.from(clock.instant().plus(LEASE)))
                .param("worker", worker)
                .param("running", RUNNING)
                .query((rs, _) -> new Held(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        json.readValue(rs.getString("params"), LinkedHashMap.class),
                        rs.getObject("requested_by", UUID.class),
                        rs.getObject("api_key_id", UUID.class),
                        Locale.forLanguageTag(rs.getString("locale")),
                        rs.getString("worker")))
                .optional();
    }

    /** When a job may be taken next; empty if no job is open. */
    @Transactional(readOnly = true)
    Optional<Instant> nextDue() {
        return sql("select min(lease_until) from core.job where tenant_id = :tenant and state in ('waiting','running')")
                .query((rs, _) -> Optional.ofNullable(rs.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /**
     * Who asked for it.
     *
     * @throws ProblemException if the person is no member any more, or the program's key is one no more
     */
    @Transactional
    Requester requester(Held job) {
        String request = "job-" + job.id();
        if (job.key() != null) {
            ApiCaller caller = callers.holder(job.key());
            return new Requester.Program(new Actor(caller.madeBy(), caller.actorName(), request, ""), caller);
        }
        return sql("select name from platform.tenant_member where tenant_id = :tenant and user_id = :user and status = 'active'")
                .param("user", job.requestedBy())
                .query(String.class)
                .optional()
                .map(name -> new Requester.Member(
                        new Actor(job.requestedBy(), name, request, ""), accessReader.read(job.requestedBy())))
                .orElseThrow(() -> new ProblemException(JobProblem.REQUESTER_GONE));
    }

    /** The next item, held until the transaction ends. */
    Optional<JobItem> next(Held job) {
        return sql("""
                        select position, ref, label from core.job_item
                        where tenant_id = :tenant and job_id = :job and state = 'waiting'
                        order by position limit 1 for update skip locked""")
                .param("job", job.id())
                .query((rs, _) -> new JobItem(
                        job.id(),
                        job.kind(),
                        job.params(),
                        rs.getInt("position"),
                        rs.getObject("ref", UUID.class),
                        rs.getString("label")))
                .optional();
    }

    /** Marks the item in the transaction that did it. @throws Lost if the job is not this worker's any more */
    void done(Held job, JobItem item) {
        mark(job, item.position(), "done", "", List.of());
        progress(job, 0);
    }

    /** Marks that the item failed, if nobody else has dealt with it meanwhile. */
    @Transactional
    void failed(Held job, JobItem item, ProblemCode why, Object... args) {
        if (mark(job, item.position(), "failed", why.messageKey(), Arrays.asList(args)) > 0) {
            progress(job, 1);
        }
    }

    private int mark(Held job, int position, String state, String key, List<Object> args) {
        return sql("""
                        update core.job_item set state = :state, message_key = :key, message_args = :args::jsonb, finished_at = :now
                        where tenant_id = :tenant and job_id = :job and position = :position and state = 'waiting'""")
                .param("state", state)
                .param("key", key)
                .param("args", json.writeValueAsString(args))
                .param("now", now())
                .param("job", job.id())
                .param("position", position)
                .update();
    }

    /** Puts off the end of the lease after a part of an item. @throws Lost if the job is not this worker's any more */
    void goOn(Held job) {
        progress(job, 0, 0);
    }

    private void progress(Held job, int failed) {
        progress(job, 1, failed);
    }

    private void progress(Held job, int done, int failed) {
        int held = sql("""
                        update core.job set done = done + :done, failed = failed + :failed, lease_until = :lease, attempts = 0
                        where tenant_id = :tenant and id = :id and worker = :worker and state = 'running' and not cancel""")
                .param("done", done)
                .param("failed", failed)
                .param("lease", Timestamp.from(clock.instant().plus(LEASE)))
                .param("id", job.id())
                .param("worker", job.worker())
                .update();
        if (held == 0) {
            throw new Lost();
        }
    }

    /** Ends a job that was cancelled or has killed its servers. @return true if it is over */
    @Transactional
    boolean stopped(Held job) {
        boolean cancelled = end(job, "cancelled", "cancel");
        if (cancelled) {
            skip(job, "");
            return true;
        }
        boolean givenUp = end(job, "failed", "attempts >= " + CRASHES);
        if (givenUp) {
            skip(job, JobProblem.GIVEN_UP.messageKey());
        }
        return givenUp;
    }

    /** Ends a job that nobody asks for any more; the reason stands beside what is left. */
    @Transactional
    void abandon(Held job, ProblemCode why) {
        if (end(job, "failed", "true")) {
            skip(job, why.messageKey());
        }
    }

    /** Ends a job of which nothing is left. */
    void finish(Held job) {
        end(job, "done", """
                not exists (select from core.job_item i where i.tenant_id = job.tenant_id and i.job_id = job.id
                  and i.state = 'waiting')""");
    }

    /** Ends it, and tells the person who asked for it; one that was cancelled somebody has seen. */
    private boolean end(Held job, String state, String condition) {
        List<JobNotices.Ended> ended =
                sql("update core.job set state = :state, finished_at = :now, worker = '' where tenant_id = :tenant and id = :id"
                                + " and worker = :worker and state = 'running' and (" + condition
                                + ") returning done, failed")
                        .param("state", state)
                        .param("now", now())
                        .param("id", job.id())
                        .param("worker", job.worker())
                        .query((rs, _) -> new JobNotices.Ended(
                                job.id(), job.kind(), job.requestedBy(), rs.getInt("done"), rs.getInt("failed")))
                        .list();
        if (!state.equals("cancelled") && job.key() == null) {
            notices.tell(ended.stream().map(e -> JobNotices.notice(e, state)).toList());
        }
        return !ended.isEmpty();
    }

    private void skip(Held job, String why) {
        sql("""
                        update core.job_item set state = 'skipped', message_key = :key, finished_at = :now
                        where tenant_id = :tenant and job_id = :job and state = 'waiting'""").param("key", why).param("now", now()).param("job", job.id()).update();
    }

    /** Lets go of the job until this time has passed, if the worker still holds it. */
    @Transactional
    void release(Held job, Duration pause) {
        sql("update core.job set lease_until = :until, worker = '' where tenant_id = :tenant and id = :id and worker = :worker")
                .param("until", Timestamp.from(clock.instant().plus(pause)))
                .param("id", job.id())
                .param("worker", job.worker())
                .update();
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
