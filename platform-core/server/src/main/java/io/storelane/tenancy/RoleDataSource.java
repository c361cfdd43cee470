package io.storelane.tenancy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Hands out the connection of the open transaction, and nothing else; each statement made on it runs in this source's role
 * and in the tenant of the scope. Outside a transaction, and in a scope that the role is not for, it refuses.
 */
public final class RoleDataSource extends AbstractDataSource {

    private final ScopedPool pool;
    private final DatabaseRole role;

    RoleDataSource(ScopedPool pool, DatabaseRole role) {
        this.pool = pool;
        this.role = role;
    }

    @Override
    public Connection getConnection() throws SQLException {
        bound();
        return (Connection) Proxy.newProxyInstance(
                RoleDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, new ConnectionHandler());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    private ScopedConnection bound() throws SQLException {
        ConnectionHolder holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(pool);
        if (holder == null) {
            throw new SQLException("Role " + role.name() + " is used only inside a transaction.");
        }
        return (ScopedConnection) holder.getConnection();
    }

    private ScopedConnection entered() throws SQLException {
        ScopedConnection connection = bound();
        Scope scope = Scope.current();
        switch (scope) {
            case Scope.Platform _
            when role.tenantBound() ->
                throw new SQLException("Role " + role.name() + " is for the tenant scope, and this is the platform's.");
            case Scope.Tenant _
            when !role.tenantBound() ->
                throw new SQLException("Role " + role.name() + " is for the platform scope, and this is a tenant's.");
            case Scope.Group _
            when !role.equals(DatabaseRole.CORE) ->
                throw new SQLException("Role " + role.name() + " is not for a group of tenants.");
            case Scope.Group _ -> connection.enter(DatabaseRole.INTAKE, scope);
            default -> connection.enter(role, scope);
        }
        return connection;
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private final class ConnectionHandler implements InvocationHandler {

        private boolean closed;

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
                throws Throwable {
            return switch (method.getName()) {
                case "close" -> {
                    closed = true;
                    yield null;
                }
                case "isClosed" -> closed;
                case "isWrapperFor" -> false;
                case "unwrap" -> throw new SQLException("The connection behind this one is not handed out.");
                case "commit", "rollback", "setSavepoint", "releaseSavepoint", "abort", "setNetworkTimeout" ->
                    throw new SQLException("The transaction manager alone ends a transaction.");
                case "setAutoCommit", "setReadOnly", "setTransactionIsolation" -> null;
                case "equals" -> args != null && proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "connection as " + role.name();
                case "createStatement" -> statement(proxy, Statement.class, call(entered(), method, args));
                case "prepareStatement" -> statement(proxy, PreparedStatement.class, call(entered(), method, args));
                case "prepareCall" -> statement(proxy, CallableStatement.class, call(entered(), method, args));
                default -> call(bound(), method, args);
            };
        }

        private Object statement(Object connection, Class<?> type, @Nullable Object target) {
            InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
                // the raw connection must not be reached from here either
                case "getConnection" -> connection;
                case "unwrap" -> throw new SQLException("The statement behind this one is not handed out.");
                case "isWrapperFor" -> false;
                case "equals" -> args != null && proxy == args[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> call(java.util.Objects.requireNonNull(target), method, args);
            };
            return Proxy.newProxyInstance(RoleDataSource.class.getClassLoader(), new Class<?>[] {type}, handler);
        }
    }
}
