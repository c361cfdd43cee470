package io.storelane.tenancy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope.ScopedRunner;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ZipResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The schema of each plugin: {@code plugin_<id>}, owned by a role of the same name, used as {@code plugin_<id>_rt}. The change
 * sets of a release, the wall around its tables and the look whether they keep the rules are one transaction.
 */
@Component
public final class PluginSchemas {

    /** Where a jar with tables says what they are. */
    public static final String CHANGELOG = "db/changelog/master.yaml";

    private static final long LOCK = 0x53746f7265506c67L;

    private final DatabaseProperties properties;

    PluginSchemas(DatabaseProperties properties) {
        this.properties = properties;
    }

    /** A release whose tables break the rules, or whose change sets fail; nothing of it is left. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<String> findings;

        Refused(List<String> findings, @Nullable Throwable cause) {
            super(String.join("; ", findings), cause);
            this.findings = List.copyOf(findings);
        }

        /** One sentence each, in English, with the table's name. */
        public List<String> findings() {
            return findings;
        }
    }

    /** The role that statements of a plugin run as. */
    public static DatabaseRole role(String plugin) {
        return new DatabaseRole(schema(plugin) + "_rt", true);
    }

    public static String schema(String plugin) {
        return "plugin_" + plugin.replace('-', '_');
    }

    /** Brings the plugin's schema to this release, or leaves it as it was. */
    @SuppressWarnings("try") // its close() names an interruption that it never has
    public void migrate(String plugin, Path jar) throws Refused {
        String schema = schema(plugin);
        inOneTransaction(connection -> {
            PluginTables tables = new PluginTables(connection, schema);
            tables.prepare();
            List<PluginTables.Column> before = tables.columns();
            try (ZipResourceAccessor files = new ZipResourceAccessor(jar)) {
                apply(connection, schema, files);
            } catch (LiquibaseException e) {
                throw new Refused(List.of("a change set failed: " + root(e)), e);
            }
            List<String> findings = tables.findings(before);
            if (!findings.isEmpty()) {
                throw new Refused(findings, null);
            }
            tables.wall();
            return true;
        });
    }

    /** Removes the plugin's schema with all that is in it, and its roles; nothing happens if there is none. */
    public void drop(String plugin) throws Refused {
        inOneTransaction(connection -> {
            new PluginTables(connection, schema(plugin)).drop();
            return true;
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T apply(Connection connection) throws Exception;
    }

    private <T> void inOneTransaction(Work<T> work) throws Refused {
        if (properties.pluginOwnerPassword().isEmpty()) {
            throw new Refused(
                    List.of("this server has no password of plugin_owner (storelane.db.plugin-owner-password)"), null);
        }
        inOwnThread(() -> {
            try (Connection connection =
                    DriverManager.getConnection(properties.url(), "plugin_owner", properties.pluginOwnerPassword())) {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement()) {
                    // events wait for whoever writes: see the log's cursor
                    statement.execute("set local lock_timeout = '5s'; set local statement_timeout = '60s'; "
                            + "select pg_advisory_xact_lock(" + LOCK + ")");
                }
                try {
                    T done = work.apply(connection);
                    connection.commit();
                    return done;
                } catch (Exception e) {
                    connection.rollback();
                    throw e;
                }
            }
        });
    }

    /** The library keeps things in inheritable thread locals that must die with the thread, and looks for its parts through it. */
    private static <T> void inOwnThread(Callable<T> work) throws Refused {
        Throwable[] failure = new Throwable[1];
        Thread thread = Thread.ofPlatform()
                .name("plugin-migration")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    try {
                        work.call();
                    } catch (Exception | Error e) {
                        failure[0] = e;
                    }
                });
        thread.setContextClassLoader(PluginSchemas.class.getClassLoader());
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(List.of("interrupted"), e);
        }
        @Nullable Throwable cause = failure[0];
        switch (cause) {
            case null -> {}
            case Refused refused -> throw refused;
            case Error error -> throw error;
            default -> throw new Refused(List.of(root(cause)), cause);
        }
    }

    private static void apply(Connection connection, String schema, ZipResourceAccessor files) throws Exception {
        if (files.getAll(CHANGELOG) == null) {
            return;
        }
        Map<String, Object> settings =
                Map.of("liquibase.analytics.enabled", "false", liquibase.Scope.Attr.ui.name(), new LoggerUIService());
        liquibase.Scope.child(settings, (ScopedRunner<Object>) () -> {
            var database = new PostgresDatabase();
            database.setConnection(new OneTransaction(connection));
            database.setDefaultSchemaName(schema);
            database.setLiquibaseSchemaName("plugins");
            database.setDatabaseChangeLogTableName(schema + "_log");
            database.setDatabaseChangeLogLockTableName(schema + "_lock");
            try {
                new Liquibase(CHANGELOG, files, database).update(new Contexts(), new LabelExpression());
            } finally {
                LockServiceFactory.getInstance().resetAll();
                liquibase.Scope.getCurrentScope()
                        .getSingleton(ChangeLogHistoryServiceFactory.class)
                        .resetAll();
            }
        });
    }

    private static String root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    }

    /**
     * Leaves the end of the transaction to {@link #inOneTransaction}. The library looks for tables by asking them, and goes on from where
     * it last committed when that fails: here from a savepoint.
     */
    private static final class OneTransaction extends JdbcConnection {

        private Savepoint committed;

        OneTransaction(Connection connection) throws SQLException {
            super(connection);
            this.committed = connection.setSavepoint();
        }

        @Override
        public void commit() throws DatabaseException {
            try {
                getUnderlyingConnection().releaseSavepoint(committed);
                committed = getUnderlyingConnection().setSavepoint();
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }

        @Override
        public void rollback() throws DatabaseException {
            try {
                getUnderlyingConnection().rollback(committed);
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        }

        @Override
        public boolean getAutoCommit() {
            return false;
        }

        @Override
        public void setAutoCommit(boolean autoCommit) {
            if (autoCommit) {
                throw new IllegalStateException(
                        "A change set asks for runInTransaction:false, which plugins cannot have");
            }
        }

        @Override
        public void close() {}
    }
}
