package io.storelane.tenancy;

import java.util.UUID;

/** Identity of a tenant; a user sees it as a workspace. */
public record TenantId(UUID value) implements Comparable<TenantId> {

    /** In the order of the database. */
    @Override
    public int compareTo(TenantId other) {
        return value.toString().compareTo(other.value.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
