package io.storelane.api.web;

import io.storelane.access.Permission;
import io.storelane.api.ApiKeyProblem;
import io.storelane.api.ApiKeyView;
import io.storelane.api.ApiKeys;
import io.storelane.api.MakeApiKey;
import io.storelane.problem.FieldErrors;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys. */
@RestController
@RequestMapping("/api/v1/keys")
class KeysApi {

    private static final String KEY = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Warehouse", "hint": "x9Zq", "scopes": ["organization.view"],
             "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00", "node": "Hill Coffee", "madeBy": "Lin Xiao",
             "createdAt": "2026-11-22T08:00:00Z", "expiresAt": null, "lastUsedAt": "2026-11-22T09:30:00Z", "previousUntil": null,
             "state": "active"}""";

    private static final String MADE = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "token": "sl_live_3u0pl5q1c8f6h7m4k2n9b0v1x_..."}""";

    private final ApiKeys keys;
    private final BroughtScopes scopes;

    KeysApi(ApiKeys keys, BroughtScopes scopes) {
        this.keys = keys;
        this.scopes = scopes;
    }

    record Key(
            UUID id,
            String name,
            String hint,
            List<String> scopes,
            UUID nodeId,
            String node,
            String madeBy,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant previousUntil,
            String state) {}

    record NewKey(
            @NotBlank @Size(max = 100) String name,
            List<String> scopes,
            UUID nodeId,
            @Nullable Instant expiresAt) {}

    record MadeKey(UUID id, String token) {}

    record Rotation(@Min(0) @Max(KeyForm.MOST_GRACE_HOURS) int graceHours) {}

    private static Key key(ApiKeyView k) {
        return new Key(
                k.id(),
                k.name(),
                k.hint(),
                k.names(),
                k.nodeId(),
                k.node(),
                k.madeBy(),
                k.createdAt(),
                k.expiresAt(),
                k.lastUsedAt(),
                k.previousUntil(),
                k.state());
    }

    @ApiOperation(
            value = "List API keys",
            details = "By name. `state` is `active`, `expired`, `revoked` or `orphaned` (its maker has left).",
            scope = Permission.API_KEYS_MANAGE,
            answer = KEY)
    @GetMapping
    ApiPage<Key> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") @OneOf({"active", "expired", "revoked", "orphaned"}) String state,
            Paging page) {
        return ApiPage.of(keys.find(new ApiKeys.Filter(q.strip(), state), page.cursor(), page.limit()), KeysApi::key);
    }

    @ApiOperation(value = "Read an API key", scope = Permission.API_KEYS_MANAGE, answer = KEY)
    @GetMapping("/{id}")
    Key get(@PathVariable UUID id) {
        return key(keys.key(id));
    }

    @ApiOperation(
            value = "Make an API key",
            details =
                    "It can allow no more than the key that makes it. `token` is the whole key; it is shown this once.",
            scope = Permission.API_KEYS_MANAGE,
            body = """
                    {"name": "Warehouse", "scopes": ["organization.view"], "nodeId": "01a202ba-5c3d-7000-b3c3-862ecc38fd00",
                     "expiresAt": "2027-12-31T16:00:00Z"}""",
            answer = MADE)
    @PostMapping
    ResponseEntity<MadeKey> make(@RequestBody NewKey body) {
        Set<String> known = scopes.names();
        ApiKeys.Made made = keys.make(new MakeApiKey(
                body.name().strip(),
                scopes(body.scopes(), known),
                body.scopes().stream().filter(known::contains).collect(Collectors.toSet()),
                body.nodeId(),
                body.expiresAt()));
        return ResponseEntity.created(URI.create("/api/v1/keys/" + made.id()))
                .body(new MadeKey(made.id(), made.token()));
    }

    @ApiOperation(
            value = "Give an API key a new secret",
            details = "The present one works on for `graceHours`, one before it no more.",
            scope = Permission.API_KEYS_MANAGE,
            body = """
                    {"graceHours": 24}""",
            answer = MADE)
    @PostMapping("/{id}/rotate")
    MadeKey rotate(@PathVariable UUID id, @RequestBody Rotation body) {
        ApiKeys.Made made = keys.rotate(id, Duration.ofHours(body.graceHours()));
        return new MadeKey(made.id(), made.token());
    }

    @ApiOperation(
            value = "Revoke an API key",
            details = "For good, from the next request on.",
            scope = Permission.API_KEYS_MANAGE)
    @PostMapping("/{id}/revoke")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable UUID id) {
        keys.revoke(id);
    }

    private static Set<Permission> scopes(List<String> keys, Set<String> brought) {
        Set<Permission> scopes = EnumSet.noneOf(Permission.class);
        var errors = new FieldErrors();
        for (int i = 0; i < keys.size(); i++) {
            String place = "/scopes/" + i;
            Optional<Permission> permission = Permission.of(keys.get(i));
            permission.ifPresent(scopes::add);
            if (permission.isEmpty() && !brought.contains(keys.get(i))) {
                errors.add(place, ApiKeyProblem.UNKNOWN_SCOPE);
            }
        }
        errors.throwIfAny();
        return scopes;
    }
}
