package io.storelane.role;

import io.storelane.access.Permission;
import java.util.Set;
import java.util.UUID;

/**
 * A role as shown.
 *
 * @param code code of the template it was made from, empty for a role the workspace made itself
 * @param brought names of permissions that plugins have brought
 */
public record RoleView(
        UUID id,
        String code,
        String name,
        String description,
        boolean system,
        Set<Permission> permissions,
        Set<String> brought,
        long version) {

    public boolean owner() {
        return code.equals(RoleTemplate.OWNER);
    }
}
