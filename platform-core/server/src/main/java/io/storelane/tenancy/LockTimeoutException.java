package io.storelane.tenancy;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Somebody else held a row for longer than a statement waits for it: whoever tries again may get it. */
public final class LockTimeoutException extends PessimisticLockingFailureException {

    private static final long serialVersionUID = 1L;

    /** SQLSTATE of PostgreSQL: {@code lock_not_available}. */
    private static final String STATE = "55P03";

    private LockTimeoutException(String task, SQLException cause) {
        super(task + ": " + cause.getMessage(), cause);
    }

    /** As usual, and this one where it applies. */
    static SQLExceptionTranslator translator() {
        SQLExceptionTranslator usual = new SQLExceptionSubclassTranslator();
        return (String task, @Nullable String sql, SQLException e) -> translate(usual, task, sql, e);
    }

    private static @Nullable DataAccessException translate(
            SQLExceptionTranslator usual, String task, @Nullable String sql, SQLException e) {
        return STATE.equals(e.getSQLState()) ? new LockTimeoutException(task, e) : usual.translate(task, sql, e);
    }
}
