package io.storelane.tenancy;

import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.concurrent.Callable;

/**
 * On whose behalf a unit of work runs. Bound once at the edge (request, job, event, plugin call) and read by the transaction
 * manager, which refuses to begin without one. A thread that is started inside does not inherit it: whoever hands work to
 * another thread binds the scope there again.
 */
@SuppressWarnings("ClassInitializationDeadlock") // the constants are made by the one thread that starts the server
public sealed interface Scope {

    /** What finds a tenant or belongs to none: schema {@code platform}. */
    record Platform() implements Scope {}

    /** The data of one tenant: schemas {@code core} and {@code plugin_*}. */
    record Tenant(TenantId id) implements Scope {}

    /**
     * Adding orders of several tenants by the same statements: each row says whose it is. Nothing else can be done in it.
     *
     * @param tenants one or more
     */
    record Group(SortedSet<TenantId> tenants) implements Scope {

        public Group {
            if (tenants.isEmpty()) {
                throw new IllegalArgumentException("A group has a tenant.");
            }
        }
    }

    ScopedValue<Scope> CURRENT = ScopedValue.newInstance();

    Platform PLATFORM = new Platform();

    static Scope tenant(TenantId id) {
        return new Tenant(id);
    }

    static boolean isBound() {
        return CURRENT.isBound();
    }

    /**
     * The scope of the running work.
     *
     * @throws NoSuchElementException if none is bound
     */
    static Scope current() {
        return CURRENT.get();
    }

    /**
     * The tenant of the running work.
     *
     * @throws IllegalStateException if the work does not run for a tenant
     */
    static TenantId currentTenant() {
        if (CURRENT.isBound() && CURRENT.get() instanceof Tenant(TenantId id)) {
            return id;
        }
        throw new IllegalStateException("This work needs a tenant scope and has "
                + (CURRENT.isBound() ? CURRENT.get().getClass().getSimpleName() : "none"));
    }

    /** Runs the work in this scope; an open transaction goes on, its later statements run in this scope. */
    default void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** Like {@link #run}, for work with a result; an exception of the work comes out as it is. */
    default <T extends @org.jspecify.annotations.Nullable Object, X extends Throwable> T call(
            ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    /** Binds the present scope to work that another thread will run. */
    static <T> Callable<T> carry(Callable<T> work) {
        Scope scope = current();
        return () -> scope.call(work::call);
    }
}
