package io.storelane.web.api;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.tenancy.TenantId;
import java.time.Instant;
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
 * @param madeBy the member who made the key
 * @param nodeId organisation node that the key is for
 * @param status of the workspace
 */
public record ApiCaller(
        TenantId tenant,
        String slug,
        String workspace,
        String status,
        UUID keyId,
        String keyName,
        Set<Permission> scopes,
        UUID madeBy,
        UUID nodeId,
        String node,
        @Nullable Instant expiresAt,
        Access access) {

    static final ScopedValue<ApiCaller> CURRENT = ScopedValue.newInstance();

    /**
     * The caller of the running request.
     *
     * @throws java.util.NoSuchElementException outside of the API
     */
    public static ApiCaller current() {
        return CURRENT.get();
    }
}
