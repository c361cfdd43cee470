package io.storelane.tenancy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A pooled connection that knows the role and tenant of its open transaction. */
interface ScopedConnection extends Connection {

    /**
     * Makes the statements that follow run as this role and for the tenants of this scope, until the transaction ends. One round trip, none
     * if nothing changes. Uses {@code SET LOCAL} statements, which a distributed database passes on, unlike
     * {@code set_config}, and which end with the transaction whatever happens to it.
     */
    void enter(DatabaseRole role, Scope scope) throws SQLException;

    /** The statements of this transaction find their rows by keys: see {@link SteadyPlans}. Said before the first {@link #enter}. */
    void keepPlans() throws SQLException;

    static ScopedConnection wrap(Connection target) {
        return (ScopedConnection) Proxy.newProxyInstance(
                ScopedConnection.class.getClassLoader(), new Class<?>[] {ScopedConnection.class}, new Handler(target));
    }

    final class Handler implements InvocationHandler {

        private final Connection target;
        private @Nullable DatabaseRole role;
        private @Nullable Scope scope;
        private boolean keepPlans;

        Handler(Connection target) {
            this.target = target;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            switch (method.getName()) {
                case "enter" -> {
                    enter((DatabaseRole) Objects.requireNonNull(args)[0], (Scope) Objects.requireNonNull(args[1]));
                    return null;
                }
                case "keepPlans" -> {
                    keepPlans = true;
                    return null;
                }
                case "commit", "close", "abort", "setAutoCommit" -> forget();
                case "rollback" -> {
                    if (args != null) {
                        throw new SQLException("Savepoints are not used: a rollback to one also undoes the role.");
                    }
                    forget();
                }
                case "setSavepoint" ->
                    throw new SQLException("Savepoints are not used: a rollback to one also undoes the role.");
                case "equals" -> {
                    return proxy == Objects.requireNonNull(args)[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                default -> {}
            }
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private void forget() {
            role = null;
            scope = null;
        }

        private void enter(DatabaseRole newRole, Scope newScope) throws SQLException {
            if (newRole.equals(role) && newScope.equals(scope)) {
                return;
            }
            if (newRole.tenantBound() && !(newScope instanceof Scope.Tenant)) {
                throw new SQLException("Role " + newRole.name() + " needs a tenant.");
            }
            forget();
            try (Statement statement = target.createStatement()) {
                // UUIDs and a checked identifier: nothing in this text comes from outside
                statement.execute("set local role " + newRole.name() + "; " + tenants(newScope)
                        + (keepPlans ? "; set local plan_cache_mode = force_generic_plan" : ""));
            }
            keepPlans = false; // it holds until the transaction ends
            role = newRole;
            scope = newScope;
        }

        private static String tenants(Scope scope) {
            return switch (scope) {
                case Scope.Platform _ -> "set local app.tenant = ''";
                case Scope.Tenant(TenantId id) -> "set local app.tenant = '" + id.value() + "'";
                case Scope.Group(var ids) ->
                    "set local app.tenant = ''; set local app.tenants = '"
                            + ids.stream().map(id -> id.value().toString()).collect(Collectors.joining(",")) + "'";
            };
        }
    }
}
