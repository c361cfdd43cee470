package io.storelane.role;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.event.Events;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who holds which role at which node. */
@Service
public class RoleAssignments {

    private final Database database;
    private final Roles roles;
    private final Organization organization;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    RoleAssignments(
            Database database, Roles roles, Organization organization, AuditLog audit, Events events, Clock clock) {
        this.database = database;
        this.roles = roles;
        this.organization = organization;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** A role that a member holds at a node. */
    public record Held(UUID id, UUID userId, UUID roleId, String role, boolean owner, UUID nodeId, String node) {}

    /** Checks that the caller may give this role at this node. @throws ProblemException if not */
    @Transactional(readOnly = true)
    public void requireGrantable(UUID roleId, UUID nodeId) {
        NodeView node = organization.node(nodeId, Permission.MEMBERS_MANAGE);
        RoleView role = roles.find(roleId);
        Access access = Access.current();
        if (role.owner()
                ? !(access.owner() && node.path().equals(Access.ROOT_PATH))
                : !access.holdsAll(role.permissions(), role.brought(), node.path())) {
            throw Roles.exceeds("/roleId");
        }
    }

    /** Gives a member a role at a node, both within the caller's reach. */
    @Transactional
    public void grant(UUID userId, String person, UUID roleId, UUID nodeId) {
        requireGrantable(roleId, nodeId);
        if (!insert(userId, roleId, nodeId)) {
            throw new ProblemException(RoleProblem.ALREADY_HELD);
        }
        recordGrant(userId, person, roleId, nodeId);
    }

    /** Gives the role that an invitation or provisioning names; the right to do so was checked there. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void grantChecked(UUID userId, String person, UUID roleId, UUID nodeId) {
        if (insert(userId, roleId, nodeId)) {
            recordGrant(userId, person, roleId, nodeId);
        }
    }

    private void recordGrant(UUID userId, String person, UUID roleId, UUID nodeId) {
        String role = roles.find(roleId).name();
        audit.record("role.granted", new AuditTarget("member", userId, person, nodeId), Map.of(), Map.of("role", role));
        events.append("role.granted", "member", userId, Map.of("role", roleId.toString(), "node", nodeId.toString()));
    }

    private boolean insert(UUID userId, UUID roleId, UUID nodeId) {
        return database.core()
                        .sql("""
                                insert into core.role_assignment (tenant_id, id, user_id, role_id, node_id, granted_by, granted_at)
                                values (:tenant, :id, :user, :role, :node, :by, :now)
                                on conflict (tenant_id, user_id, role_id, node_id) do nothing""")
                        .param("tenant", Scope.currentTenant().value())
                        .param("id", Ids.next())
                        .param("user", userId)
                        .param("role", roleId)
                        .param("node", nodeId)
                        .param("by", Actor.currentUser())
                        .param("now", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** Takes a role from a member. The last owner keeps the owner role; an owner's role is taken by an owner only. */
    @Transactional
    public void revoke(UUID userId, String person, UUID assignmentId) {
        Reach reach = Access.current().require(Permission.MEMBERS_MANAGE);
        Held held = held(userId, reach).stream()
                .filter(h -> h.id().equals(assignmentId))
                .findFirst()
                .orElseThrow(() -> new ProblemException(RoleProblem.ASSIGNMENT_NOT_FOUND));
        requireNotAbove(held);
        delete(held, person);
    }

    /** Takes all roles of a member who leaves; the same rules hold. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void revokeAll(UUID userId, String person, boolean leavingByOwnWill) {
        lockOwners(); // against a hand-over of the owner role to this very member
        for (Held held : held(userId, new Reach(List.of(Access.ROOT_PATH)))) {
            if (!leavingByOwnWill) {
                requireNotAbove(held);
            }
            delete(held, person);
        }
    }

    /** Hands the owner role over: the receiver becomes owner, the caller stops being one. */
    @Transactional
    public void transferOwnership(UUID toUser, String person) {
        Access access = Access.current();
        if (!access.owner()) {
            throw new ProblemException(RoleProblem.EXCEEDS_OWN_RIGHTS);
        }
        UUID from = access.userId();
        if (toUser.equals(from)) {
            throw new ProblemException(RoleProblem.ALREADY_HELD);
        }
        lockOwners(); // from here on nobody's owner role and no owner's membership changes
        requireMember(toUser);
        List<Held> own = held(from, new Reach(List.of(Access.ROOT_PATH))).stream()
                .filter(Held::owner)
                .toList();
        own.forEach(h -> {
            insert(toUser, h.roleId(), h.nodeId());
            database.core()
                    .sql("delete from core.role_assignment where tenant_id = :tenant and id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", h.id())
                    .update();
            // the one who hands over goes on working, as administrator
            administrator().ifPresent(role -> insert(from, role, h.nodeId()));
        });
        audit.record(
                "owner.transferred",
                new AuditTarget("member", toUser, person, null),
                Map.of("owner", Actor.current().name()),
                Map.of("owner", person));
        events.append("owner.transferred", "member", toUser, Map.of("from", from.toString()));
    }

    private void requireMember(UUID user) {
        boolean active = database.core()
                .sql(
                        "select count(*) from platform.tenant_member where tenant_id = :tenant and user_id = :user and status = 'active'")
                .param("tenant", Scope.currentTenant().value())
                .param("user", user)
                .query((rs, _) -> rs.getLong(1) > 0)
                .single();
        if (!active) {
            throw new ProblemException(RoleProblem.ASSIGNMENT_NOT_FOUND);
        }
    }

    private java.util.Optional<UUID> administrator() {
        return database.core()
                .sql("select id from core.role where tenant_id = :tenant and code = 'administrator'")
                .param("tenant", Scope.currentTenant().value())
                .query(UUID.class)
                .optional();
    }

    /** Roles that the member holds at nodes within this reach. */
    @Transactional(readOnly = true)
    public List<Held> held(UUID userId, Reach reach) {
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        params.put("user", userId);
        return database.core()
                .sql("""
                        select a.id, a.user_id, a.role_id, r.name as role, coalesce(r.code = 'owner', false) as owner,
                          a.node_id, n.name as node
                        from core.role_assignment a
                        join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                        join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                        where a.tenant_id = :tenant and a.user_id = :user and""" + " " + reach.condition("n.path") + " order by n.path, r.name")
                .params(params)
                .query(new SimplePropertyRowMapper<>(Held.class))
                .list();
    }

    private void requireNotAbove(Held held) {
        RoleView role = roles.find(held.roleId());
        NodeView node = organization.node(held.nodeId(), Permission.MEMBERS_MANAGE);
        Access access = Access.current();
        if (role.owner() ? !access.owner() : !access.holdsAll(role.permissions(), role.brought(), node.path())) {
            throw new ProblemException(RoleProblem.EXCEEDS_OWN_RIGHTS);
        }
    }

    private void delete(Held held, String person) {
        if (held.owner()) {
            lockOwners();
            long owners = database.core()
                    .sql("""
                            select count(distinct a.user_id) from core.role_assignment a
                            join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id and r.code = 'owner'
                            where a.tenant_id = :tenant and a.user_id <> :user""")
                    .param("tenant", Scope.currentTenant().value())
                    .param("user", held.userId())
                    .query(Long.class)
                    .single();
            if (owners == 0) {
                throw new ProblemException(RoleProblem.LAST_OWNER);
            }
        }
        database.core()
                .sql("delete from core.role_assignment where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", held.id())
                .update();
        audit.record(
                "role.revoked",
                new AuditTarget("member", held.userId(), person, held.nodeId()),
                Map.of("role", held.role()),
                Map.of());
        events.append(
                "role.revoked",
                "member",
                held.userId(),
                Map.of("role", held.roleId().toString(), "node", held.nodeId().toString()));
    }

    /** Two owners who take each other's role at once must not both succeed. */
    private void lockOwners() {
        database.core()
                .sql("select id from core.role where tenant_id = :tenant and code = 'owner' for update")
                .param("tenant", Scope.currentTenant().value())
                .query(UUID.class)
                .single();
    }
}
