package io.storelane.web.api;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.tenancy.Stamps;
import io.storelane.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The program at the other end of a request of the API.
 *
 * @param slug the workspace in addresses of pages
 * @param workspace its name
 * @param keyId the key it came with
 * @param scopes what the key was made for; {@link Access} says what of it holds now
 * @param brought the same for permissions that plugins have brought, by their names
 * @param madeBy the member who made the key
 * @param nodeId organisation node that the key is for
 * @param status of the workspace
 * @param stamp of the workspace when all this was read
 */
public record ApiCaller(
        TenantId tenant,
        String slug,
        String workspace,
        String status,
        UUID keyId,
        String keyName,
        Set<Permission> scopes,
        Set<String> brought,
        UUID madeBy,
        UUID nodeId,
        String node,
        @Nullable Instant expiresAt,
        Access access,
        Stamps.Stamp stamp) {

    /** The same, read at another stamp that is equal. */
    public ApiCaller at(Stamps.Stamp other) {
        return new ApiCaller(
                tenant, slug, workspace, status, keyId, keyName, scopes, brought, madeBy, nodeId, node, expiresAt,
                access, other);
    }

    private static final ScopedValue<ApiCaller> CURRENT = ScopedValue.newInstance();

    /**
     * The caller of the running request.
     *
     * @throws java.util.NoSuchElementException outside of the API
     */
    public static ApiCaller current() {
        return CURRENT.get();
    }

    /** The caller of the running work; empty if no program began it. */
    public static Optional<ApiCaller> known() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** How the caller stands in the trail. */
    public String actorName() {
        return keyName + " (API)";
    }

    /** Runs the work as this caller, with what the caller may do; an exception of the work comes out as it is. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return access.call(() -> ScopedValue.where(CURRENT, this).<T, X>call(work));
    }
}
