package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Rules that make tasks, each once for an occasion: that a task is there already, the database says. */
@Service
@Transactional
class TaskRules {

    static final int MOST = 50;
    private static final int CHUNK = 500;

    /** When a task is made. */
    enum Kind {
        AFTER_DELIVERY,
        FIRST_ORDER,
        NO_ORDER
    }

    record TaskRule(
            UUID id,
            Kind kind,
            long days,
            String title,
            @Nullable UUID person,
            boolean active) {}

    private final JdbcClient db;
    private final AuditTrail trail;
    private final Clock clock;

    TaskRules(JdbcClient db, AuditTrail trail, Clock clock) {
        this.db = db;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<TaskRule> all() {
        return db.sql("select id, kind, days, title, person_id, active from plugin_crm.task_rule order by since, id")
                .query((rs, _) -> rule(rs))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<TaskRule> find(UUID id) {
        return db.sql("select id, kind, days, title, person_id, active from plugin_crm.task_rule where id = :id")
                .param("id", id)
                .query((rs, _) -> rule(rs))
                .optional();
    }

    private static TaskRule rule(ResultSet rs) throws SQLException {
        return new TaskRule(
                rs.getObject("id", UUID.class),
                Kind.valueOf(rs.getString("kind")),
                rs.getLong("days"),
                rs.getString("title"),
                rs.getObject("person_id", UUID.class),
                rs.getBoolean("active"));
    }

    /** @param days from the occasion to the day of the task; for {@link Kind#NO_ORDER} how long nothing was bought */
    void add(Kind kind, long days, String title, @Nullable UUID person) {
        UUID id = UUID.randomUUID();
        db.sql("""
                        insert into plugin_crm.task_rule (id, kind, days, title, person_id, active, since)
                        values (:id, :kind, :days, :title, :person, true, :now)""")
                .param("id", id)
                .param("kind", kind.name())
                .param("days", days)
                .param("title", title)
                .param("person", person)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        trail.record("rule.added", id, title, Map.of("kind", kind.name().toLowerCase(Locale.ROOT), "days", days));
    }

    /** Tasks that it has made stay. What happens while it is off makes none. */
    void turn(TaskRule rule, boolean on) {
        db.sql(
                        "update plugin_crm.task_rule set active = :on, since = case when :on then :now else since end where id = :id")
                .param("on", on)
                .param("now", Timestamp.from(clock.instant()))
                .param("id", rule.id())
                .update();
        trail.record(on ? "rule.started" : "rule.stopped", rule.id(), rule.title(), Map.of());
    }

    /** An order of the customer has arrived. @param at as the workspace counts days */
    void delivered(UUID order, UUID customer, ZonedDateTime at) {
        make(Kind.AFTER_DELIVERY, customer, order.toString(), at);
    }

    /** The customer has placed an order; was it the first? */
    void placed(UUID order, UUID customer, ZonedDateTime at) {
        boolean first = db.sql("""
                        select not exists (select from plugin_crm.known_order where customer_id = :customer and order_id <> :order
                          and not cancelled and placed_at <= (select placed_at from plugin_crm.known_order where order_id = :order))""")
                .param("customer", customer)
                .param("order", order)
                .query(Boolean.class)
                .single();
        if (first) {
            make(Kind.FIRST_ORDER, customer, "first", at);
        }
    }

    private void make(Kind kind, UUID customer, String occasion, ZonedDateTime at) {
        db.sql("""
                        insert into plugin_crm.task (id, rule_id, occasion, customer_id, title, due, person_id, state, outcome,
                          remark, closed_by, made_at, version)
                        select gen_random_uuid(), r.id, :occasion, p.customer_id, r.title, cast(:day as date) + cast(r.days as integer),
                          r.person_id, 'open', '', '', '', :now, 0
                        from plugin_crm.task_rule r, plugin_crm.profile p
                        where r.active and r.kind = :kind and r.since <= :at and p.customer_id = :customer
                        on conflict do nothing""")
                .param("occasion", occasion)
                .param("day", at.toLocalDate())
                .param("now", Timestamp.from(clock.instant()))
                .param("kind", kind.name())
                .param("at", Timestamp.from(at.toInstant()))
                .param("customer", customer)
                .update();
    }

    /**
     * Tasks for those who have bought nothing for long: one each time that somebody falls silent.
     *
     * @param zone in which the workspace counts days
     * @return how many were made, at most {@value #CHUNK}
     */
    int silent(TaskRule rule, ZoneId zone) {
        Instant now = clock.instant();
        return db.sql("""
                        insert into plugin_crm.task (id, rule_id, occasion, customer_id, title, due, person_id, state, outcome, remark,
                          closed_by, made_at, version)
                        select gen_random_uuid(), :rule, extract(epoch from p.last_order_at)::text, p.customer_id, :title, :due, cast(:person as uuid),
                          'open', '', '', '', :now, 0
                        from plugin_crm.profile p where p.last_order_at < :before and not exists (select from plugin_crm.task t
                          where t.tenant_id = p.tenant_id and t.rule_id = :rule and t.customer_id = p.customer_id
                            and t.occasion = extract(epoch from p.last_order_at)::text)
                        limit :most on conflict do nothing""")
                .param("rule", rule.id())
                .param("title", rule.title())
                .param("due", LocalDate.ofInstant(now, zone))
                .param("person", rule.person())
                .param("now", Timestamp.from(now))
                .param("before", Timestamp.from(now.minus(Duration.ofDays(rule.days()))))
                .param("most", CHUNK)
                .update();
    }
}
