package io.storelane.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Idempotent administration of roles and databases. Names are constants of this module, never input. */
final class Sql {
    private Sql() {}

    static void ensureRole(Connection c, String role, String password) throws SQLException {
        if (!roleExists(c, role)) {
            execute(c, "create role " + role + " login");
        }
        setPassword(c, role, password);
    }

    static void ensureDatabase(Connection c, String database, String owner) throws SQLException {
        if (!found(c, "select 1 from pg_database where datname = ?", database)) {
            execute(c, "create database " + database + " owner " + owner);
        }
    }

    static boolean roleExists(Connection c, String role) throws SQLException {
        return found(c, "select 1 from pg_roles where rolname = ?", role);
    }

    static void setPassword(Connection c, String role, String password) throws SQLException {
        execute(c, "alter role " + role + " password '" + password.replace("'", "''") + "'");
    }

    static void execute(Connection c, String sql) throws SQLException {
        try (Statement statement = c.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean found(Connection c, String query, String name) throws SQLException {
        try (PreparedStatement statement = c.prepareStatement(query)) {
            statement.setString(1, name);
            return statement.executeQuery().next();
        }
    }
}
