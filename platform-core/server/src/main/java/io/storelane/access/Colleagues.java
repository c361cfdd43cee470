package io.storelane.access;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which of the members may see something: only they can be given it as their work. */
@Service
public class Colleagues {

    private static final int MOST = 500;

    private final Database database;

    Colleagues(Database database) {
        this.database = database;
    }

    /** A member to choose. */
    public record Colleague(UUID id, String name) {}

    /** True if this member may see what stands at one of these paths. */
    @Transactional(readOnly = true)
    public boolean holds(UUID user, Permission permission, List<String> paths) {
        return database.core()
                .sql("select " + condition(permission, ":user", places(paths)))
                .params(params(paths))
                .param("tenant", Scope.currentTenant().value())
                .param("user", user)
                .query(Boolean.class)
                .single();
    }

    /** Members who may see what stands at one of these paths, by name; 500 at most. */
    @Transactional(readOnly = true)
    public List<Colleague> at(Permission permission, List<String> paths) {
        return named(condition(permission, "m.user_id", places(paths)), params(paths));
    }

    /** Members who may see anything of what the caller reaches, by name; 500 at most. */
    @Transactional(readOnly = true)
    public List<Colleague> around(Permission permission) {
        Reach reach = Access.current().require(permission);
        // below a place that the caller reaches, or above it
        String near = Stream.concat(
                        Stream.of(reach.filter("hn.path")),
                        places(reach.paths()).stream().map(place -> "starts_with(" + place + ", hn.path)"))
                .collect(Collectors.joining(" or ", "(", ")"));
        Map<String, Object> params = new HashMap<>(reach.params());
        params.putAll(params(reach.paths()));
        return named(holding(permission, "m.user_id", near), params);
    }

    private List<Colleague> named(String condition, Map<String, ?> params) {
        return database.core()
                .sql("select m.user_id, m.name from platform.tenant_member m where m.tenant_id = :tenant and "
                        + condition + " order by m.name, m.user_id limit " + MOST)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Colleague(rs.getObject("user_id", UUID.class), rs.getString("name")))
                .list();
    }

    /**
     * SQL condition: the member in this column is active and may see what stands at one of the paths. Asks for the parameter
     * {@code tenant}.
     */
    public static String condition(Permission permission, String user, List<String> paths) {
        return holding(
                permission,
                user,
                paths.stream()
                        .map(path -> "starts_with(" + path + ", hn.path)")
                        .collect(Collectors.joining(" or ", "(", ")")));
    }

    /** @param where condition on the node {@code hn} at which a role is held; an owner needs none */
    private static String holding(Permission permission, String user, String where) {
        return """
                exists (select from core.role_assignment ha
                  join core.role hr on hr.tenant_id = ha.tenant_id and hr.id = ha.role_id
                  join core.org_node hn on hn.tenant_id = ha.tenant_id and hn.id = ha.node_id and hn.active
                  join platform.tenant_member hm on hm.tenant_id = ha.tenant_id and hm.user_id = ha.user_id and hm.status = 'active'
                  where ha.tenant_id = :tenant and ha.user_id = %s and (hr.code = 'owner' or (%s and exists (
                    select from core.role_permission hp where hp.tenant_id = hr.tenant_id and hp.role_id = hr.id
                      and hp.permission = '%s'))))""".formatted(user, where, permission.key());
    }

    private static List<String> places(List<String> paths) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            places.add(":place" + i);
        }
        return places;
    }

    private static Map<String, Object> params(List<String> paths) {
        Map<String, Object> params = new HashMap<>();
        for (int i = 0; i < paths.size(); i++) {
            params.put("place" + i, paths.get(i));
        }
        return params;
    }
}
