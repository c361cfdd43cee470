package io.storelane.tenancy;

import java.util.regex.Pattern;

/**
 * A PostgreSQL role that statements run as, and whether it may be used without a tenant.
 *
 * @param name role name; a plain identifier, it is written into SQL
 * @param tenantBound true if the role sees tenant rows, so a tenant must be bound
 */
public record DatabaseRole(String name, boolean tenantBound) {

    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    /** Reads and writes schema {@code platform}. */
    public static final DatabaseRole PLATFORM = new DatabaseRole("platform_rt", false);

    /** Reads and writes schema {@code core} under row-level security. */
    public static final DatabaseRole CORE = new DatabaseRole("core_rt", true);

    /** Adds orders of several tenants: see {@link Scope.Group}. */
    public static final DatabaseRole INTAKE = new DatabaseRole("intake_rt", false);

    public DatabaseRole {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a plain role name: " + name);
        }
    }

    static DatabaseRole of(Scope scope) {
        return switch (scope) {
            case Scope.Platform _ -> PLATFORM;
            case Scope.Tenant _ -> CORE;
            case Scope.Group _ -> INTAKE;
        };
    }
}
