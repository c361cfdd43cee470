package io.storelane.workspace;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How far a workspace has come: the check-list of a new one, and the figures of its home. */
@Service
public class FirstSteps {

    private final Database database;

    FirstSteps(Database database) {
        this.database = database;
    }

    /**
     * Counts within the caller's reach.
     *
     * @param hidden whether the check-list was put away
     */
    public record Counts(
            long nodes, long members, long openInvitations, long assigned, boolean addressFilled, boolean hidden) {}

    private record Kept(boolean addressFilled, boolean hidden) {}

    @Transactional(readOnly = true)
    public Counts counts() {
        Kept kept = database.core()
                .sql("""
                        select city <> '' or street <> '' or phone <> '' as filled, first_steps_hidden
                        from core.tenant_profile where tenant_id = :tenant""")
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Kept(rs.getBoolean("filled"), rs.getBoolean("first_steps_hidden")))
                .single();
        return new Counts(
                count(
                        Permission.ORGANIZATION_VIEW,
                        "select count(*) from core.org_node n where n.tenant_id = :tenant and"),
                count(
                        Permission.MEMBERS_VIEW,
                        "select count(distinct a.user_id) from core.role_assignment a join core.org_node n"
                                + " on n.tenant_id = a.tenant_id and n.id = a.node_id where a.tenant_id = :tenant and"),
                count(
                        Permission.MEMBERS_VIEW,
                        "select count(*) from core.invitation i join core.org_node n on n.tenant_id = i.tenant_id"
                                + " and n.id = i.node_id where i.tenant_id = :tenant and i.state = 'open' and"),
                count(
                        Permission.STAFF_VIEW,
                        "select count(distinct a.user_id) from core.staff_assignment a join core.org_node n"
                                + " on n.tenant_id = a.tenant_id and n.id = a.node_id where a.tenant_id = :tenant and"),
                kept.addressFilled(),
                kept.hidden());
    }

    private long count(Permission permission, String sql) {
        Reach reach = Access.current().reach(permission);
        Map<String, Object> params = new HashMap<>(reach.params());
        params.put("tenant", Scope.currentTenant().value());
        return database.core()
                .sql(sql + " " + reach.condition("n.path"))
                .params(params)
                .query((rs, _) -> rs.getLong(1))
                .single();
    }
}
