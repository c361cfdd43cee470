package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whom to call next, who does it, and what came of it. */
@Service
@Transactional
class Tasks {

    static final int PAGE = 100;

    /** What came of a task. */
    enum Outcome {
        REACHED,
        NOT_REACHED,
        AGAIN
    }

    record Task(
            UUID id,
            UUID customer,
            String customerName,
            String title,
            LocalDate due,
            @Nullable UUID person,
            String personName,
            boolean open,
            String outcome,
            String remark,
            @Nullable Instant closedAt,
            String closedBy) {}

    /** Which tasks. @param person only those of this person; null = of all */
    record Filter(
            boolean open,
            @Nullable UUID person,
            @Nullable LocalDate from,
            @Nullable LocalDate before) {}

    private static final String TASKS = """
            select t.id, t.customer_id, coalesce(p.name, '') as customer, t.title, t.due, t.person_id, coalesce(o.name, '') as person,
              t.state, t.outcome, t.remark, t.closed_at, t.closed_by
            from plugin_crm.task t left join plugin_crm.profile p on p.tenant_id = t.tenant_id and p.customer_id = t.customer_id
              left join plugin_crm.person o on o.tenant_id = t.tenant_id and o.id = t.person_id where\s""";

    private final JdbcClient db;
    private final People people;
    private final Timeline timeline;
    private final AuditTrail trail;
    private final Clock clock;

    Tasks(JdbcClient db, People people, Timeline timeline, AuditTrail trail, Clock clock) {
        this.db = db;
        this.people = people;
        this.timeline = timeline;
        this.trail = trail;
        this.clock = clock;
    }

    /** The first that are due come first; of closed ones the last that were closed. */
    @Transactional(readOnly = true)
    List<Task> find(Filter filter, int skip) {
        return db.sql(TASKS + where(filter)
                        + (filter.open() ? " order by t.due, t.id" : " order by t.closed_at desc, t.id")
                        + " offset :skip limit :most")
                .params(values(filter))
                .param("skip", skip)
                .param("most", PAGE + 1)
                .query((rs, _) -> task(rs))
                .list();
    }

    @Transactional(readOnly = true)
    long count(Filter filter) {
        return db.sql("select count(*) from plugin_crm.task t where " + where(filter))
                .params(values(filter))
                .query(Long.class)
                .single();
    }

    private static String where(Filter filter) {
        return "t.state = :state"
                + (filter.person() == null ? "" : " and t.person_id = :person")
                + (filter.from() == null ? "" : " and t.due >= :from")
                + (filter.before() == null ? "" : " and t.due < :before");
    }

    private static Map<String, Object> values(Filter filter) {
        Map<String, Object> values = new HashMap<>();
        values.put("state", filter.open() ? "open" : "closed");
        if (filter.person() != null) {
            values.put("person", filter.person());
        }
        if (filter.from() != null) {
            values.put("from", filter.from());
        }
        if (filter.before() != null) {
            values.put("before", filter.before());
        }
        return values;
    }

    @Transactional(readOnly = true)
    List<Task> ofCustomer(UUID customer) {
        return db.sql(TASKS + "t.customer_id = :customer order by t.state desc, t.due, t.id limit 50")
                .param("customer", customer)
                .query((rs, _) -> task(rs))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<Task> find(UUID id) {
        return db.sql(TASKS + "t.id = :id")
                .param("id", id)
                .query((rs, _) -> task(rs))
                .optional();
    }

    private static Task task(ResultSet rs) throws SQLException {
        Timestamp closed = rs.getTimestamp("closed_at");
        return new Task(
                rs.getObject("id", UUID.class),
                rs.getObject("customer_id", UUID.class),
                rs.getString("customer"),
                rs.getString("title"),
                rs.getObject("due", LocalDate.class),
                rs.getObject("person_id", UUID.class),
                rs.getString("person"),
                rs.getString("state").equals("open"),
                rs.getString("outcome"),
                rs.getString("remark"),
                closed == null ? null : closed.toInstant(),
                rs.getString("closed_by"));
    }

    /** A task that somebody makes by hand. @return false if the customer is not known */
    boolean add(UUID customer, String title, LocalDate due, @Nullable UUID person) {
        return insert(UUID.randomUUID(), customer, "", title, due, person) > 0;
    }

    private int insert(UUID id, UUID customer, String occasion, String title, LocalDate due, @Nullable UUID person) {
        return db.sql("""
                        insert into plugin_crm.task (id, occasion, customer_id, title, due, person_id, state, outcome, remark, closed_by,
                          made_at, version)
                        select :id, :occasion, customer_id, :title, :due, cast(:person as uuid), 'open', '', '', '', :now, 0
                        from plugin_crm.profile where customer_id = :customer""")
                .param("id", id)
                .param("occasion", occasion)
                .param("customer", customer)
                .param("title", title)
                .param("due", due)
                .param("person", person)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    void assign(Task task, @Nullable UUID person) {
        db.sql("update plugin_crm.task set person_id = :person, version = version + 1 where id = :id")
                .param("person", person)
                .param("id", task.id())
                .update();
    }

    /**
     * Closes it; done twice it is done once. {@link Outcome#AGAIN} makes another one for that day.
     *
     * @param again day of the other one, if there is to be one
     */
    void close(Task task, Outcome outcome, String remark, @Nullable LocalDate again) {
        Instant now = clock.instant();
        String author = people.join().name();
        int closed = db.sql("""
                        update plugin_crm.task set state = 'closed', outcome = :outcome, remark = :remark, closed_at = :now,
                          closed_by = :author, version = version + 1 where id = :id and state = 'open'""")
                .param("outcome", outcome.name())
                .param("remark", remark)
                .param("now", Timestamp.from(now))
                .param("author", author)
                .param("id", task.id())
                .update();
        if (closed == 0) {
            return;
        }
        if (outcome == Outcome.AGAIN && again != null) {
            insert(UUID.randomUUID(), task.customer(), "after " + task.id(), task.title(), again, task.person());
        }
        String said = task.title() + (remark.isEmpty() ? "" : " – " + remark);
        String kind = "task." + outcome.name().toLowerCase(Locale.ROOT);
        timeline.add(UUID.randomUUID(), task.customer(), kind, said, now, author);
        trail.record("task.closed", task.id(), task.title(), Map.of("outcome", outcome.name()));
    }

    /** Takes the closing back, and the task that followed unless somebody has worked on it. */
    void reopen(Task task) {
        int opened = db.sql("""
                        update plugin_crm.task set state = 'open', outcome = '', remark = '', closed_at = null, closed_by = '',
                          version = version + 1 where id = :id and state = 'closed'""").param("id", task.id()).update();
        if (opened > 0) {
            db.sql("delete from plugin_crm.task where occasion = :occasion and state = 'open'")
                    .param("occasion", "after " + task.id())
                    .update();
            trail.record("task.reopened", task.id(), task.title(), Map.of());
        }
    }
}
