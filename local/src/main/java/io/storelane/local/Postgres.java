package io.storelane.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** One PostgreSQL server of its own, on a data folder of its own. */
final class Postgres implements AutoCloseable {
    static final String ADMIN = "postgres";

    private final int port;
    private final String password;
    private final Process process;

    private Postgres(int port, String password, Process process) {
        this.port = port;
        this.password = password;
        this.process = process;
    }

    static Postgres start(Path home, int port, boolean durable, String password, Consumer<String> log) {
        Path data = home.resolve("postgres");
        String version = Dist.version("postgresql");
        checkVersion(data, version.substring(0, version.indexOf('.')));
        stopOrphan(data, log);
        Machine.portMustBeFree(port, "PostgreSQL");
        Path programs = unpack(Dist.folder(home), version, log);
        try {
            Path logs = Files.createDirectories(home.resolve("log"));
            List<String> prefix = prefix(data);
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                log.accept("PostgreSQL: creating the data folder " + data);
                initialize(data, programs, prefix, password, logs.resolve("initdb.log"));
            }
            Path logFile = logs.resolve("postgres.log");
            Process process = launch(data, port, durable, programs, prefix, logFile);
            Postgres postgres = new Postgres(port, password, process);
            try {
                postgres.awaitReady(data, logFile);
            } catch (RuntimeException e) {
                postgres.close();
                throw e;
            }
            log.accept("PostgreSQL " + version + " listens on 127.0.0.1:" + port);
            return postgres;
        } catch (IOException e) {
            throw new LocalFailure("PostgreSQL could not be started: " + e.getMessage(), e);
        }
    }

    private static void checkVersion(Path data, String major) {
        Path file = data.resolve("PG_VERSION");
        if (!Files.exists(file)) {
            return;
        }
        try {
            String found = Files.readString(file).trim();
            if (!found.equals(major)) {
                throw new LocalFailure("The data in " + data + " was written by PostgreSQL " + found
                        + ", but this version of Storelane runs PostgreSQL " + major
                        + ". Either go back to the version that wrote it and dump what you need, or move the folder "
                        + data.getParent() + " away and start again with an empty database.");
            }
        } catch (IOException e) {
            throw new LocalFailure("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static void stopOrphan(Path data, Consumer<String> log) {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().trim());
            String command = Machine.commandLine(pid) + " ";
            if (command.contains("postgres") && command.contains(" -D " + data + " ")) {
                log.accept("PostgreSQL: a server of an earlier run still runs (process " + pid + "), stopping it");
                Machine.signal(pid, "INT");
                if (!Machine.gone(pid, Duration.ofSeconds(10))) {
                    Machine.signal(pid, "QUIT");
                    if (!Machine.gone(pid, Duration.ofSeconds(10))) {
                        throw new LocalFailure("A PostgreSQL server of an earlier run (process " + pid
                                + ") does not stop. Stop it with: kill -QUIT " + pid);
                    }
                }
            }
            if (Files.deleteIfExists(file)) {
                log.accept("PostgreSQL: removed the stale " + file);
            }
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            throw new LocalFailure(
                    "Cannot read " + file + ". If no PostgreSQL server runs on that folder, delete the file.", e);
        }
    }

    private static Path unpack(Path dist, String version, Consumer<String> log) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.contains("linux") && !Machine.mac()) {
            throw new LocalFailure(
                    "The local stack runs on Linux and macOS, not on " + system + ". On Windows use WSL 2.");
        }
        String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean arm = processor.equals("aarch64") || processor.equals("arm64");
        String name = "postgres-" + (Machine.mac() ? "darwin" : "linux") + "-" + (arm ? "arm_64" : "x86_64");
        Path target = dist.resolve("postgresql-" + version);
        return Dist.alone(dist, "postgresql", () -> {
            if (Files.exists(target.resolve("bin/postgres"))) {
                return target;
            }
            log.accept("PostgreSQL: unpacking " + version);
            Path next = dist.resolve("postgresql-" + version + ".new");
            Dist.delete(next);
            Dist.delete(target);
            try (InputStream in = Postgres.class.getResourceAsStream("/" + name + ".txz")) {
                if (in == null) {
                    throw new LocalFailure("The PostgreSQL binaries for this machine (" + name
                            + ") are not on the classpath; build the local module with Maven.");
                }
                extract(in, next);
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
            return target;
        });
    }

    private static void extract(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path at = target.resolve(entry.getName()).normalize();
                if (!at.startsWith(target)) {
                    throw new IOException("unexpected path " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(at);
                    continue;
                }
                Path parent = at.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(at, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(at, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, at);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            at, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** PostgreSQL refuses to run as root: a user namespace hides it, else the user nobody runs it. */
    private static List<String> prefix(Path data) throws IOException {
        if (!Machine.root()) {
            return List.of();
        }
        boolean mine = !Files.exists(data) || "root".equals(Files.getOwner(data).getName());
        if (mine && Machine.run(List.of("unshare", "-U", "true")) == 0) {
            return List.of("unshare", "-U");
        }
        List<String> other = Machine.run(List.of("setpriv", "--version")) == 0
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
                : List.of("runuser", "-u", "nobody", "--");
        Files.createDirectories(data);
        List<String> check = new ArrayList<>(other);
        check.addAll(List.of("ls", data.toString()));
        if (Machine.run(List.of("chown", "-R", "65534:65534", data.toString())) != 0 || Machine.run(check) != 0) {
            throw new LocalFailure("PostgreSQL does not run as root, and neither a user namespace (unshare) nor the"
                    + " user nobody can be used on " + data + ". Start Storelane as an ordinary user.");
        }
        return other;
    }

    private static void initialize(Path data, Path programs, List<String> prefix, String password, Path logFile)
            throws IOException {
        Path passwords = Files.createTempFile("storelane", ".pw");
        try {
            Files.writeString(passwords, password);
            if (!prefix.isEmpty() && !prefix.contains("unshare")) {
                Machine.run(List.of("chown", "65534", passwords.toString()));
            }
            String failure =
                    initdb(data, programs, prefix, passwords, Machine.mac() ? "en_US.UTF-8" : "C.UTF-8", logFile);
            if (!failure.isEmpty()) {
                failure = initdb(data, programs, prefix, passwords, "C", logFile);
            }
            if (!failure.isEmpty()) {
                throw new LocalFailure("PostgreSQL could not create its data folder " + data + ":\n" + failure);
            }
        } finally {
            Files.deleteIfExists(passwords);
        }
    }

    private static String initdb(
            Path data, Path programs, List<String> prefix, Path passwords, String locale, Path logFile)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                programs.resolve("bin/initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                ADMIN,
                "--auth=scram-sha-256",
                "--pwfile=" + passwords,
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=" + locale,
                "--no-instructions"));
        Process process = builder(command).redirectOutput(logFile.toFile()).start();
        try {
            if (process.waitFor(90, TimeUnit.SECONDS) && process.exitValue() == 0) {
                return "";
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        String tail = Machine.tail(logFile, 15);
        return tail.isEmpty() ? "initdb failed" : tail;
    }

    private static Process launch(
            Path data, int port, boolean durable, Path programs, List<String> prefix, Path logFile) throws IOException {
        String safe = durable ? "on" : "off";
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                programs.resolve("bin/postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "shared_buffers=512MB",
                "max_wal_size=4GB",
                "checkpoint_timeout=15min",
                "max_connections=200",
                "timezone=UTC",
                "log_timezone=UTC",
                "password_encryption=scram-sha-256",
                "fsync=" + safe,
                "synchronous_commit=" + safe,
                "full_page_writes=" + safe)) {
            command.add("-c");
            command.add(setting);
        }
        return builder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .start();
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
        return builder;
    }

    private void awaitReady(Path data, Path logFile) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new LocalFailure(
                        "PostgreSQL ended at once. The end of " + logFile + ":\n" + Machine.tail(logFile, 15));
            }
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if ("28P01".equals(e.getSQLState())) {
                    throw new LocalFailure(
                            "PostgreSQL does not accept the password in secrets.properties: that file and the folder "
                                    + data + " do not belong together. Restore the file, or move the folder away.",
                            e);
                }
            }
            if (!Machine.pause(60)) {
                throw new LocalFailure("Interrupted while PostgreSQL was starting.");
            }
        }
        throw new LocalFailure("PostgreSQL did not answer within 60 s; see " + logFile);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    String url(String database) {
        return url(port, database);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return connect(port, password, database);
    }

    /** A connection as superuser to a server that somebody else has started. */
    static Connection connect(int port, String password, String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ADMIN);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(url(port, database), properties);
    }

    void ensureRole(String role, String rolePassword) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
                statement.execute("create role " + role + " login");
            }
            statement.execute("alter role " + role + " password '" + rolePassword + "'");
        }
    }

    void ensureDatabase(String name, String owner) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                statement.execute("create database " + name + " owner " + owner);
            }
        }
    }

    void dropDatabase(String name) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        }
    }

    static boolean exists(Connection connection, String query, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Ends all sessions, writes everything down and stops. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        Machine.signal(process.pid(), "INT");
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                Machine.signal(process.pid(), "QUIT");
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            Machine.signal(process.pid(), "QUIT");
        }
    }
}
