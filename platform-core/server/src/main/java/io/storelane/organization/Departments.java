package io.storelane.organization;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Departments and the positions in them; the same for the whole workspace. */
@Service
public class Departments {

    private final Database database;
    private final AuditLog audit;

    Departments(Database database, AuditLog audit) {
        this.database = database;
        this.audit = audit;
    }

    /**
     * A position in a department.
     *
     * @param people how many people work in it, of those whom the reader may see as staff
     */
    public record Position(UUID id, UUID departmentId, String name, int people) {}

    /** A department with its positions. */
    public record Department(UUID id, String name, List<Position> positions) {}

    /** Makes the five usual departments with their positions, named in this language; part of provisioning. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void provision(Locale locale) {
        int sort = 0;
        for (DepartmentTemplate template : DepartmentTemplate.values()) {
            UUID id = insertDepartment(template.code(), template.name(locale), sort++);
            int order = 0;
            for (PositionTemplate position : template.positions()) {
                insertPosition(id, position.code(), position.name(locale), order++);
            }
        }
    }

    @Transactional(readOnly = true)
    public List<Department> list() {
        Access.current().require(Permission.ORGANIZATION_VIEW);
        UUID tenant = Scope.currentTenant().value();
        Reach reach = Access.current().reach(Permission.STAFF_VIEW);
        List<Position> positions = database.core()
                .sql("""
                        select p.id, p.department_id, p.name, coalesce(c.people, 0) as people
                        from core.position p
                        left join (
                          select a.position_id, count(distinct a.user_id) as people
                          from core.staff_assignment a
                          join core.org_node n on n.tenant_id = a.tenant_id and n.id = a.node_id
                          where a.tenant_id = :tenant and %s
                          group by a.position_id) c on c.position_id = p.id
                        where p.tenant_id = :tenant order by p.sort, p.name""".formatted(reach.condition("n.path")))
                .params(reach.params())
                .param("tenant", tenant)
                .query(new SimplePropertyRowMapper<>(Position.class))
                .list();
        return database.core()
                .sql("select id, name from core.department where tenant_id = :tenant order by sort, name")
                .param("tenant", tenant)
                .query((rs, _) -> {
                    UUID id = rs.getObject("id", UUID.class);
                    List<Position> own = new ArrayList<>(positions);
                    own.removeIf(p -> !p.departmentId().equals(id));
                    return new Department(id, rs.getString("name"), own);
                })
                .list();
    }

    @Transactional
    public UUID addDepartment(String name) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        try {
            UUID id = insertDepartment(null, name, 100);
            audit.record(
                    "department.added", new AuditTarget("department", id, name, null), Map.of(), Map.of("name", name));
            return id;
        } catch (DuplicateKeyException _) {
            throw new ProblemException(OrganizationProblem.DEPARTMENT_NAME_TAKEN);
        }
    }

    @Transactional
    public void renameDepartment(UUID id, String name) {
        rename(
                "department",
                id,
                name,
                OrganizationProblem.DEPARTMENT_NOT_FOUND,
                OrganizationProblem.DEPARTMENT_NAME_TAKEN);
    }

    @Transactional
    public void deleteDepartment(UUID id) {
        delete("department", id, OrganizationProblem.DEPARTMENT_NOT_FOUND, OrganizationProblem.DEPARTMENT_IN_USE);
    }

    @Transactional
    public UUID addPosition(UUID departmentId, String name) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        name("department", departmentId, OrganizationProblem.DEPARTMENT_NOT_FOUND);
        try {
            UUID id = insertPosition(departmentId, null, name, 100);
            audit.record("position.added", new AuditTarget("position", id, name, null), Map.of(), Map.of("name", name));
            return id;
        } catch (DuplicateKeyException _) {
            throw new ProblemException(OrganizationProblem.POSITION_NAME_TAKEN);
        }
    }

    @Transactional
    public void renamePosition(UUID id, String name) {
        rename("position", id, name, OrganizationProblem.POSITION_NOT_FOUND, OrganizationProblem.POSITION_NAME_TAKEN);
    }

    @Transactional
    public void deletePosition(UUID id) {
        delete("position", id, OrganizationProblem.POSITION_NOT_FOUND, OrganizationProblem.POSITION_IN_USE);
    }

    private void rename(
            String table, UUID id, String name, OrganizationProblem missing, OrganizationProblem duplicate) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        String before = name(table, id, missing);
        try {
            database.core()
                    .sql("update core." + table
                            + " set name = :name, version = version + 1 where tenant_id = :tenant and id = :id")
                    .param("name", name)
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .update();
        } catch (DuplicateKeyException _) {
            throw new ProblemException(duplicate);
        }
        audit.record(
                table + ".renamed",
                new AuditTarget(table, id, name, null),
                Map.of("name", before),
                Map.of("name", name));
    }

    private void delete(String table, UUID id, OrganizationProblem missing, OrganizationProblem used) {
        Access.current().require(Permission.STRUCTURE_MANAGE);
        String before = name(table, id, missing);
        try {
            database.core()
                    .sql("delete from core." + table + " where tenant_id = :tenant and id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(used);
        }
        audit.record(table + ".deleted", new AuditTarget(table, id, before, null), Map.of("name", before), Map.of());
    }

    private String name(String table, UUID id, OrganizationProblem missing) {
        return database.core()
                .sql("select name from core." + table + " where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new ProblemException(missing));
    }

    private UUID insertDepartment(@Nullable String code, String name, int sort) {
        UUID id = Ids.next();
        database.core()
                .sql(
                        "insert into core.department (tenant_id, id, code, name, sort) values (:tenant, :id, :code, :name, :sort)")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("code", code)
                .param("name", name)
                .param("sort", sort)
                .update();
        return id;
    }

    private UUID insertPosition(UUID departmentId, @Nullable String code, String name, int sort) {
        UUID id = Ids.next();
        database.core()
                .sql("insert into core.position (tenant_id, id, department_id, code, name, sort)"
                        + " values (:tenant, :id, :department, :code, :name, :sort)")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("department", departmentId)
                .param("code", code)
                .param("name", name)
                .param("sort", sort)
                .update();
        return id;
    }
}
