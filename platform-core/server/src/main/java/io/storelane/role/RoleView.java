package io.storelane.role;

import io.storelane.access.Permission;
import java.util.Set;
import java.util.UUID;

/**
 * A role as shown.
 *
 * @param code code of the template it was made from, empty for a role the workspace made itself
 * @param holders number of members who hold it at a place that the caller reaches
 */
public record RoleView(
        UUID id,
        String code,
        String name,
        String description,
        boolean system,
        Set<Permission> permissions,
        int holders,
        long version) {

    public boolean owner() {
        return code.equals(RoleTemplate.OWNER);
    }
}
