package io.storelane.workspace;

import io.storelane.organization.Departments;
import io.storelane.organization.Organization;
import io.storelane.role.RoleAssignments;
import io.storelane.role.Roles;
import io.storelane.tenancy.Actor;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What a new workspace is furnished with: top node, levels, departments, positions, roles, its owner, and what modules that
 * build on the workspace add.
 */
@Component
class Furnishing {

    private final Organization organization;
    private final Departments departments;
    private final Roles roles;
    private final RoleAssignments assignments;
    private final List<Furniture> furniture;

    Furnishing(
            Organization organization,
            Departments departments,
            Roles roles,
            RoleAssignments assignments,
            List<Furniture> furniture) {
        this.organization = organization;
        this.departments = departments;
        this.roles = roles;
        this.assignments = assignments;
        this.furniture = furniture;
    }

    void furnish(UUID owner, CreateWorkspace command) {
        UUID top = organization.provision(command.name());
        departments.provision(command.locale());
        UUID ownerRole = roles.provision(command.locale());
        assignments.grantChecked(owner, Actor.current().name(), ownerRole, top);
        furniture.forEach(piece -> piece.provide(command, top));
    }
}
