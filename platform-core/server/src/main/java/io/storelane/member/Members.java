package io.storelane.member;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.job.Jobs;
import io.storelane.organization.Staff;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleAssignments;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import io.storelane.tenancy.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The members of a workspace. A caller sees those who hold a role or a position at a node that the caller reaches. */
@Service
public class Members {

    private final Database database;
    private final RoleAssignments assignments;
    private final Staff staff;
    private final MemberSeats seats;
    private final AuditLog audit;
    private final Events events;
    private final Jobs jobs;

    Members(
            Database database,
            RoleAssignments assignments,
            Staff staff,
            MemberSeats seats,
            AuditLog audit,
            Events events,
            Jobs jobs) {
        this.database = database;
        this.assignments = assignments;
        this.staff = staff;
        this.seats = seats;
        this.audit = audit;
        this.events = events;
        this.jobs = jobs;
    }

    /**
     * Which members to show.
     *
     * @param q part of name or e-mail; empty = all
     * @param roleId only holders of this role; null = all
     * @param sort {@code name}, {@code -name}, {@code since} or {@code -since}
     */
    public record Filter(String q, @Nullable UUID roleId, String sort) {

        /** What an address may say and is none of these means the default. */
        public Filter {
            sort = List.of("name", "-name", "since", "-since").contains(sort) ? sort : "name";
        }
    }

    /**
     * A page of the members that the caller may see.
     *
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<MemberView> find(Filter filter, String cursor, int size) {
        Reach reach = Access.current().require(Permission.MEMBERS_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return order(filter.sort()).page(cursor, size, (tail, values) -> {
            params.putAll(values);
            return query(reach, where, tail, params);
        });
    }

    private static Keyset<MemberView> order(String sort) {
        boolean descending = sort.startsWith("-");
        return sort.endsWith("since")
                ? Keyset.byTime("m.since", "m.user_id", descending, MemberView::since, MemberView::id)
                : Keyset.byText("m.name", "m.user_id", descending, MemberView::name, MemberView::id);
    }

    /** How many members {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(Filter filter) {
        Reach reach = Access.current().require(Permission.MEMBERS_VIEW);
        Map<String, Object> params = new HashMap<>();
        String inner = select(reach, where(filter, params), params);
        return database.core()
                .sql("select count(*) from (" + inner + ") c")
                .params(params)
                .query(Long.class)
                .single();
    }

    /** Members whose name or address contains the text, for quick search; none if the caller may see none. */
    @Transactional(readOnly = true)
    public List<MemberView> search(String text) {
        if (!Access.current().allows(Permission.MEMBERS_VIEW)) {
            return List.of();
        }
        return find(new Filter(text, null, "name"), "", 8).rows();
    }

    /** Those of these members whom the caller may see. */
    @Transactional(readOnly = true)
    public List<MemberView> named(Collection<UUID> ids) {
        Map<String, Object> params = new HashMap<>();
        params.put("users", Rows.array("uuid", List.copyOf(ids), id -> id));
        return query(Access.current().require(Permission.MEMBERS_VIEW), " and m.user_id = any(:users)", "", params);
    }

    @Transactional(readOnly = true)
    public MemberView member(UUID id) {
        return member(id, Permission.MEMBERS_VIEW);
    }

    /** Roles of the member at nodes that the caller reaches. */
    @Transactional(readOnly = true)
    public List<RoleAssignments.Held> roles(UUID id) {
        return assignments.held(id, Access.current().require(Permission.MEMBERS_VIEW));
    }

    @Transactional
    public void grant(UUID id, UUID roleId, UUID nodeId) {
        assignments.grant(id, member(id, Permission.MEMBERS_MANAGE).name(), roleId, nodeId);
    }

    @Transactional
    public void revoke(UUID id, UUID assignmentId) {
        assignments.revoke(id, member(id, Permission.MEMBERS_MANAGE).name(), assignmentId);
    }

    /** Removes a member; refused from the next request on, in all processes. */
    @Transactional
    public void remove(UUID id) {
        MemberView member = member(id, Permission.MEMBERS_MANAGE);
        Reach reach = Access.current().reach(Permission.MEMBERS_MANAGE);
        long elsewhere = database.core()
                .sql("""
                        select count(*) from core.org_node n where n.tenant_id = :tenant and n.id in (
                          select node_id from core.role_assignment where tenant_id = :tenant and user_id = :user
                          union select node_id from core.staff_assignment where tenant_id = :tenant and user_id = :user)
                        and not""" + " " + reach.condition("n.path"))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("user", id)
                .query(Long.class)
                .single();
        if (elsewhere > 0) {
            throw new ProblemException(MemberProblem.BEYOND_REACH);
        }
        end(id, member.name(), "member.removed", false);
    }

    /** Starts a job that removes these members. @return the job */
    @Transactional
    public UUID removeAll(List<UUID> ids) {
        Access.current().require(Permission.MEMBERS_MANAGE);
        return jobs.start(
                MemberRemoval.KIND,
                Map.of(),
                ids.stream()
                        .distinct()
                        .map(id -> new Jobs.NewItem(
                                id, member(id, Permission.MEMBERS_MANAGE).name()))
                        .toList());
    }

    /** The caller leaves the workspace. */
    @Transactional
    public void leave() {
        end(Actor.currentUser(), Actor.current().name(), "member.left", true);
    }

    /** Makes another member the owner in the caller's place. */
    @Transactional
    public void transferOwnership(UUID id) {
        assignments.transferOwnership(id, member(id).name());
    }

    private void end(UUID id, String name, String action, boolean ownWill) {
        TenantId tenant = Scope.currentTenant();
        assignments.revokeAll(id, name, ownWill);
        staff.endAll(id);
        Scope.PLATFORM.run(() -> seats.leave(tenant, id));
        audit.record(action, new AuditTarget("member", id, name, null), Map.of("name", name), Map.of());
        events.append(action, "member", id, Map.of());
    }

    private MemberView member(UUID id, Permission permission) {
        Map<String, Object> params = new HashMap<>();
        params.put("user", id);
        return query(Access.current().require(permission), " and m.user_id = :user", "", params).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(MemberProblem.NOT_FOUND));
    }

    private static String where(Filter filter, Map<String, Object> params) {
        String where = "";
        if (!filter.q().isEmpty()) {
            where += " and (position(:q in lower(m.name)) > 0 or position(:q in m.email) > 0)";
            params.put("q", filter.q().toLowerCase(Locale.ROOT));
        }
        if (filter.roleId() != null) {
            where += " and exists (select 1 from core.role_assignment f where f.tenant_id = :tenant"
                    + " and f.user_id = m.user_id and f.role_id = :role)";
            params.put("role", filter.roleId());
        }
        return where;
    }

    private List<MemberView> query(Reach reach, String where, String tail, Map<String, Object> params) {
        return database.core()
                .sql(select(reach, where, params) + tail)
                .params(params)
                .query(new SimplePropertyRowMapper<>(MemberView.class))
                .list();
    }

    private static String select(Reach reach, String where, Map<String, Object> params) {
        params.putAll(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        // "is true" hides the join from the planner, so the set is made once: it guesses few people,
        // and would make the set again for each member.
        String seen = reach.covers(Access.ROOT_PATH) ? "" : """
                 and (m.user_id in (
                  select a.user_id from core.role_assignment a
                  join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                  where a.tenant_id = :tenant and %1$s
                  union all
                  select a.user_id from core.staff_assignment a
                  join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                  where a.tenant_id = :tenant and %1$s)) is true""".formatted(reach.condition("n.path"));
        return """
                select m.user_id as id, m.name, m.email, m.since,
                  coalesce((select string_agg(distinct r.name, ' · ') from core.role_assignment a
                    join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                    join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                    where a.tenant_id = :tenant and a.user_id = m.user_id and %1$s), '') as roles,
                  coalesce((select string_agg(distinct (
                      select n.name from core.org_node n where n.tenant_id = :tenant and n.id = w.node_id and %1$s), ' · ')
                    from (
                      select node_id from core.role_assignment where tenant_id = :tenant and user_id = m.user_id
                      union all
                      select node_id from core.staff_assignment where tenant_id = :tenant and user_id = m.user_id) w), '') as places,
                  exists (select 1 from core.role_assignment a join core.role r on r.tenant_id = a.tenant_id
                    and r.id = a.role_id and r.code = 'owner'
                    where a.tenant_id = :tenant and a.user_id = m.user_id) as owner
                from platform.tenant_member m
                where m.tenant_id = :tenant and m.status = 'active'""".formatted(reach.filter("n.path")) + " " + seen + where;
    }
}
