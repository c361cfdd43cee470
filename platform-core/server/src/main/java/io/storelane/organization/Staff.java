package io.storelane.organization;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who works where, in which position. A person may hold several. */
@Service
public class Staff {

    private static final String FROM = """
            from core.staff_assignment a
            join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
            join core.position p on p.tenant_id = a.tenant_id and p.id = a.position_id
            join core.department d on d.tenant_id = p.tenant_id and d.id = p.department_id
            join platform.tenant_member m on m.tenant_id = a.tenant_id and m.user_id = a.user_id
            where a.tenant_id = :tenant""";

    private static final String SELECT = """
            select a.id, a.user_id, m.name as person, m.email, a.node_id, n.name as node, d.name as department,
              p.name as position, a.since
            """ + FROM;

    private static final Keyset<Assignment> BY_PERSON =
            Keyset.byText("m.name", "a.id", false, Assignment::person, Assignment::id);

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    Staff(Database database, AuditLog audit, Events events, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** A person in a position at a node. */
    public record Assignment(
            UUID id,
            UUID userId,
            String person,
            String email,
            UUID nodeId,
            String node,
            String department,
            String position,
            Instant since) {}

    /** A member who can be put in a position. */
    public record Candidate(UUID id, String name, String email) {}

    /**
     * Which assignments to show; empty or null = all.
     *
     * @param q part of a person's name or e-mail
     */
    public record Filter(
            String q, @Nullable UUID nodeId, @Nullable UUID departmentId) {}

    /**
     * A page of the assignments that the caller may see, by person.
     *
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<Assignment> find(Filter filter, String cursor, int size) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return BY_PERSON.page(cursor, size, (tail, values) -> {
            params.putAll(values);
            return query(SELECT + where + tail, params);
        });
    }

    /** How many assignments {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return database.core()
                .sql("select count(*) " + FROM + where)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }

    private static String where(Filter filter, Map<String, Object> params) {
        Reach reach = Access.current().require(Permission.STAFF_VIEW);
        params.putAll(reach.params());
        StringBuilder sql = new StringBuilder(" and ").append(reach.condition("n.path"));
        if (!filter.q().isEmpty()) {
            sql.append(" and (position(:q in lower(m.name)) > 0 or position(:q in m.email) > 0)");
            params.put("q", filter.q().toLowerCase(Locale.ROOT));
        }
        if (filter.nodeId() != null) {
            // the node itself and what is below it
            sql.append(" and exists (select 1 from core.org_node f where f.tenant_id = :tenant and f.id = :node"
                    + " and starts_with(n.path, f.path))");
            params.put("node", filter.nodeId());
        }
        if (filter.departmentId() != null) {
            sql.append(" and p.department_id = :department");
            params.put("department", filter.departmentId());
        }
        return sql.toString();
    }

    /** Positions of one person that the caller may see. */
    @Transactional(readOnly = true)
    public List<Assignment> of(UUID userId) {
        Reach reach = Access.current().reach(Permission.STAFF_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("user", userId);
        return query(SELECT + " and a.user_id = :user and " + reach.condition("n.path") + " order by a.id", params);
    }

    /**
     * Active members that the caller may put in a position, by name: all for a caller who manages staff at the top, else
     * those whom the caller sees as members.
     */
    @Transactional(readOnly = true)
    public List<Candidate> candidates() {
        return candidates("", Map.of());
    }

    private List<Candidate> candidates(String condition, Map<String, ?> params) {
        Access access = Access.current();
        boolean all = access.require(Permission.STAFF_MANAGE).covers(Access.ROOT_PATH);
        Reach reach = access.reach(Permission.MEMBERS_VIEW);
        String seen = reach.condition("n.path");
        String within = all ? "" : """
                 and (exists (select 1 from core.role_assignment a
                    join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                    where a.tenant_id = :tenant and a.user_id = m.user_id and %s)
                  or exists (select 1 from core.staff_assignment a
                    join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                    where a.tenant_id = :tenant and a.user_id = m.user_id and %s))""".formatted(seen, seen);
        return database.core()
                .sql("select m.user_id as id, m.name, m.email from platform.tenant_member m"
                        + " where m.tenant_id = :tenant and m.status = 'active'" + condition + " " + within
                        + " order by m.name, m.user_id")
                .params(all ? Map.of() : reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(new SimplePropertyRowMapper<>(Candidate.class))
                .list();
    }

    /** Puts a {@linkplain #candidates() candidate} in a position at a node within the caller's reach. */
    @Transactional
    public UUID assign(UUID userId, UUID nodeId, UUID positionId) {
        String path = path(nodeId);
        if (!Access.current().require(Permission.STAFF_MANAGE).covers(path)) {
            throw new ProblemException(OrganizationProblem.NODE_NOT_FOUND);
        }
        if (candidates(" and m.user_id = :user", Map.of("user", userId)).isEmpty()) {
            throw new ProblemException(OrganizationProblem.PERSON_NOT_FOUND);
        }
        return insert(userId, nodeId, positionId);
    }

    /** Puts an invited person in the position that the invitation named; the inviter's right was checked then. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void assignInvited(UUID userId, UUID nodeId, UUID positionId) {
        if (database.core()
                .sql(
                        "select 1 from core.staff_assignment where tenant_id = :tenant and user_id = :user and node_id = :node"
                                + " and position_id = :position")
                .param("tenant", Scope.currentTenant().value())
                .param("user", userId)
                .param("node", nodeId)
                .param("position", positionId)
                .query()
                .listOfRows()
                .isEmpty()) {
            insert(userId, nodeId, positionId);
        }
    }

    private UUID insert(UUID userId, UUID nodeId, UUID positionId) {
        UUID tenant = Scope.currentTenant().value();
        String person = database.core()
                .sql(
                        "select name from platform.tenant_member where tenant_id = :tenant and user_id = :user and status = 'active'")
                .param("tenant", tenant)
                .param("user", userId)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.PERSON_NOT_FOUND));
        String position = database.core()
                .sql("select name from core.position where tenant_id = :tenant and id = :id")
                .param("tenant", tenant)
                .param("id", positionId)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.POSITION_NOT_FOUND));
        UUID id = Ids.next();
        try {
            database.core()
                    .sql("insert into core.staff_assignment (tenant_id, id, user_id, node_id, position_id, since)"
                            + " values (:tenant, :id, :user, :node, :position, :now)")
                    .param("tenant", tenant)
                    .param("id", id)
                    .param("user", userId)
                    .param("node", nodeId)
                    .param("position", positionId)
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(OrganizationProblem.ALREADY_ASSIGNED);
        }
        audit.record(
                "staff.assigned", new AuditTarget("staff", id, person, nodeId), Map.of(), Map.of("position", position));
        events.append(
                "staff.assigned",
                "staff",
                userId,
                Map.of("node", nodeId.toString(), "position", positionId.toString()));
        return id;
    }

    /** Ends an assignment within the caller's reach. */
    @Transactional
    public void end(UUID assignmentId) {
        Reach reach = Access.current().require(Permission.STAFF_MANAGE);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("id", assignmentId);
        Assignment assignment = query(SELECT + " and a.id = :id and " + reach.condition("n.path"), params).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.ASSIGNMENT_NOT_FOUND));
        database.core()
                .sql("delete from core.staff_assignment where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", assignmentId)
                .update();
        audit.record(
                "staff.ended",
                new AuditTarget("staff", assignmentId, assignment.person(), assignment.nodeId()),
                Map.of("position", assignment.position(), "node", assignment.node()),
                Map.of());
        events.append(
                "staff.ended",
                "staff",
                assignment.userId(),
                Map.of("node", assignment.nodeId().toString()));
    }

    /** Ends all assignments of a person who leaves the workspace. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void endAll(UUID userId) {
        database.core()
                .sql("delete from core.staff_assignment where tenant_id = :tenant and user_id = :user")
                .param("tenant", Scope.currentTenant().value())
                .param("user", userId)
                .update();
    }

    private List<Assignment> query(String sql, Map<String, ?> params) {
        return database.core()
                .sql(sql)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Assignment(
                        rs.getObject("id", UUID.class),
                        rs.getObject("user_id", UUID.class),
                        rs.getString("person"),
                        rs.getString("email"),
                        rs.getObject("node_id", UUID.class),
                        rs.getString("node"),
                        rs.getString("department"),
                        rs.getString("position"),
                        rs.getTimestamp("since").toInstant()))
                .list();
    }

    private String path(UUID nodeId) {
        return database.core()
                .sql("select path from core.org_node where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", nodeId)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.NODE_NOT_FOUND));
    }
}
