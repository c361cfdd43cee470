package io.storelane.tenancy;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import javax.sql.DataSource;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Lets Hibernate take part in the transactions of {@link ScopedTransactionManager}: no JTA server, only Spring's
 * synchronisations. A flush at commit runs in the scope in which the session was first used, so a transaction that passed
 * through two scopes writes each part in its own.
 */
final class SpringJtaPlatform implements JtaPlatform {

    private static final long serialVersionUID = 1L;

    private final transient DataSource pool;

    SpringJtaPlatform(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public @Nullable TransactionManager retrieveTransactionManager() {
        return null;
    }

    @Override
    public UserTransaction retrieveUserTransaction() {
        return new OnlyMarks(pool);
    }

    @Override
    public Object getTransactionIdentifier(Transaction transaction) {
        return transaction;
    }

    @Override
    public boolean canRegisterSynchronization() {
        return TransactionSynchronizationManager.isSynchronizationActive();
    }

    @Override
    public void registerSynchronization(Synchronization synchronization) {
        Scope scope = Scope.current();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCommit(boolean readOnly) {
                scope.run(synchronization::beforeCompletion);
            }

            @Override
            public void afterCompletion(int status) {
                synchronization.afterCompletion(
                        status == STATUS_COMMITTED ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK);
            }
        });
    }

    @Override
    public int getCurrentStatus() {
        return status(pool);
    }

    private static int status(DataSource pool) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            return Status.STATUS_NO_TRANSACTION;
        }
        ConnectionHolder holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(pool);
        return holder != null && holder.isRollbackOnly() ? Status.STATUS_MARKED_ROLLBACK : Status.STATUS_ACTIVE;
    }

    /** Hibernate asks for one even where it never begins a transaction itself; it may only mark one for rollback. */
    private record OnlyMarks(DataSource pool) implements UserTransaction {

        @Override
        public void begin() {
            throw refused();
        }

        @Override
        public void commit() {
            throw refused();
        }

        @Override
        public void rollback() {
            throw refused();
        }

        @Override
        public void setRollbackOnly() {
            ConnectionHolder holder = (ConnectionHolder) TransactionSynchronizationManager.getResource(pool);
            if (holder != null) {
                holder.setRollbackOnly();
            }
        }

        @Override
        public int getStatus() {
            return status(pool);
        }

        @Override
        public void setTransactionTimeout(int seconds) {
            throw refused();
        }

        private static IllegalStateException refused() {
            return new IllegalStateException("Spring's transaction manager begins and ends transactions.");
        }
    }
}
