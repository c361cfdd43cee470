package io.storelane.role;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.event.Events;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The roles of a workspace. */
@Service
public class Roles {

    private final Database database;
    private final AuditLog audit;
    private final Events events;
    private final Entitlements entitlements;
    private final MessageSource messages;

    Roles(Database database, AuditLog audit, Events events, Entitlements entitlements, MessageSource messages) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.entitlements = entitlements;
        this.messages = messages;
    }

    /** Copies all templates, named in this language; part of provisioning. @return the owner role */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID provision(Locale locale) {
        UUID owner = null;
        for (RoleTemplate template : RoleTemplate.all()) {
            UUID id = insert(
                    template.code(),
                    template.name(locale),
                    messages.getMessage(template.descriptionKey(), null, locale),
                    template.code().equals(RoleTemplate.OWNER),
                    template.permissions());
            if (template.code().equals(RoleTemplate.OWNER)) {
                owner = id;
            }
        }
        return java.util.Objects.requireNonNull(owner);
    }

    /** All roles, the owner's first, then in the order of the templates, then the workspace's own by name. */
    @Transactional(readOnly = true)
    public List<RoleView> list() {
        requireSight();
        return query("", Map.of());
    }

    /** Numbers of members who hold each role at a place that the caller reaches; a role that nobody holds is not in it. */
    @Transactional(readOnly = true)
    public Map<UUID, Integer> holders() {
        requireSight();
        Reach reach = Access.current().anywhere();
        Map<UUID, Integer> holders = new HashMap<>();
        database.core()
                .sql("""
                        select a.role_id, count(distinct a.user_id) from core.role_assignment a
                        join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                        where a.tenant_id = :tenant and %s group by a.role_id""".formatted(reach.condition("n.path")))
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .query(rs -> {
                    holders.put(rs.getObject(1, UUID.class), rs.getInt(2));
                });
        return holders;
    }

    @Transactional(readOnly = true)
    public RoleView role(UUID id) {
        requireSight();
        return find(id);
    }

    /** Roles that the caller may give at this place: those that allow no more than the caller may do there. */
    @Transactional(readOnly = true)
    public List<RoleView> grantable(String path) {
        Access access = Access.current();
        return query("", Map.of()).stream()
                .filter(r -> r.owner() ? access.owner() : access.holdsAll(r.permissions(), r.brought(), path))
                .toList();
    }

    @Transactional
    public UUID create(String name, String description, Set<Permission> permissions) {
        requireManage(permissions);
        UUID id = insertOwn(name, description, permissions);
        audit.record("role.added", target(id, name), Map.of(), values(name, description, permissions));
        events.append("role.added", "role", id, Map.of());
        return id;
    }

    /** Makes a role like another under a new name. */
    @Transactional
    public UUID copy(UUID id, String name) {
        RoleView from = find(id);
        Set<Permission> permissions = from.permissions();
        Access.current().require(Permission.ROLES_MANAGE);
        if (!Access.current().holdsAll(permissions, Access.ROOT_PATH)) {
            throw new ProblemException(RoleProblem.EXCEEDS_OWN_RIGHTS);
        }
        UUID copy = insertOwn(name, from.description(), permissions);
        audit.record("role.added", target(copy, name), Map.of(), values(name, from.description(), permissions));
        events.append("role.added", "role", copy, Map.of());
        return copy;
    }

    /** @param version the version that the caller saw */
    @Transactional
    public void change(UUID id, long version, String name, String description, Set<Permission> permissions) {
        RoleView before = find(id);
        if (before.system()) {
            throw new ProblemException(RoleProblem.FIXED);
        }
        Set<Permission> added = EnumSet.noneOf(Permission.class);
        added.addAll(permissions);
        added.removeAll(before.permissions());
        requireManage(added);
        try {
            int changed = database.core()
                    .sql("update core.role set name = :name, description = :description, version = version + 1"
                            + " where tenant_id = :tenant and id = :id and version = :version")
                    .param("name", name)
                    .param("description", description)
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .param("version", version)
                    .update();
            if (changed == 0) {
                throw new ProblemException(RoleProblem.CHANGED_MEANWHILE);
            }
        } catch (DuplicateKeyException _) {
            throw new ProblemException(RoleProblem.NAME_TAKEN);
        }
        database.core()
                // those that plugins have brought are given elsewhere, see bring
                .sql(
                        "delete from core.role_permission where tenant_id = :tenant and role_id = :id and permission in (:own)")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param(
                        "own",
                        Arrays.stream(Permission.values()).map(Permission::key).toList())
                .update();
        insertPermissions(id, permissions);
        audit.record(
                "role.changed",
                target(id, name),
                values(before.name(), before.description(), before.permissions()),
                values(name, description, permissions));
        events.append("role.changed", "role", id, Map.of());
    }

    /**
     * Lets roles do of a plugin what is given here, and nothing else of it.
     *
     * @param given permissions of the plugin by the id of the role
     * @throws ProblemException if a role would get what the caller may not do
     */
    @Transactional
    public void bring(String plugin, Map<UUID, Set<String>> given) {
        requireManage(Set.of());
        for (RoleView role : query("", Map.of())) {
            UUID id = role.id();
            Set<String> before = role.brought().stream()
                    .filter(p -> p.startsWith(plugin + "."))
                    .collect(Collectors.toSet());
            Set<String> permissions = given.getOrDefault(id, before);
            if (before.equals(permissions)) {
                continue;
            }
            Set<String> added = new HashSet<>(permissions);
            added.removeAll(before);
            if (added.stream().anyMatch(p -> !p.startsWith(plugin + "."))
                    || !Access.current().holdsAll(Set.of(), added, Access.ROOT_PATH)) {
                throw exceeds("/permissions");
            }
            database.core()
                    .sql(
                            "delete from core.role_permission where tenant_id = :tenant and role_id = :id and starts_with(permission, :prefix)")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .param("prefix", plugin + ".")
                    .update();
            permissions.forEach(permission -> database.core()
                    .sql(
                            "insert into core.role_permission (tenant_id, role_id, permission) values (:tenant, :id, :permission)")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .param("permission", permission)
                    .update());
            audit.record(
                    "role.changed",
                    target(id, role.name()),
                    Map.of(plugin, String.join(", ", new TreeSet<>(before))),
                    Map.of(plugin, String.join(", ", new TreeSet<>(permissions))));
            events.append("role.changed", "role", id, Map.of());
        }
    }

    @Transactional
    public void delete(UUID id) {
        requireManage(Set.of());
        RoleView role = find(id);
        if (role.system()) {
            throw new ProblemException(RoleProblem.FIXED);
        }
        try {
            database.core()
                    .sql("delete from core.role where tenant_id = :tenant and id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(RoleProblem.IN_USE);
        }
        audit.record(
                "role.deleted",
                target(id, role.name()),
                values(role.name(), role.description(), role.permissions()),
                Map.of());
        events.append("role.deleted", "role", id, Map.of());
    }

    /** A role for a decision within the server, whoever the caller is. */
    RoleView find(UUID id) {
        return query(" and r.id = :id", Map.of("id", id)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(RoleProblem.NOT_FOUND));
    }

    private static void requireSight() {
        // who may invite has to see what can be given
        if (!Access.current().allows(Permission.MEMBERS_MANAGE)) {
            Access.current().require(Permission.ROLES_VIEW);
        }
    }

    private static void requireManage(Collection<Permission> given) {
        Access.current().require(Permission.ROLES_MANAGE);
        if (!Access.current().holdsAll(given, Access.ROOT_PATH)) {
            throw exceeds("/permissions");
        }
    }

    /** @param field place of what is too much in the document that was sent */
    static ProblemException exceeds(String field) {
        return ProblemException.of(
                List.of(Fault.of(RoleProblem.EXCEEDS_OWN_RIGHTS, field)), RoleProblem.EXCEEDS_OWN_RIGHTS);
    }

    private UUID insertOwn(String name, String description, Set<Permission> permissions) {
        long limit = entitlements.limit(Limit.ROLES);
        long present = database.core()
                .sql("select count(*) from core.role where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
        if (present >= limit) {
            throw new ProblemException(RoleProblem.LIMIT_REACHED, limit);
        }
        try {
            return insert(null, name, description, false, permissions);
        } catch (DuplicateKeyException _) {
            throw new ProblemException(RoleProblem.NAME_TAKEN);
        }
    }

    private UUID insert(
            @Nullable String code, String name, String description, boolean system, Set<Permission> permissions) {
        UUID id = Ids.next();
        database.core()
                .sql("insert into core.role (tenant_id, id, code, name, description, system)"
                        + " values (:tenant, :id, :code, :name, :description, :system)")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("code", code)
                .param("name", name)
                .param("description", description)
                .param("system", system)
                .update();
        insertPermissions(id, permissions);
        return id;
    }

    private void insertPermissions(UUID role, Set<Permission> permissions) {
        database.core()
                .sql("insert into core.role_permission (tenant_id, role_id, permission)"
                        + " select :tenant, :role, unnest(string_to_array(:permissions, ','))")
                .param("tenant", Scope.currentTenant().value())
                .param("role", role)
                .param("permissions", permissions.stream().map(Permission::key).collect(Collectors.joining(",")))
                .update();
    }

    private static AuditTarget target(UUID id, String name) {
        return new AuditTarget("role", id, name, null);
    }

    private static Map<String, Object> values(String name, String description, Set<Permission> permissions) {
        return Map.of(
                "name", name,
                "description", description,
                "permissions",
                        permissions.stream().map(Permission::key).sorted().collect(Collectors.joining(", ")));
    }

    private List<RoleView> query(String condition, Map<String, ?> params) {
        List<RoleView> roles = database.core()
                .sql("""
                        select r.id, coalesce(r.code, '') as code, r.name, r.description, r.system, r.version,
                          coalesce((select string_agg(p.permission, ',') from core.role_permission p
                           where p.tenant_id = r.tenant_id and p.role_id = r.id), '') as permissions
                        from core.role r where r.tenant_id = :tenant""" + condition + " order by r.name")
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new RoleView(
                        rs.getObject("id", UUID.class),
                        rs.getString("code"),
                        rs.getString("name"),
                        rs.getString("description"),
                        rs.getBoolean("system"),
                        permissions(rs.getString("permissions")),
                        brought(rs.getString("permissions")),
                        rs.getLong("version")))
                .list();
        return roles.stream()
                .sorted(Comparator.comparingInt(r -> RoleTemplate.order(r.code())))
                .toList();
    }

    private static Set<Permission> permissions(String keys) {
        Set<Permission> set = EnumSet.noneOf(Permission.class);
        Arrays.stream(keys.split(",", -1)).forEach(k -> Permission.of(k).ifPresent(set::add));
        return set;
    }

    private static Set<String> brought(String keys) {
        return Arrays.stream(keys.split(",", -1))
                .filter(k -> !k.isEmpty() && Permission.of(k).isEmpty())
                .collect(Collectors.toSet());
    }
}
