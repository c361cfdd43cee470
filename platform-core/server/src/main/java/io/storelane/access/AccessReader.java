package io.storelane.access;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
        Map<Permission, List<String>> paths = new EnumMap<>(Permission.class);
        for (Row row : rows) {
            Permission.of(row.permission())
                    .ifPresent(p ->
                            paths.computeIfAbsent(p, _ -> new ArrayList<>()).add(row.path()));
        }
        Map<Permission, Reach> reaches = new EnumMap<>(Permission.class);
        paths.forEach((permission, list) -> reaches.put(permission, Reach.of(list)));
        return new Access(userId, false, reaches);
    }
}
