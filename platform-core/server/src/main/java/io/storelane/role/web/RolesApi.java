package io.storelane.role.web;

import io.storelane.access.Permission;
import io.storelane.problem.FieldErrors;
import io.storelane.role.RoleProblem;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Roles. */
@RestController
@RequestMapping("/api/v1/roles")
class RolesApi {

    private static final String ROLE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "code": "", "name": "Store reader", "description": "Sees the organisation",
             "system": false, "permissions": ["organization.view", "staff.view"], "holders": 3, "version": 0}""";

    private static final String BODY = """
            {"name": "Store reader", "description": "Sees the organisation", "permissions": ["organization.view", "staff.view"]}""";

    private final Roles roles;

    RolesApi(Roles roles) {
        this.roles = roles;
    }

    record Role(
            UUID id,
            String code,
            String name,
            String description,
            boolean system,
            List<String> permissions,
            int holders,
            long version)
            implements Versioned {}

    record RoleBody(
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 500) String description,
            List<String> permissions) {

        String text() {
            return description == null ? "" : description;
        }

        Set<Permission> allowed() {
            Set<Permission> allowed = EnumSet.noneOf(Permission.class);
            var errors = new FieldErrors();
            for (int i = 0; i < permissions.size(); i++) {
                String key = permissions.get(i);
                int at = i;
                Permission.of(key)
                        .ifPresentOrElse(
                                allowed::add,
                                () -> errors.add("/permissions/" + at, RoleProblem.UNKNOWN_PERMISSION, key));
            }
            errors.throwIfAny();
            return allowed;
        }
    }

    private static Role shown(RoleView r, Map<UUID, Integer> holders) {
        return new Role(
                r.id(),
                r.code(),
                r.name(),
                r.description(),
                r.system(),
                r.permissions().stream().map(Permission::key).sorted().toList(),
                holders.getOrDefault(r.id(), 0),
                r.version());
    }

    @ApiOperation(
            value = "List roles",
            details =
                    "The owner's first, then in the order of the templates (`code`), then the workspace's own by name.",
            scope = {Permission.ROLES_VIEW, Permission.MEMBERS_MANAGE},
            answer = ROLE)
    @GetMapping
    ApiPage<Role> list() {
        Map<UUID, Integer> holders = roles.holders();
        return ApiPage.whole(roles.list().stream().map(r -> shown(r, holders)).toList());
    }

    @ApiOperation(
            value = "Read a role",
            scope = {Permission.ROLES_VIEW, Permission.MEMBERS_MANAGE},
            answer = ROLE)
    @GetMapping("/{id}")
    Role get(@PathVariable UUID id) {
        return shown(roles.role(id), roles.holders());
    }

    @ApiOperation(
            value = "Add a role",
            details = "It can allow no more than the key does at the top of the workspace.",
            scope = Permission.ROLES_MANAGE,
            body = BODY,
            answer = ROLE)
    @PostMapping
    ResponseEntity<Role> add(@RequestBody RoleBody body) {
        UUID id = roles.create(body.name(), body.text(), body.allowed());
        return ResponseEntity.created(URI.create("/api/v1/roles/" + id)).body(get(id));
    }

    @ApiOperation(value = "Change a role", scope = Permission.ROLES_MANAGE, body = BODY, answer = ROLE)
    @PutMapping("/{id}")
    Role change(@PathVariable UUID id, @IfMatch long version, @RequestBody RoleBody body) {
        roles.change(id, version, body.name(), body.text(), body.allowed());
        return get(id);
    }

    @ApiOperation(value = "Delete a role that nobody holds", scope = Permission.ROLES_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        roles.delete(id);
    }
}
