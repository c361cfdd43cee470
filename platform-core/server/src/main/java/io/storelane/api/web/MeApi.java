package io.storelane.api.web;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.web.api.ApiCaller;
import io.storelane.web.api.ApiOperation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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

    @ApiOperation(
            value = "Say who the key is",
            details =
                    "`allowed` is what of the scopes holds at this moment: a key allows no more than its maker may do.",
            answer = """
                    {"workspace": {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "slug": "hill-coffee", "name": "Hill Coffee"},
                     "key": {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fd01", "name": "Warehouse"},
                     "node": {"id": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "name": "Hill Coffee"},
                     "madeBy": "01a202ba-5c3d-74df-b3c3-862ecc38fd02", "scopes": ["organization.view"],
                     "allowed": ["organization.view"], "expiresAt": "2027-12-31T16:00:00Z"}""")
    @GetMapping("/api/v1/me")
    Me me() {
        ApiCaller caller = ApiCaller.current();
        return new Me(
                new Workspace(caller.tenant().value(), caller.slug(), caller.workspace()),
                new Named(caller.keyId(), caller.keyName()),
                new Named(caller.nodeId(), caller.node()),
                caller.madeBy(),
                keys(caller.scopes(), caller.brought()),
                keys(
                        Access.current().reaches().keySet(),
                        Access.current().others().keySet()),
                caller.expiresAt());
    }

    private static List<String> keys(Set<Permission> permissions, Set<String> brought) {
        return Stream.concat(permissions.stream().map(Permission::key), brought.stream())
                .sorted()
                .toList();
    }
}
