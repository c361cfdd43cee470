package io.storelane.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A copy of all that a stack keeps, taken while it works: the whole PostgreSQL server with both databases, the write-ahead log
 * that makes the copy whole, the files, and what proves and opens things (passwords, keys). Copied are pages as they lie there;
 * the log of the time between begin and end mends them at the restore. So the copy is the state at {@link #end}.
 */
public final class Backup implements AutoCloseable {

    static final String DATA = "postgres";
    static final String REST = "home";
    static final String SUMS = "SHA256SUMS";
    private static final String SLOT = "storelane_backup";

    /** Contents that a server makes anew at its start, or that belong to the running one. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    /** What the stack makes anew by itself. */
    private static final Set<String> LEFT_OUT = Set.of(DATA, "log", "mail", "run.lock", "stack.lock");

    private final Connection session;
    private final Path home;
    private final Path target;
    private final Consumer<String> log;
    private final String firstWal;
    private final Map<String, String> sums = new TreeMap<>();

    private Backup(Connection session, Path home, Path target, Consumer<String> log, String firstWal) {
        this.session = session;
        this.home = home;
        this.target = target;
        this.log = log;
        this.firstWal = firstWal;
    }

    /**
     * Begins one; whatever is committed until {@link #end} will be in it.
     *
     * @param session a connection as superuser, which the backup keeps
     * @param home the folder of the stack
     * @param target a folder that is not there yet, or empty
     */
    static Backup begin(Connection session, Path home, Path target, Consumer<String> log) {
        try {
            makeEmpty(home, target);
            // keeps the log of the time between begin and end
            value(session, "select pg_create_physical_replication_slot('" + SLOT + "', true, true)::text");
            String first = value(session, "select pg_walfile_name(pg_backup_start('storelane', true))");
            log.accept("Backup begins, into " + target);
            return new Backup(session, home, target, log, first);
        } catch (SQLException | IOException e) {
            close(session);
            throw new LocalFailure("The backup could not begin: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close(session);
            throw e;
        }
    }

    private static void makeEmpty(Path home, Path target) throws IOException {
        if (target.startsWith(home)) {
            throw new LocalFailure(
                    "The backup cannot lie inside of " + home + ", which it copies. Name another folder.");
        }
        Files.createDirectories(target);
        try (Stream<Path> found = Files.list(target)) {
            if (found.findAny().isPresent()) {
                throw new LocalFailure("The folder " + target + " is not empty. Name a new one for each backup.");
            }
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    }

    /** Copies the data folder; the server goes on meanwhile. */
    public void copy() {
        try {
            Path data = home.resolve(DATA);
            copyTree(data, DATA, Backup::isKept);
            for (String folder : EMPTIED) {
                Files.createDirectories(target.resolve(DATA).resolve(folder));
            }
            Files.createDirectories(target.resolve(DATA).resolve("pg_wal").resolve("archive_status"));
            Files.createDirectories(target.resolve(DATA).resolve("pg_wal").resolve("summaries"));
            log.accept("Backup: the data folder is copied");
        } catch (IOException e) {
            throw new LocalFailure("The data folder could not be copied: " + e.getMessage(), e);
        }
    }

    private static boolean isKept(Path file) {
        String top = String.valueOf(file.getName(0));
        String name = String.valueOf(file.getFileName());
        return !EMPTIED.contains(top)
                && !name.equals("postmaster.pid")
                && !name.equals("postmaster.opts")
                && !name.startsWith("pgsql_tmp")
                && !name.startsWith("pg_internal.init");
    }

    /** Ends it: adds the log, then the files, which the database named before, and the sums that say that all is there. */
    public void end() {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_walfile_name(lsn) as last, labelfile, length(spcmapfile) as spaces"
                                + " from pg_backup_stop(false)")) {
            row.next();
            if (row.getInt("spaces") > 0) {
                throw new LocalFailure("The database has tablespaces outside of its folder; this backup knows none.");
            }
            write(DATA + "/backup_label", row.getString("labelfile"));
            copyLog(row.getString("last"));
            copyTree(
                    home,
                    REST,
                    file -> !LEFT_OUT.contains(String.valueOf(file.getName(0)))
                            && !String.valueOf(file.getName(0)).startsWith("app-"));
            write("README", """
                    Backup of Storelane, complete at %s.
                    It holds passwords and keys: keep it as safe as the data themselves.
                    Restore it into an empty folder: ./run restore <this folder>
                    """.formatted(Instant.now()));
            StringBuilder lines = new StringBuilder();
            sums.forEach(
                    (file, sum) -> lines.append(sum).append("  ").append(file).append('\n'));
            Path last = target.resolve(SUMS);
            Files.writeString(last, lines);
            log.accept("Backup: complete, " + sums.size() + " files in " + target);
        } catch (SQLException | IOException e) {
            throw new LocalFailure("The backup could not be completed: " + e.getMessage(), e);
        }
    }

    private void copyLog(String last) throws IOException {
        Path wal = home.resolve(DATA).resolve("pg_wal");
        List<Path> segments;
        try (Stream<Path> files = Files.list(wal)) {
            segments = files.filter(file -> isOf(String.valueOf(file.getFileName()), last))
                    .sorted()
                    .toList();
        }
        for (Path segment : segments) {
            copyFile(segment, DATA + "/pg_wal/" + segment.getFileName());
        }
        if (!sums.containsKey(DATA + "/pg_wal/" + firstWal) || !sums.containsKey(DATA + "/pg_wal/" + last)) {
            throw new LocalFailure("The write-ahead log of the backup (" + firstWal + " to " + last
                    + ") is not complete; take another backup.");
        }
    }

    private boolean isOf(String file, String last) {
        return file.endsWith(".history")
                || (file.length() == last.length() && file.compareTo(firstWal) >= 0 && file.compareTo(last) <= 0);
    }

    private interface Choice {
        boolean keeps(Path relative);
    }

    private void copyTree(Path from, String into, Choice choice) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(folder);
                if (!folder.equals(from) && !choice.keeps(relative)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target.resolve(into).resolve(relative.toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(file);
                if (choice.keeps(relative)) {
                    copyFile(file, into + "/" + relative);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // dropped meanwhile: the log says so, too
                }
                throw e;
            }
        });
    }

    private void copyFile(Path file, String name) throws IOException {
        Path at = target.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = sha256();
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(at), digest)) {
                in.transferTo(out);
            }
            sums.put(name, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchFileException _) {
            Files.deleteIfExists(at); // dropped meanwhile
        } catch (DirectoryNotEmptyException e) {
            throw new IOException(at + " is a folder", e);
        }
    }

    private void write(String name, String text) throws IOException {
        Path at = target.resolve(name);
        Files.writeString(at, text);
        sums.put(name, sum(at));
    }

    static String sum(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Lets go of the session; one that has not ended is none. */
    @Override
    public void close() {
        close(session);
    }

    private static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException _) {
            // the server ends it
        }
    }

    /** Takes one of the stack in this folder, whether it runs or not. */
    static void of(Path home, int port, Path target, Consumer<String> log) throws SQLException {
        if (!Files.exists(home.resolve(DATA).resolve("PG_VERSION"))) {
            throw new LocalFailure("There is nothing to back up: " + home + " holds no data. Start ./run first.");
        }
        try (Postgres own = running(home) ? null : Postgres.start(home, port, true, password(home), log);
                Backup backup = begin(
                        own == null ? Postgres.connect(port, password(home), "postgres") : own.connect("postgres"),
                        home,
                        target.toAbsolutePath().normalize(),
                        log)) {
            backup.copy();
            backup.end();
        }
    }

    private static String password(Path home) {
        return Secrets.of(home).get("postgres");
    }

    private static boolean running(Path home) {
        try {
            LocalStack.lock(home).close();
            return false;
        } catch (LocalFailure _) {
            return true;
        } catch (Exception e) {
            throw new LocalFailure("Cannot tell whether Storelane runs on " + home + ": " + e.getMessage(), e);
        }
    }
}
