package io.storelane.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Puts a {@link Backup} into an empty folder, lets PostgreSQL mend it, and begins a new epoch of events. */
final class Restore {

    private Restore() {}

    /**
     * @param home the folder of the stack; it may hold no data
     * @param port where PostgreSQL listens meanwhile
     */
    static void into(Path home, Path backup, int port, Consumer<String> log) {
        if (Files.exists(home.resolve(Backup.DATA))) {
            throw new LocalFailure("The folder " + home
                    + " holds data already. Move it away first: a restore never writes over what is there.");
        }
        try {
            check(backup, log);
            Path next = home.resolve(Backup.DATA + ".new");
            Dist.delete(next);
            copy(backup.resolve(Backup.REST), home);
            copy(backup.resolve(Backup.DATA), next);
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwx------"));
            // last, so that a restore that was broken off leaves nothing that looks like one
            Files.move(next, home.resolve(Backup.DATA), StandardCopyOption.ATOMIC_MOVE);
            try (Postgres postgres =
                    Postgres.start(home, port, true, Secrets.of(home).get("postgres"), log)) {
                beginEpoch(postgres, log);
            }
            log.accept("Restore: complete, in " + home);
        } catch (IOException e) {
            throw new LocalFailure("The backup in " + backup + " could not be restored: " + e.getMessage(), e);
        }
    }

    /** A backup that is cut off or was changed is noticed before anything is written. */
    private static void check(Path backup, Consumer<String> log) throws IOException {
        Path sums = backup.resolve(Backup.SUMS);
        if (!Files.exists(sums)) {
            throw new LocalFailure("There is no complete backup in " + backup + ": the file " + Backup.SUMS
                    + ", which is written last, is missing. Use another one.");
        }
        List<String> lines = Files.readAllLines(sums);
        for (String line : lines) {
            Path file = backup.resolve(line.substring(66)).normalize();
            if (!file.startsWith(backup)
                    || !Files.exists(file)
                    || !Backup.sum(file).equals(line.substring(0, 64))) {
                throw new LocalFailure("The backup in " + backup + " is damaged: " + line.substring(66)
                        + " is missing or was changed. Use another one.");
            }
        }
        log.accept("Restore: " + lines.size() + " files are as they were written");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path at = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(at);
                } else {
                    Files.copy(path, at, StandardCopyOption.REPLACE_EXISTING);
                    Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    /**
     * New events stand above every place that a consumer has, whatever transaction ids this server gives. Who was signed in signs
     * in again; marks and ticks come back by themselves.
     */
    private static void beginEpoch(Postgres postgres, Consumer<String> log) {
        try (Connection connection = postgres.connect("storelane");
                Statement statement = connection.createStatement()) {
            if (!Postgres.exists(
                    connection, "select 1 from pg_proc where oid = to_regprocedure(?)", "core.event_epoch()")) {
                return; // before the first start of a server
            }
            int epoch;
            try (ResultSet row = statement.executeQuery("select core.event_epoch()")) {
                row.next();
                epoch = row.getInt(1) + 1;
            }
            connection.setAutoCommit(false);
            statement.execute(
                    "create or replace function core.event_epoch() returns integer language sql stable as 'select "
                            + epoch + "'");
            for (String table : List.of("web_session", "oidc_session", "ready", "rate_bucket", "scheduled_tasks")) {
                statement.execute("delete from infra." + table);
            }
            connection.commit();
            log.accept("Restore: epoch " + epoch + " of events begins");
        } catch (SQLException e) {
            throw new LocalFailure("A new epoch of events could not begin: " + e.getMessage(), e);
        }
    }
}
