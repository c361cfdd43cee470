package io.storelane.job;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.web.api.ApiCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Starts jobs and shows what became of them: to the person who asked, and to those who manage all. */
@Service
public class Jobs {

    /** Items that a job may have. */
    public static final int MOST_ITEMS = 10_000;

    static final String QUEUE = "job";
    private static final int MOST_OPEN = 100;

    /** How long a job that is over is shown where it was started. */
    private static final Duration A_MOMENT = Duration.ofMinutes(10);

    private static final String OPEN = "state in ('waiting','running')";
    private static final String REPEATABLE = "state in ('failed','skipped')";

    private static final Keyset<JobView> NEWEST =
            Keyset.byTime("j.created_at", "j.id", true, JobView::createdAt, JobView::id);

    private final Database database;
    private final AuditLog audit;
    private final ReadyMarks ready;
    private final JsonMapper json;
    private final Clock clock;

    Jobs(Database database, AuditLog audit, ReadyMarks ready, JsonMapper json, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.ready = ready;
        this.json = json;
        this.clock = clock;
    }

    /** A thing to be done, and how people recognise it. */
    public record NewItem(@Nullable UUID ref, String label) {}

    /**
     * Which jobs to show.
     *
     * @param q part of the name of the person who asked; empty = all
     * @param kind of a {@link JobHandler}; empty = all
     * @param state a {@link JobState#key()}; empty = all
     */
    public record Filter(String q, String kind, String state) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            String wanted = state;
            state = Arrays.stream(JobState.values()).anyMatch(s -> s.key().equals(wanted)) ? state : "";
        }
    }

    /**
     * Starts a job of the caller, in the running transaction if there is one. Whether the caller may do such a thing is asked by
     * the caller's door now, and again for each item; of a program, its key says so.
     *
     * @param kind of a {@link JobHandler}
     * @param params values for all items
     * @throws ProblemException without items, with too many, or if too many jobs wait already
     */
    @Transactional
    public UUID start(String kind, Map<String, ?> params, List<NewItem> items) {
        if (items.isEmpty()) {
            throw new ProblemException(JobProblem.NOTHING_CHOSEN);
        }
        if (items.size() > MOST_ITEMS) {
            throw new ProblemException(JobProblem.TOO_MANY_ITEMS, MOST_ITEMS);
        }
        long open = sql("select count(*) from core.job where tenant_id = :tenant and " + OPEN)
                .query(Long.class)
                .single();
        if (open >= MOST_OPEN) {
            throw new ProblemException(JobProblem.TOO_MANY_JOBS);
        }
        UUID id = Ids.next();
        sql("""
                        insert into core.job (tenant_id, id, kind, params, state, total, requested_by, api_key_id, requester_name,
                          locale, created_at, lease_until)
                        values (:tenant, :id, :kind, :params::jsonb, 'waiting', :total, :user, :key, :name, :locale, :now, :now)""")
                .param("id", id)
                .param("kind", kind)
                .param("params", json.writeValueAsString(params))
                .param("total", items.size())
                .param("user", Actor.currentUser())
                .param("key", ApiCaller.known().map(ApiCaller::keyId).orElse(null))
                .param("name", Actor.current().name())
                .param("locale", LocaleContextHolder.getLocale().toLanguageTag())
                .param("now", now())
                .update();
        Rows.<Integer>of("job_item")
                .with("job_id", "uuid", _ -> id)
                .with("position", "integer", position -> position)
                .with("ref", "uuid", position -> items.get(position).ref())
                .with("label", "text", position -> items.get(position).label())
                .with("state", "text", _ -> "waiting")
                .insert(database, IntStream.range(0, items.size()).boxed().toList());
        audit.record("job.started", target(id, kind), Map.of(), Map.of("items", items.size()));
        ready.markAfterCommit(QUEUE);
        return id;
    }

    /**
     * The caller's jobs, or those of all for who manages them; newest first. A person's jobs are also those of the person's
     * programs, a program's are those that its key began.
     */
    @Transactional(readOnly = true)
    public Slice<JobView> find(Filter filter, String after, int size) {
        return NEWEST.page(
                after,
                size,
                (end, params) -> visible("select j.* from core.job j", filter, end)
                        .params(params)
                        .query((rs, _) -> view(rs))
                        .list());
    }

    @Transactional(readOnly = true)
    public long count(Filter filter) {
        return visible("select count(*) from core.job j", filter, "")
                .query(Long.class)
                .single();
    }

    /** @throws ProblemException 404 if there is none that the caller may see */
    @Transactional(readOnly = true)
    public JobView job(UUID id) {
        return visible("select j.* from core.job j", new Filter("", "", ""), " and j.id = :id")
                .param("id", id)
                .query((rs, _) -> view(rs))
                .optional()
                .orElseThrow(() -> new ProblemException(JobProblem.NOT_FOUND));
    }

    /**
     * The caller's own jobs with these things that are open, or ended a moment ago, newest first: what the page shows from which
     * they were started. Those of the caller's programs are not among them.
     *
     * @param things first part of their kinds
     */
    @Transactional(readOnly = true)
    public List<JobView> recent(String things) {
        return sql("select j.* from core.job j where j.tenant_id = :tenant and j.requested_by = :me and j.api_key_id is null"
                        + " and j.created_at > :yesterday and starts_with(j.kind, :things || '.') and (j." + OPEN
                        + " or j.finished_at > :since) order by j.created_at desc, j.id desc limit 3")
                .param("me", Actor.currentUser())
                .param("things", things)
                .param("yesterday", Timestamp.from(clock.instant().minus(Duration.ofDays(1))))
                .param("since", Timestamp.from(clock.instant().minus(A_MOMENT)))
                .query((rs, _) -> view(rs))
                .list();
    }

    /** Items of a job: those that failed first, then in their order. */
    @Transactional(readOnly = true)
    public List<JobItemView> items(UUID id, int limit) {
        job(id);
        return sql("""
                        select i.* from core.job_item i where i.tenant_id = :tenant and i.job_id = :id
                        order by case i.state when 'failed' then 0 when 'skipped' then 1 else 2 end, i.position limit :limit""")
                .param("id", id)
                .param("limit", limit)
                .query((rs, _) -> item(rs))
                .list();
    }

    /**
     * Items of a job in their order, those of one state or all.
     *
     * @param state {@link JobItemView#state()}; empty = all
     * @param after position that they stand behind; null = from the first
     */
    @Transactional(readOnly = true)
    public List<JobItemView> items(UUID id, String state, @Nullable Integer after, int limit) {
        job(id);
        return sql("""
                        select i.* from core.job_item i where i.tenant_id = :tenant and i.job_id = :id and i.position > :after
                          and (:state = '' or i.state = :state) order by i.position limit :limit""")
                .param("id", id)
                .param("state", state)
                .param("after", after == null ? -1 : after)
                .param("limit", limit)
                .query((rs, _) -> item(rs))
                .list();
    }

    private JobItemView item(ResultSet rs) throws SQLException {
        return new JobItemView(
                rs.getInt("position"),
                rs.getObject("ref", UUID.class),
                rs.getString("label"),
                rs.getString("state"),
                rs.getString("message_key"),
                List.of(json.readValue(rs.getString("message_args"), Object[].class)));
    }

    /** Ends the job before its next item. @throws ProblemException 409 if it is over */
    @Transactional
    public void cancel(UUID id) {
        JobView job = job(id);
        int marked = sql("update core.job set cancel = true where tenant_id = :tenant and id = :id and " + OPEN)
                .param("id", id)
                .update();
        if (marked == 0) {
            throw new ProblemException(JobProblem.ALREADY_OVER);
        }
        audit.record("job.cancelled", target(id, job.kind()), Map.of(), Map.of("done", job.done()));
        ready.markAfterCommit(QUEUE);
    }

    /**
     * Runs the items that failed or were left out again, as the person who asked first.
     *
     * @throws ProblemException 409 if there are none, or the job is not over
     */
    @Transactional
    public void repeat(UUID id) {
        JobView job = job(id);
        int again =
                sql("update core.job_item set state = 'waiting', message_key = '', message_args = '[]', finished_at = null"
                                + " where tenant_id = :tenant and job_id = :id and " + REPEATABLE)
                        .param("id", id)
                        .update();
        int reopened = sql("""
                        update core.job j set state = 'waiting', cancel = false, attempts = 0, failed = 0, finished_at = null,
                          lease_until = :now, done = (select count(*) from core.job_item i where i.tenant_id = j.tenant_id
                            and i.job_id = j.id and i.state = 'done')
                        where j.tenant_id = :tenant and j.id = :id and j.state in ('done','failed','cancelled')""").param("id", id).param("now", now()).update();
        if (again == 0 || reopened == 0) {
            throw new ProblemException(JobProblem.NOTHING_TO_REPEAT);
        }
        audit.record("job.repeated", target(id, job.kind()), Map.of(), Map.of("items", again));
        ready.markAfterCommit(QUEUE);
    }

    private StatementSpec visible(String select, Filter filter, String end) {
        StringBuilder sql = new StringBuilder(select).append(" where j.tenant_id = :tenant");
        Map<String, Object> params = new HashMap<>();
        if (!Access.current().allows(Permission.JOBS_MANAGE)) {
            sql.append(" and j.requested_by = :me");
            params.put("me", Actor.currentUser());
            ApiCaller.known().ifPresent(program -> {
                sql.append(" and j.api_key_id = :key");
                params.put("key", program.keyId());
            });
        }
        if (!filter.q().isEmpty()) {
            sql.append(" and position(lower(:q) in lower(j.requester_name)) > 0");
            params.put("q", filter.q());
        }
        if (!filter.kind().isEmpty()) {
            sql.append(" and j.kind = :kind");
            params.put("kind", filter.kind());
        }
        if (!filter.state().isEmpty()) {
            sql.append(" and j.state = :state");
            params.put("state", filter.state());
        }
        return sql(sql.append(end).toString()).params(params);
    }

    private static AuditTarget target(UUID id, String kind) {
        return new AuditTarget("job", id, kind, null);
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static JobView view(ResultSet rs) throws SQLException {
        return new JobView(
                rs.getObject("id", UUID.class),
                rs.getString("kind"),
                JobState.of(rs.getString("state")),
                rs.getInt("total"),
                rs.getInt("done"),
                rs.getInt("failed"),
                rs.getBoolean("cancel"),
                rs.getString("requester_name"),
                rs.getTimestamp("created_at").toInstant(),
                instant(rs, "started_at"),
                instant(rs, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp time = rs.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
