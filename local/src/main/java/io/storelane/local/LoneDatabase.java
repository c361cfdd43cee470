package io.storelane.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A PostgreSQL with nothing around it, which writes all it confirms to the disk: for tests that crash it. */
public final class LoneDatabase implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(10);

    private final Path home;
    private final int port;
    private final Secrets secrets;
    private final Consumer<String> log;
    private final AutoCloseable lock;
    private Postgres postgres;

    private LoneDatabase(Path home, int port, Consumer<String> log, AutoCloseable lock) {
        this.home = home;
        this.port = port;
        this.secrets = Secrets.of(home);
        this.log = log;
        this.lock = lock;
        this.postgres = launch();
    }

    /**
     * Starts one with an empty database {@code storelane}; one that is left there of an earlier run is dropped.
     *
     * @param home the folder that holds its data
     * @param bootstrapSql run as superuser on that database
     */
    public static LoneDatabase start(Path home, String bootstrapSql, Consumer<String> log) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new LocalFailure("Cannot create the folder " + home + ": " + e.getMessage(), e);
        }
        LoneDatabase database = new LoneDatabase(home, Ports.free().postgres(), log, LocalStack.lock(home));
        try {
            database.postgres.dropDatabase("storelane");
            database.postgres.ensureDatabase("storelane", Postgres.ADMIN);
            LocalStack.bootstrap(database.postgres, bootstrapSql, database.secrets);
            return database;
        } catch (SQLException e) {
            database.close();
            throw new LocalFailure("The database could not be created: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Starts one from a backup, in a folder of its own.
     *
     * @param home a folder without data
     */
    public static LoneDatabase restored(Path home, Path backup, Consumer<String> log) {
        Restore.into(home, backup, Ports.free().postgres(), log);
        return new LoneDatabase(home, Ports.free().postgres(), log, LocalStack.lock(home));
    }

    /** Begins a backup into a new folder, while it works. */
    public Backup backup(Path target) throws SQLException {
        return Backup.begin(postgres.connect("postgres"), home, target, log);
    }

    private Postgres launch() {
        return Postgres.start(home, port, true, secrets.get("postgres"), log);
    }

    /** Ends it in the middle of whatever it does, as {@code pg_ctl stop -m immediate} does; returns when it is gone. */
    public void crash() {
        Machine.signal(postgres.pid(), "QUIT");
        if (!Machine.gone(postgres.pid(), END)) {
            throw new LocalFailure("PostgreSQL (process " + postgres.pid() + ") does not end at once.");
        }
    }

    /** Starts it again where it was; returns when it has recovered. */
    public void restart() {
        postgres = launch();
    }

    /** The environment in which a server finds it. */
    public Map<String, String> serverEnv() {
        return LocalStack.databaseEnv(postgres.url("storelane"), secrets);
    }

    /** A new connection as superuser. */
    public Connection admin() throws SQLException {
        return postgres.connect("storelane");
    }

    /** Stops it; the data stays. */
    @Override
    public void close() {
        postgres.close();
        try {
            lock.close();
        } catch (Exception e) {
            log.accept("Could not let go of " + home + ": " + e.getMessage());
        }
    }
}
