package io.storelane.access;

import io.storelane.problem.ProblemException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the caller may do in the workspace of the running work, read anew for each request, so a change holds at once
 * everywhere.
 *
 * @param userId the caller
 * @param owner true if the caller holds the owner role
 * @param reaches for each permission held, where it is held
 * @param others the same for permissions that plugins have brought, by their names
 */
public record Access(UUID userId, boolean owner, Map<Permission, Reach> reaches, Map<String, Reach> others) {

    /** Path of each tenant's top node. */
    public static final String ROOT_PATH = "/";

    private static final ScopedValue<Access> CURRENT = ScopedValue.newInstance();

    public Access {
        Map<Permission, Reach> copy = new EnumMap<>(Permission.class);
        reaches.forEach((permission, reach) -> {
            if (!permission.wholeWorkspace() || reach.covers(ROOT_PATH)) {
                copy.put(permission, reach);
            }
        });
        reaches = Map.copyOf(copy);
        others = Map.copyOf(others);
    }

    /** An access without permissions of plugins. */
    public Access(UUID userId, boolean owner, Map<Permission, Reach> reaches) {
        this(userId, owner, reaches, Map.of());
    }

    /** An owner's access: everything, everywhere. */
    public static Access ofOwner(UUID userId) {
        Map<Permission, Reach> all = new EnumMap<>(Permission.class);
        for (Permission permission : Permission.values()) {
            all.put(permission, Reach.of(Set.of(ROOT_PATH)));
        }
        return new Access(userId, true, all);
    }

    /**
     * Of this access, what is among the permissions and lies at the path or below it; never an owner's.
     *
     * @param brought names of permissions that plugins have brought
     */
    public Access limitedTo(Set<Permission> permissions, Set<String> brought, String path) {
        Map<Permission, Reach> limited = new EnumMap<>(Permission.class);
        reaches.forEach((permission, reach) -> {
            Reach within = reach.within(path);
            if (permissions.contains(permission) && !within.isEmpty()) {
                limited.put(permission, within);
            }
        });
        Map<String, Reach> more = new HashMap<>();
        for (String permission : brought) {
            Reach within =
                    (owner ? Reach.of(Set.of(ROOT_PATH)) : others.getOrDefault(permission, Reach.NOTHING)).within(path);
            if (!within.isEmpty()) {
                more.put(permission, within);
            }
        }
        return new Access(userId, false, limited, more);
    }

    /**
     * The access of the running work.
     *
     * @throws java.util.NoSuchElementException outside a workspace
     */
    public static Access current() {
        return CURRENT.get();
    }

    public static boolean isBound() {
        return CURRENT.isBound();
    }

    /** Runs the work with this access; an exception of the work comes out as it is. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<? extends T, X> work)
            throws X {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    public boolean allows(Permission permission) {
        return reaches.containsKey(permission);
    }

    /** The same for any name: one of the core's permissions, or one that a plugin has brought. */
    public boolean allows(String permission) {
        return Permission.of(permission)
                .map(this::allows)
                .orElseGet(() ->
                        owner || !others.getOrDefault(permission, Reach.NOTHING).isEmpty());
    }

    public boolean allowsAt(Permission permission, String path) {
        return reach(permission).covers(path);
    }

    /** Where the permission is held; nothing if it is not. */
    public Reach reach(Permission permission) {
        Reach reach = reaches.get(permission);
        return reach == null ? Reach.NOTHING : reach;
    }

    /** Where the permission is held. @throws ProblemException 403 if nowhere */
    public Reach require(Permission permission) {
        Reach reach = reach(permission);
        if (reach.isEmpty()) {
            throw new ProblemException(AccessProblem.NOT_ALLOWED, permission.key());
        }
        return reach;
    }

    /** True if the caller holds each of these permissions at this place: the test for giving them on. */
    public boolean holdsAll(Collection<Permission> permissions, String path) {
        return owner
                || permissions.stream()
                        .allMatch(p -> (p.wholeWorkspace() && !path.equals(ROOT_PATH)) || allowsAt(p, path));
    }

    /** The same where permissions that plugins have brought are among them, by their names. */
    public boolean holdsAll(Collection<Permission> permissions, Collection<String> brought, String path) {
        return holdsAll(permissions, path)
                && (owner
                        || brought.stream()
                                .allMatch(p ->
                                        others.getOrDefault(p, Reach.NOTHING).covers(path)));
    }

    /** Places the caller reaches with any permission at all. */
    public Reach anywhere() {
        return Reach.of(
                reaches.values().stream().flatMap(r -> r.paths().stream()).toList());
    }
}
