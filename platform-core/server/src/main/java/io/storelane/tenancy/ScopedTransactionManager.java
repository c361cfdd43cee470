package io.storelane.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionDefinition;

/**
 * The one transaction manager, of the server and of plugins alike. A transaction begins with the role and tenant of the
 * scope; without a scope it does not begin. Every EntityManagerFactory joins it through {@link SpringJtaPlatform}, so a
 * commit is atomic over all of them.
 */
public final class ScopedTransactionManager extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient TenantConnections share;

    ScopedTransactionManager(ScopedPool pool, TenantConnections share) {
        super(pool);
        this.share = share;
        setNestedTransactionAllowed(false);
        setEnforceReadOnly(false);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        if (!Scope.isBound()) {
            throw new IllegalTransactionStateException(
                    "A transaction needs a scope: bind one at the edge of the work.");
        }
        @Nullable TenantId tenant = Scope.current() instanceof Scope.Tenant(TenantId id) ? id : null;
        share.acquire(transaction, tenant);
        try {
            super.doBegin(transaction, definition);
        } catch (RuntimeException | Error e) {
            share.release(transaction);
            throw e;
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        try {
            super.doCleanupAfterCompletion(transaction);
        } finally {
            share.release(transaction);
        }
    }

    @Override
    protected void prepareTransactionalConnection(Connection connection, TransactionDefinition definition)
            throws SQLException {
        super.prepareTransactionalConnection(connection, definition);
        if (!definition.isReadOnly()) {
            Stamps.spend();
        }
        ScopedConnection scoped = (ScopedConnection) connection;
        if (SteadyPlans.wanted(definition)) {
            scoped.keepPlans();
        }
        Scope scope = Scope.current();
        scoped.enter(DatabaseRole.of(scope), scope);
    }
}
