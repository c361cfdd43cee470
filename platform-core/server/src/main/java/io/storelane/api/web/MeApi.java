package io.storelane.api.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.web.api.ApiCaller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who a key is. */
@RestController
class MeApi {

    record Named(UUID id, String name) {}

    record Workspace(UUID id, String slug, String name) {}

    /**
     * @param scopes what the key was made for
     * @param allowed what of it holds at this moment
     */
    record Me(
            Workspace workspace,
            Named key,
            Named node,
            UUID madeBy,
            List<String> scopes,
            List<String> allowed,
            @Nullable Instant expiresAt) {}

    @GetMapping("/api/v1/me")
    Me me() {
        ApiCaller caller = ApiCaller.current();
        return new Me(
                new Workspace(caller.tenant().value(), caller.slug(), caller.workspace()),
                new Named(caller.keyId(), caller.keyName()),
                new Named(caller.nodeId(), caller.node()),
                caller.madeBy(),
                keys(caller.scopes()),
                keys(Access.current().reaches().keySet()),
                caller.expiresAt());
    }

    private static List<String> keys(java.util.Set<Permission> permissions) {
        return permissions.stream().map(Permission::key).sorted().toList();
    }
}
