package io.storelane.role.web;

import io.storelane.access.Permission;
import io.storelane.role.RoleView;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be entered for a role.
 *
 * @param permissions keys of what it allows
 * @param version the version that was read; 0 for a new one
 */
record RoleForm(
        @NotBlank @Size(max = 200) String name,
        @Size(max = 500) String description,
        List<String> permissions,
        @Pattern(regexp = "\\d{1,18}") String version) {

    RoleForm(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<String> permissions,
            @Nullable String version) {
        this.name = name == null ? "" : name;
        this.description = description == null ? "" : description;
        this.permissions = permissions == null ? List.of() : List.copyOf(permissions);
        this.version = version == null ? "0" : version;
    }

    static RoleForm of(RoleView role) {
        return new RoleForm(
                role.name(),
                role.description(),
                role.permissions().stream().map(Permission::key).toList(),
                Long.toString(role.version()));
    }

    Set<Permission> allowed() {
        Set<Permission> allowed = EnumSet.noneOf(Permission.class);
        permissions.forEach(key -> Permission.of(key).ifPresent(allowed::add));
        return allowed;
    }
}
