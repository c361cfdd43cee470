package io.storelane.workspace;

import io.storelane.organization.Departments;
import io.storelane.organization.Organization;
import io.storelane.role.RoleAssignments;
import io.storelane.role.Roles;
import io.storelane.tenancy.Actor;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a new workspace is furnished with: top node, levels, departments, positions, roles, and its owner. */
@Component
class Furnishing {

    private final Organization organization;
    private final Departments departments;
    private final Roles roles;
    private final RoleAssignments assignments;

    Furnishing(Organization organization, Departments departments, Roles roles, RoleAssignments assignments) {
        this.organization = organization;
        this.departments = departments;
        this.roles = roles;
        this.assignments = assignments;
    }

    void furnish(UUID owner, CreateWorkspace command) {
        UUID top = organization.provision(command.name());
        departments.provision(command.locale());
        UUID ownerRole = roles.provision(command.locale());
        assignments.grantChecked(owner, Actor.current().name(), ownerRole, top);
    }
}
