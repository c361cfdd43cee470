package io.storelane.organization;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.event.Events;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The organisation tree. Callers see and change the part of it that their roles reach. */
@Service
public class Organization {

    private static final Keyset<NodeView> BY_NAME =
            Keyset.byText("n.name", "n.id", false, NodeView::name, NodeView::id);

    private final Database database;
    private final EntityManager entities;
    private final AuditLog audit;
    private final Events events;
    private final Entitlements entitlements;
    private final List<PathHolder> holders;

    Organization(
            Database database,
            EntityManager entities,
            AuditLog audit,
            Events events,
            Entitlements entitlements,
            List<PathHolder> holders) {
        this.database = database;
        this.entities = entities;
        this.audit = audit;
        this.events = events;
        this.entitlements = entitlements;
        this.holders = holders;
    }

    /** Makes the top node and the usual four levels; part of provisioning. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID provision(String topName) {
        OrgNode top = OrgNode.top(topName);
        entities.persist(top);
        entities.flush();
        List<LevelName> usual = List.of(
                new LevelName(0, "总部", "Head office"),
                new LevelName(1, "省", "Province"),
                new LevelName(2, "市", "City"),
                new LevelName(3, "网点", "Outlet"));
        usual.forEach(this::insert);
        return top.id();
    }

    /** Nodes that the caller may see, parents before children, siblings by name. */
    @Transactional(readOnly = true)
    public List<NodeView> tree() {
        return tree(Permission.ORGANIZATION_VIEW, "");
    }

    /**
     * What a search finds.
     *
     * @param more true if there is more than was asked for
     */
    public record Found(List<NodeView> nodes, boolean more) {}

    /** The first nodes by name, {@code most} of them, that the caller may see and that {@linkplain #find match}. */
    @Transactional(readOnly = true)
    public Found search(String text, int most) {
        if (!Access.current().allows(Permission.ORGANIZATION_VIEW)) {
            return new Found(List.of(), false);
        }
        Slice<NodeView> first = find(text, "", most);
        return new Found(TreeOrder.parentsFirst(first.rows()), first.next() != null);
    }

    /**
     * A page of the nodes that the caller may see, by name.
     *
     * @param text part of name, number or city; empty = all
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<NodeView> find(String text, String cursor, int size) {
        Reach reach = Access.current().require(Permission.ORGANIZATION_VIEW);
        Map<String, Object> params = new HashMap<>();
        String matching = matching(text, params);
        return BY_NAME.page(cursor, size, (tail, values) -> {
            params.putAll(values);
            return nodes(reach, matching + tail, params);
        });
    }

    /** How many nodes {@link #find} has in all. */
    @Transactional(readOnly = true)
    public long count(String text) {
        Reach reach = Access.current().require(Permission.ORGANIZATION_VIEW);
        Map<String, Object> params = new HashMap<>(reach.params());
        return database.core()
                .sql("select count(*) from core.org_node n where n.tenant_id = :tenant and " + reach.condition("n.path")
                        + matching(text, params))
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }

    private static String matching(String text, Map<String, Object> params) {
        if (text.isEmpty()) {
            return "";
        }
        params.put("q", text.toLowerCase(Locale.ROOT));
        return " and (position(:q in lower(n.name)) > 0 or position(:q in lower(n.code)) > 0"
                + " or position(:q in lower(n.city)) > 0)";
    }

    /** Active nodes at which the caller holds the permission: choices of a form. */
    @Transactional(readOnly = true)
    public List<NodeView> choices(Permission permission) {
        return tree(permission, " and n.active");
    }

    /** A node that the caller may see. */
    @Transactional(readOnly = true)
    public NodeView node(UUID id) {
        return node(id, Permission.ORGANIZATION_VIEW);
    }

    /**
     * A node, if the caller holds the permission there; else it is as if the node did not exist.
     *
     * @throws ProblemException if there is none, or none that the caller reaches
     */
    @Transactional(readOnly = true)
    public NodeView node(UUID id, Permission permission) {
        return nodes(Access.current().require(permission), " and n.id = :id", Map.of("id", id)).stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.NODE_NOT_FOUND));
    }

    /**
     * A node like {@link #node(UUID, Permission)} whose path stays as it is until the transaction ends: for who keeps the path
     * beside rows of its own (see {@link PathHolder}). Lock those rows before.
     *
     * @throws ProblemException if there is none, or none that the caller reaches
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public NodeView place(UUID id, Permission permission) {
        return nodes(Access.current().require(permission), " and n.id = :id for key share of n", Map.of("id", id))
                .stream()
                .findFirst()
                .orElseThrow(() -> new ProblemException(OrganizationProblem.NODE_NOT_FOUND));
    }

    /** The node from which the whole workspace hangs. */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID top() {
        return database.core()
                .sql("select id from core.org_node where tenant_id = :tenant and path = '/'")
                .param("tenant", Scope.currentTenant().value())
                .query(UUID.class)
                .single();
    }

    @Transactional
    public UUID add(UUID parentId, NodeDetails details) {
        long limit = entitlements.limit(Limit.ORG_NODES); // before the node, so that all take their locks in one order
        OrgNode parent = managed(parentId, null);
        if (parent.depth() + 1 >= levels().size()) {
            throw new ProblemException(OrganizationProblem.TOO_DEEP, levels().size());
        }
        if (count() >= limit) {
            throw new ProblemException(OrganizationProblem.NODE_LIMIT, limit);
        }
        OrgNode node = OrgNode.below(parent, details);
        entities.persist(node);
        flush(OrganizationProblem.NODE_NAME_TAKEN);
        record("node.added", node, Map.of(), node.values());
        return node.id();
    }

    /** @param version the version that the caller saw */
    @Transactional
    public void change(UUID id, long version, NodeDetails details) {
        OrgNode node = managed(id, version);
        Map<String, Object> before = node.values();
        node.change(details);
        flush(OrganizationProblem.NODE_NAME_TAKEN);
        record("node.changed", node, before, node.values());
    }

    /** Closes a node, or opens it again. A role held at a closed node counts no more. */
    @Transactional
    public void setActive(UUID id, boolean active) {
        OrgNode node = managed(id, null);
        if (node.isTop()) {
            throw new ProblemException(OrganizationProblem.NODE_IS_TOP);
        }
        Map<String, Object> before = node.values();
        node.setActive(active);
        flush(OrganizationProblem.NODE_NAME_TAKEN);
        record(active ? "node.opened" : "node.closed", node, before, node.values());
    }

    /** Moves a node with all that is below it. */
    @Transactional
    public void move(UUID id, UUID newParentId) {
        OrgNode node = managed(id, null);
        OrgNode parent = managed(newParentId, null);
        if (node.isTop() || node.contains(parent)) {
            throw new ProblemException(OrganizationProblem.MOVE_NOT_POSSIBLE);
        }
        int shift = parent.depth() + 1 - node.depth();
        Integer deepest = database.core()
                .sql("select max(depth) from core.org_node where tenant_id = :tenant and path >= :from and path < :to")
                .param("tenant", Scope.currentTenant().value())
                .params(range(node.path()))
                .query(Integer.class)
                .single();
        if (deepest + shift >= levels().size()) {
            throw new ProblemException(OrganizationProblem.TOO_DEEP, levels().size());
        }
        String oldPath = node.path();
        String newPath = node.pathBelow(parent);
        entities.clear(); // from here on the rows are changed beside the entities
        // most of the rows, while others may still write at the old path
        holders.stream().filter(h -> !h.behindNode()).forEach(h -> h.moved(oldPath, newPath));
        // waits for those others; who comes after them waits for us
        database.core()
                .sql("select id from core.org_node where tenant_id = :tenant and path >= :from and path < :to"
                        + " order by id for update")
                .param("tenant", Scope.currentTenant().value())
                .params(range(oldPath))
                .query(UUID.class)
                .list();
        try {
            database.core()
                    .sql("""
                            update core.org_node set path = :newPath || substr(path, :keep), depth = depth + :shift,
                              parent_id = case when id = :id then :parent else parent_id end, version = version + 1
                            where tenant_id = :tenant and path >= :from and path < :to""")
                    .param("newPath", newPath)
                    .param("keep", oldPath.length() + 1)
                    .param("shift", shift)
                    .param("id", id)
                    .param("parent", newParentId)
                    .param("tenant", Scope.currentTenant().value())
                    .params(range(oldPath))
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(OrganizationProblem.NODE_NAME_TAKEN);
        }
        // what they wrote meanwhile
        holders.forEach(holder -> holder.moved(oldPath, newPath));
        record("node.moved", node, Map.of("path", oldPath), Map.of("path", newPath, "parent", parent.name()));
    }

    /** Deletes a node at which nothing stands. */
    @Transactional
    public void delete(UUID id) {
        OrgNode node = managed(id, null);
        if (node.isTop()) {
            throw new ProblemException(OrganizationProblem.NODE_IS_TOP);
        }
        try {
            entities.remove(node);
            entities.flush();
        } catch (RuntimeException e) {
            if (violates(e)) {
                throw new ProblemException(OrganizationProblem.NODE_IN_USE);
            }
            throw e;
        }
        record("node.deleted", node, node.values(), Map.of());
    }

    /** Names of the levels, the top one first. */
    @Transactional(readOnly = true)
    public List<LevelName> levels() {
        return database.core()
                .sql("select depth, name_zh, name_en from core.org_level where tenant_id = :tenant order by depth")
                .param("tenant", Scope.currentTenant().value())
                .query(new SimplePropertyRowMapper<>(LevelName.class))
                .list();
    }

    /** Replaces the levels; their number is the depth that the tree may have, 1 to 8. */
    @Transactional
    public void setLevels(List<LevelName> names) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        UUID tenant = Scope.currentTenant().value();
        Integer deepest = database.core()
                .sql("select max(depth) from core.org_node where tenant_id = :tenant")
                .param("tenant", tenant)
                .query(Integer.class)
                .single();
        if (names.size() <= deepest) {
            throw new ProblemException(OrganizationProblem.LEVEL_IN_USE, deepest + 1);
        }
        String before =
                String.join(" / ", levels().stream().map(LevelName::nameZh).toList());
        database.core()
                .sql("delete from core.org_level where tenant_id = :tenant")
                .param("tenant", tenant)
                .update();
        names.forEach(this::insert);
        String after = String.join(" / ", names.stream().map(LevelName::nameZh).toList());
        audit.record(
                "levels.changed",
                new AuditTarget("levels", tenant, after, null),
                Map.of("levels", before),
                Map.of("levels", after));
    }

    private void insert(LevelName level) {
        database.core()
                .sql(
                        "insert into core.org_level (tenant_id, depth, name_zh, name_en) values (:tenant, :depth, :zh, :en)")
                .param("tenant", Scope.currentTenant().value())
                .param("depth", level.depth())
                .param("zh", level.nameZh())
                .param("en", level.nameEn())
                .update();
    }

    private long count() {
        return database.core()
                .sql("select count(*) from core.org_node where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }

    /** The node for a change: the caller must hold the right to manage it there. */
    private OrgNode managed(UUID id, @Nullable Long version) {
        Reach reach = Access.current().require(Permission.ORGANIZATION_MANAGE);
        OrgNode node = Optional.ofNullable(entities.find(OrgNode.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(n -> reach.covers(n.path()))
                .orElseThrow(() -> new ProblemException(OrganizationProblem.NODE_NOT_FOUND));
        if (version != null && node.version() != version) {
            throw new ProblemException(OrganizationProblem.CHANGED_MEANWHILE);
        }
        return node;
    }

    private void flush(OrganizationProblem duplicate) {
        try {
            entities.flush();
        } catch (RuntimeException e) {
            if (violates(e)) {
                throw new ProblemException(duplicate);
            }
            throw e;
        }
    }

    static boolean violates(RuntimeException e) {
        return e instanceof DataIntegrityViolationException
                || e instanceof org.hibernate.exception.ConstraintViolationException
                || e.getCause() instanceof org.hibernate.exception.ConstraintViolationException;
    }

    private void record(String action, OrgNode node, Map<String, ?> before, Map<String, ?> after) {
        // a deleted node is not there any more to be reached
        UUID at = action.equals("node.deleted") ? null : node.id();
        audit.record(action, new AuditTarget("node", node.id(), node.name(), at), before, after);
        events.append(action, "node", node.id(), Map.of("name", node.name()));
    }

    private static Map<String, Object> range(String path) {
        return Map.of("from", path, "to", Reach.end(path));
    }

    private List<NodeView> tree(Permission permission, String condition) {
        return TreeOrder.parentsFirst(nodes(Access.current().require(permission), condition, Map.of()));
    }

    private List<NodeView> nodes(Reach reach, String condition, Map<String, ?> params) {
        return database.core()
                .sql("""
                        select n.*, (select count(distinct s.user_id) from core.staff_assignment s
                                     where s.tenant_id = n.tenant_id and s.node_id = n.id) as people,
                          (select count(*) from core.org_node c
                           where c.tenant_id = n.tenant_id and c.parent_id = n.id) as children
                        from core.org_node n where n.tenant_id = :tenant and""" + " " + reach.condition("n.path") + condition)
                .params(reach.params())
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new NodeView(
                        rs.getObject("id", UUID.class),
                        rs.getObject("parent_id", UUID.class),
                        rs.getInt("depth"),
                        rs.getString("path"),
                        new NodeDetails(
                                rs.getString("name"),
                                rs.getString("code"),
                                rs.getString("city"),
                                rs.getString("address"),
                                rs.getString("phone")),
                        rs.getBoolean("active"),
                        rs.getLong("version"),
                        rs.getInt("people"),
                        rs.getInt("children")))
                .list();
    }
}
