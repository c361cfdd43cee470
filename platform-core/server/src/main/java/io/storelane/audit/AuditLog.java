package io.storelane.audit;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The trail: written with each change, in its transaction; read by those who may, for the nodes that they reach. */
@Service
public class AuditLog {

    private static final String SELECT = """
            select a.*, n.name as node_name from core.audit_entry a
            left join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
            where a.tenant_id = :tenant""";

    private final Database database;
    private final JsonMapper json;

    private final Rows<NewAuditEntry> rows;
    private final Rows<NewAuditChange> changed;

    AuditLog(Database database, JsonMapper json, Clock clock) {
        this.database = database;
        this.json = json;
        this.rows = Rows.<NewAuditEntry>of("audit_entry", NewAuditEntry::tenant)
                .with("id", "uuid", _ -> Ids.next())
                .with("at", "timestamptz", _ -> Timestamp.from(clock.instant()))
                .with("actor_id", "uuid", e -> e.actor().userId())
                .with("actor_name", "text", e -> e.actor().name())
                .with("action", "text", NewAuditEntry::action)
                .with("target_type", "text", e -> e.target().type())
                .with("target_id", "text", e -> e.target().id().toString())
                .with("target_label", "text", e -> e.target().label())
                .with("node_id", "uuid", e -> e.target().nodeId())
                .with("after", "jsonb", e -> json.writeValueAsString(e.after()))
                .with("request_id", "text", e -> e.actor().requestId())
                .with("ip", "text", e -> e.actor().ip());
        this.changed = Rows.<NewAuditChange>of("audit_entry")
                .with("id", "uuid", _ -> Ids.next())
                .with("at", "timestamptz", _ -> Timestamp.from(clock.instant()))
                .with("actor_id", "uuid", _ -> Actor.current().userId())
                .with("actor_name", "text", _ -> Actor.current().name())
                .with("action", "text", NewAuditChange::action)
                .with("target_type", "text", c -> c.target().type())
                .with("target_id", "text", c -> c.target().id().toString())
                .with("target_label", "text", c -> c.target().label())
                .with("node_id", "uuid", c -> c.target().nodeId())
                .with("before", "jsonb", c -> c.before().isEmpty() ? null : json.writeValueAsString(c.before()))
                .with("after", "jsonb", c -> c.after().isEmpty() ? null : json.writeValueAsString(c.after()))
                .with("request_id", "text", _ -> Actor.current().requestId())
                .with("ip", "text", _ -> Actor.current().ip());
    }

    /**
     * Adds an entry by the actor of the running work. Of the values, those that stayed as they were are left out.
     *
     * @param action {@code target.verb}; its text stands under {@code audit.action.<action>}
     * @param target what was changed
     * @param before values before, empty if it was made
     * @param after values after, empty if it was removed
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(String action, AuditTarget target, Map<String, ?> before, Map<String, ?> after) {
        Rows.send(database, List.of(changes(List.of(new NewAuditChange(action, target, before, after)))));
    }

    /** Entries to be sent together with what they tell of, in its transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Rows.Insert entries(List<NewAuditEntry> entries) {
        return rows.ready(entries);
    }

    /** The same for changes. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Rows.Insert changes(List<NewAuditChange> changes) {
        return changed.ready(changes);
    }

    /** A page of the trail, newest first, of what the caller may see. */
    @Transactional(readOnly = true)
    public AuditPage find(AuditFilter filter, @Nullable UUID after, int size) {
        List<AuditEntry> rows = select(filter, after, size + 1);
        boolean more = rows.size() > size;
        return new AuditPage(more ? rows.subList(0, size) : rows, more);
    }

    /** One entry, if it is at a node that the caller reaches. */
    @Transactional(readOnly = true)
    public Optional<AuditEntry> entry(UUID id) {
        Reach reach = Access.current().require(Permission.AUDIT_VIEW);
        return database.core()
                .sql(SELECT + " and a.id = :id and " + visible(reach))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(this::toEntry)
                .optional();
    }

    /** What was done to one thing, newest first; nothing unless the caller sees the trail of the whole workspace. */
    @Transactional(readOnly = true)
    public List<AuditEntry> of(String type, UUID id, int limit) {
        if (!Access.current().allowsAt(Permission.AUDIT_VIEW, Access.ROOT_PATH)) {
            return List.of();
        }
        return database.core()
                .sql(SELECT
                        + " and a.target_type = :type and a.target_id = :id order by a.at desc, a.id desc limit :limit")
                .param("tenant", Scope.currentTenant().value())
                .param("type", type)
                .param("id", id.toString())
                .param("limit", limit)
                .query(this::toEntry)
                .list();
    }

    /** A page of the trail for a file. */
    @Transactional(readOnly = true)
    public AuditPage exported(AuditFilter filter, @Nullable UUID after, int size) {
        Access.current().require(Permission.AUDIT_EXPORT);
        return find(filter, after, size);
    }

    /** Notes that the caller got a file of the trail. */
    @Transactional
    public void handedOut(long entries) {
        record(
                "audit.exported",
                new AuditTarget("audit", Scope.currentTenant().value(), String.valueOf(entries), null),
                Map.of(),
                Map.of("entries", entries));
    }

    /** Actions that occur in what the caller may see, for the filter. */
    @Transactional(readOnly = true)
    public List<String> actions() {
        Reach reach = Access.current().require(Permission.AUDIT_VIEW);
        return database.core()
                .sql("select distinct a.action from core.audit_entry a where a.tenant_id = :tenant and "
                        + visible(reach) + " order by 1")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> rs.getString(1))
                .list();
    }

    /** An entry without a node concerns the whole workspace and is seen from its top only. */
    private static String visible(Reach reach) {
        return reach.covers(Access.ROOT_PATH)
                ? "true"
                : "a.node_id in (select s.id from core.org_node s where s.tenant_id = :tenant and "
                        + reach.condition("s.path") + ")";
    }

    private List<AuditEntry> select(AuditFilter filter, @Nullable UUID after, int limit) {
        Reach reach = Access.current().require(Permission.AUDIT_VIEW);
        StringBuilder sql = new StringBuilder(SELECT).append(" and ").append(visible(reach));
        Map<String, Object> params = new LinkedHashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        if (!filter.q().isEmpty()) {
            sql.append(" and (position(lower(:q) in lower(a.target_label)) > 0")
                    .append(" or position(lower(:q) in lower(a.actor_name)) > 0 or a.request_id = :q)");
            params.put("q", filter.q());
        }
        if (!filter.action().isEmpty()) {
            sql.append(" and a.action = :action");
            params.put("action", filter.action());
        }
        if (filter.actor() != null) {
            sql.append(" and a.actor_id = :actor");
            params.put("actor", filter.actor());
        }
        if (filter.from() != null) {
            sql.append(" and a.at >= :from");
            params.put("from", Timestamp.from(filter.from()));
        }
        if (filter.until() != null) {
            sql.append(" and a.at < :until");
            params.put("until", Timestamp.from(filter.until()));
        }
        if (after != null) {
            sql.append(" and (a.at, a.id) < (select b.at, b.id from core.audit_entry b")
                    .append(" where b.tenant_id = :tenant and b.id = :after)");
            params.put("after", after);
        }
        sql.append(" order by a.at desc, a.id desc limit ").append(limit);
        return database.core()
                .sql(sql.toString())
                .params(params)
                .query(this::toEntry)
                .list();
    }

    private AuditEntry toEntry(ResultSet rs, int row) throws SQLException {
        return new AuditEntry(
                rs.getObject("id", UUID.class),
                rs.getTimestamp("at").toInstant(),
                rs.getObject("actor_id", UUID.class),
                rs.getString("actor_name"),
                rs.getString("action"),
                rs.getString("target_type"),
                rs.getString("target_label"),
                rs.getString("node_name"),
                changes(map(rs.getString("before")), map(rs.getString("after"))),
                rs.getString("request_id"),
                rs.getString("ip"));
    }

    private static List<AuditEntry.Change> changes(Map<String, Object> before, Map<String, Object> after) {
        var fields = new LinkedHashSet<>(before.keySet());
        fields.addAll(after.keySet());
        return fields.stream()
                .map(f -> new AuditEntry.Change(f, text(before.get(f)), text(after.get(f))))
                .filter(c -> !c.before().equals(c.after()))
                .toList();
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(@Nullable String document) {
        return document == null ? Map.of() : json.readValue(document, LinkedHashMap.class);
    }
}
