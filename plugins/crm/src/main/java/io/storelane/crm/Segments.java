package io.storelane.crm;

import io.storelane.plugin.api.AuditTrail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Groups of customers by rules. Who belongs to one is asked whenever somebody wants to know: nothing of it is kept. */
@Service
@Transactional
class Segments {

    record Segment(UUID id, String name, Rule rule, long version) {}

    /** What came of an attempt to save one. */
    enum Saved {
        DONE,
        NAME_TAKEN,
        CHANGED_MEANWHILE
    }

    private final JdbcClient db;
    private final Profiles profiles;
    private final Attributes attributes;
    private final AuditTrail trail;
    private final Clock clock;
    private final RuleText text = new RuleText();

    Segments(JdbcClient db, Profiles profiles, Attributes attributes, AuditTrail trail, Clock clock) {
        this.db = db;
        this.profiles = profiles;
        this.attributes = attributes;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    List<Segment> all() {
        return db.sql("select id, name, rule, version from plugin_crm.segment order by name, id")
                .query((rs, _) -> segment(rs))
                .list();
    }

    /** By name. @param after the last of the page before; null = from the first */
    @Transactional(readOnly = true)
    List<Segment> after(@Nullable UUID after, int most) {
        return db.sql("select s.id, s.name, s.rule, s.version from plugin_crm.segment s"
                        + (after == null
                                ? ""
                                : " where (s.name, s.id) > (select a.name, a.id from plugin_crm.segment a where a.id = :after)")
                        + " order by s.name, s.id limit :most")
                .params(after == null ? Map.of() : Map.of("after", after))
                .param("most", most)
                .query((rs, _) -> segment(rs))
                .list();
    }

    @Transactional(readOnly = true)
    Optional<Segment> find(UUID id) {
        return db.sql("select id, name, rule, version from plugin_crm.segment where id = :id")
                .param("id", id)
                .query((rs, _) -> segment(rs))
                .optional();
    }

    private Segment segment(ResultSet rs) throws SQLException {
        return new Segment(
                rs.getObject("id", UUID.class),
                rs.getString("name"),
                text.read(rs.getString("rule")),
                rs.getLong("version"));
    }

    /** Of an attribute that is gone nothing is known: it is true of nobody. */
    private Condition condition(Rule rule) {
        Map<UUID, Rule.Kind> kinds = attributes.all().stream()
                .collect(Collectors.toMap(Attributes.Attribute::id, Attributes.Attribute::kind));
        return RuleQuery.of(rule, id -> kinds.getOrDefault(id, Rule.Kind.TEXT), clock.instant());
    }

    @Transactional(readOnly = true)
    long count(Rule rule) {
        return profiles.count(condition(rule));
    }

    @Transactional(readOnly = true)
    List<Profiles.Line> members(Rule rule, Profiles.@Nullable Place after, int most) {
        return profiles.lines(condition(rule), after, most);
    }

    @Transactional(readOnly = true)
    List<UUID> ids(Rule rule, @Nullable UUID after, int most) {
        Condition condition = condition(rule);
        return db.sql("select p.customer_id from plugin_crm.profile p where " + condition.sql()
                        + (after == null ? "" : " and p.customer_id > :after") + " order by p.customer_id limit :most")
                .params(condition.values())
                .params(after == null ? Map.of() : Map.of("after", after))
                .param("most", most)
                .query(UUID.class)
                .list();
    }

    @Transactional(readOnly = true)
    boolean contains(Rule rule, UUID customer) {
        Condition condition = condition(rule);
        Map<String, Object> values = new HashMap<>(condition.values());
        values.put("customer", customer);
        return profiles.count(new Condition("p.customer_id = :customer and " + condition.sql(), values)) > 0;
    }

    /** A new one. */
    Saved add(UUID id, String name, Rule rule) {
        int added = db.sql("""
                        insert into plugin_crm.segment (id, name, rule, changed_at, version) values (:id, :name, :rule, :now, 0)
                        on conflict do nothing""")
                .param("id", id)
                .param("name", name)
                .param("rule", text.write(rule))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (added == 0) {
            return Saved.NAME_TAKEN;
        }
        trail.record("segment.added", id, name, Map.of("conditions", rule.size()));
        return Saved.DONE;
    }

    /** @param version as it was read */
    Saved change(UUID id, long version, String name, Rule rule) {
        if (isTaken(name, id)) {
            return Saved.NAME_TAKEN;
        }
        int changed = db.sql("""
                        update plugin_crm.segment set name = :name, rule = :rule, changed_at = :now, version = version + 1
                        where id = :id and version = :version""")
                .param("id", id)
                .param("version", version)
                .param("name", name)
                .param("rule", text.write(rule))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (changed == 0) {
            return Saved.CHANGED_MEANWHILE;
        }
        trail.record("segment.changed", id, name, Map.of("conditions", rule.size()));
        return Saved.DONE;
    }

    private boolean isTaken(String name, UUID but) {
        return db.sql("select count(*) from plugin_crm.segment where name = :name and id <> :id")
                        .param("name", name)
                        .param("id", but)
                        .query(Long.class)
                        .single()
                > 0;
    }

    void remove(Segment segment) {
        db.sql("delete from plugin_crm.segment where id = :id")
                .param("id", segment.id())
                .update();
        trail.record("segment.removed", segment.id(), segment.name(), Map.of());
    }
}
