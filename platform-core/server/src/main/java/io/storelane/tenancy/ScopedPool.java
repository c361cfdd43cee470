package io.storelane.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The pool of the server's login role. That role has no right of its own; each transaction takes one by its scope. */
final class ScopedPool extends DelegatingDataSource {

    ScopedPool(DataSource pool) {
        super(pool);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return ScopedConnection.wrap(super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("One login role serves all scopes.");
    }
}
