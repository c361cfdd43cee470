package io.storelane.local;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Roles and databases that are there after each start. */
final class Databases {
    private Databases() {}

    static void ensureRole(Connection connection, String role, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!roleExists(connection, role)) {
                statement.execute("create role " + role + " login");
            }
        }
        setPassword(connection, role, password);
    }

    static void setPassword(Connection connection, String role, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter role " + role + " password '" + password.replace("'", "''") + "'");
        }
    }

    static void ensureDatabase(Connection connection, String name, String owner) throws SQLException {
        if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create database " + name + " owner " + owner);
            }
        }
    }

    static boolean roleExists(Connection connection, String role) throws SQLException {
        return exists(connection, "select 1 from pg_roles where rolname = ?", role);
    }

    private static boolean exists(Connection connection, String query, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
