package io.storelane.tenancy;

import java.util.UUID;

/** Identity of a tenant; a user sees it as a workspace. */
public record TenantId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
