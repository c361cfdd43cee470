package io.storelane.tenancy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope.ScopedRunner;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to this release, as the owner role. One server at a time: a session advisory lock, which the database
 * itself lets go when the process that holds it dies. Change sets only add within a release, since two versions run side by
 * side while one replaces the other.
 */
final class Migrations {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final long LOCK = 0x53746f72656c616eL;

    private Migrations() {}

    /** @throws IllegalStateException if the schema cannot be brought to this release */
    static void run(DatabaseProperties properties) {
        Throwable[] failure = new Throwable[1];
        // a thread of its own: the library keeps things in inheritable thread locals that must die with it
        Thread thread = Thread.ofPlatform()
                .name("migration")
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> {
                    try {
                        migrate(properties);
                    } catch (Exception | Error e) {
                        failure[0] = e;
                    }
                });
        thread.setContextClassLoader(Migrations.class.getClassLoader());
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the schema was brought up to date.", e);
        }
        @Nullable Throwable cause = failure[0];
        if (cause != null) {
            throw new IllegalStateException("The database schema could not be brought to this release.", cause);
        }
    }

    private static void migrate(DatabaseProperties properties) throws Exception {
        try (Connection lock = owner(properties);
                Connection work = owner(properties)) {
            try (Statement statement = lock.createStatement()) {
                statement.execute("select pg_advisory_lock(" + LOCK + ")");
            }
            liquibase.Scope.child(
                    Map.of(
                            "liquibase.analytics.enabled",
                            "false",
                            liquibase.Scope.Attr.ui.name(),
                            new LoggerUIService()),
                    (ScopedRunner<Object>) () -> apply(work));
        }
    }

    private static void apply(Connection connection) throws LiquibaseException {
        var database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setDefaultSchemaName("infra");
        database.setLiquibaseSchemaName("infra");
        // the advisory lock keeps others out, so a lock row that is there was left by a killed process
        LockServiceFactory.getInstance().getLockService(database).init();
        LockServiceFactory.getInstance().getLockService(database).forceReleaseLock();
        var liquibase = new Liquibase("db/changelog/master.yaml", new ClassLoaderResourceAccessor(), database);
        int before = liquibase
                .listUnrunChangeSets(new Contexts(), new LabelExpression())
                .size();
        liquibase.update(new Contexts(), new LabelExpression());
        log.info("Schema is up to date, {} change sets applied", before);
    }

    private static Connection owner(DatabaseProperties properties) throws SQLException {
        return DriverManager.getConnection(properties.url(), "storelane_owner", properties.ownerPassword());
    }
}
