package io.storelane.access;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Reads what a member may do from the roles that the member holds. */
@Service
public class AccessReader {

    private final Database database;

    AccessReader(Database database) {
        this.database = database;
    }

    private record Row(boolean owner, String path, String permission) {}

    /** The access of this member in the tenant of the scope; a member without a role may do nothing. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Access read(UUID userId) {
        List<Row> rows = database.core()
                .sql("""
                        select coalesce(r.code = 'owner', false) as owner, n.path, coalesce(p.permission, '') as permission
                        from core.role_assignment a
                        join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                        join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id and n.active
                        left join core.role_permission p on p.tenant_id = a.tenant_id and p.role_id = a.role_id
                        where a.tenant_id = :tenant and a.user_id = :user""")
                .param("tenant", Scope.currentTenant().value())
                .param("user", userId)
                .query((rs, _) -> new Row(rs.getBoolean("owner"), rs.getString("path"), rs.getString("permission")))
                .list();
        if (rows.stream().anyMatch(Row::owner)) {
            return Access.ofOwner(userId);
        }
        Map<String, List<String>> paths = new HashMap<>();
        rows.forEach(row ->
                paths.computeIfAbsent(row.permission(), _ -> new ArrayList<>()).add(row.path()));
        Map<Permission, Reach> reaches = new EnumMap<>(Permission.class);
        Map<String, Reach> others = new HashMap<>();
        paths.forEach((key, list) -> Permission.of(key)
                .ifPresentOrElse(p -> reaches.put(p, Reach.of(list)), () -> others.put(key, Reach.of(list))));
        return new Access(userId, false, reaches, others);
    }

    /** Members who hold a permission that a plugin has brought, anywhere; owners among them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<UUID> holders(String brought) {
        return database.core()
                .sql("""
                        select distinct a.user_id from core.role_assignment a
                        join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                        join core.org_node h on h.tenant_id = a.tenant_id and h.id = a.node_id and h.active
                        join platform.tenant_member m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and m.status = 'active'
                        where a.tenant_id = :tenant and (r.code = 'owner' or exists (select from core.role_permission p
                          where p.tenant_id = r.tenant_id and p.role_id = r.id and p.permission = :permission))""")
                .param("tenant", Scope.currentTenant().value())
                .param("permission", brought)
                .query((rs, _) -> rs.getObject("user_id", UUID.class))
                .list();
    }

    /** Somebody who holds a permission at a node; null = at the top. */
    public record Holder(@Nullable UUID node, UUID userId) {}

    /**
     * Who of the members holds this permission at each of these nodes.
     *
     * @param nodes null among them = the top
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Holder> holders(Permission permission, List<@Nullable UUID> nodes) {
        return database.core()
                .sql("""
                        select distinct w.node, a.user_id from unnest(:nodes) as w (node)
                        left join core.org_node n on n.tenant_id = :tenant and n.id = w.node
                        join core.role_assignment a on a.tenant_id = :tenant
                        join core.role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                        join core.org_node h on h.tenant_id = a.tenant_id and h.id = a.node_id and h.active
                        join platform.tenant_member m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and m.status = 'active'
                        where (w.node is null or n.id is not null)
                          and (r.code = 'owner' or ((not :whole or h.path = '/') and starts_with(coalesce(n.path, '/'), h.path)
                            and exists (select from core.role_permission p where p.tenant_id = r.tenant_id and p.role_id = r.id
                              and p.permission = :permission)))""")
                .param("tenant", Scope.currentTenant().value())
                .param("nodes", Rows.array("uuid", nodes, node -> node))
                .param("whole", permission.wholeWorkspace())
                .param("permission", permission.key())
                .query((rs, _) -> new Holder(rs.getObject("node", UUID.class), rs.getObject("user_id", UUID.class)))
                .list();
    }
}
