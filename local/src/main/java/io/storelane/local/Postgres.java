package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One PostgreSQL server of ours: its data directory, its process, its superuser. */
final class Postgres implements AutoCloseable {
    static final String MAJOR = "18";
    static final String SUPERUSER = "postgres";

    private final Path data;
    private final Path log;
    private final int port;
    private final boolean durable;
    private final String password;
    private final Path bin;
    private final Unprivileged account;
    private final Process process;

    private Postgres(
            Path binaries, Path data, Path log, int port, boolean durable, String password, Consumer<String> say) {
        this.data = data;
        this.log = log;
        this.port = port;
        this.durable = durable;
        this.password = password;
        this.bin = binaries.resolve("bin");
        this.account = Unprivileged.find(say);
        try {
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise();
            }
            this.process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    static Postgres start(Path dist, Path home, int port, boolean durable, String password, Consumer<String> say) {
        try {
            Path place = Unprivileged.place(home, say);
            Path data = place.resolve("pg" + MAJOR);
            requireMajor(place);
            stopOrphan(data, say);
            Ports.requireFree("PostgreSQL", port);
            Path log = home.resolve("log").resolve("postgres.log");
            Files.createDirectories(log.getParent());
            Path binaries = PostgresBinaries.unpack(place.equals(home) ? dist : place);
            return new Postgres(binaries, data, log, port, durable, password, say);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses data written by another major version: PostgreSQL cannot open it. */
    static void requireMajor(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(home, "pg*")) {
            for (Path data : found) {
                Path file = data.resolve("PG_VERSION");
                if (!Files.exists(file)
                        || Files.exists(home.resolve("pg" + MAJOR).resolve("PG_VERSION"))
                                && !data.endsWith("pg" + MAJOR)) {
                    continue;
                }
                String major = Files.readString(file).strip();
                if (!major.equals(MAJOR)) {
                    throw new LocalStackException("""
                            %s holds data of PostgreSQL %s; this version of Storelane runs PostgreSQL %s, which cannot read it.
                            To keep the data: start the Storelane release that wrote it, dump both databases with pg_dump %s, \
                            move the directory away, start this release and restore the dumps.
                            To begin anew: delete %s.""".formatted(data, major, MAJOR, major, data));
                }
            }
        }
    }

    /** Ends a server that a killed JVM left behind on this data directory. */
    static void stopOrphan(Path data, Consumer<String> say) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> orphan = lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(p -> isOurs(p, data));
        if (orphan.isEmpty()) {
            // Left by a crash of the machine; PostgreSQL itself checks and replaces it.
            return;
        }
        long pid = orphan.get().pid();
        say.accept("Stopping PostgreSQL left by an earlier run (process " + pid + ")");
        Processes.signal(pid, "INT");
        if (!ended(orphan.get(), Duration.ofSeconds(15))) {
            Processes.signal(pid, "QUIT");
            if (!ended(orphan.get(), Duration.ofSeconds(5))) {
                throw new LocalStackException(
                        "PostgreSQL of an earlier run (process %d) does not stop. End it with: kill -QUIT %d"
                                .formatted(pid, pid));
            }
        }
    }

    private static boolean isOurs(ProcessHandle process, Path data) {
        return process.isAlive()
                && Processes.commandLine(process)
                        .filter(line -> line.contains("postgres") && line.contains(data.toString()))
                        .isPresent();
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Processes.pause(20);
        }
        return true;
    }

    private void initialise() throws IOException {
        Files.createDirectories(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Path file = data.resolveSibling("pg.password");
        Secrets.writePrivately(file, out -> out.write(password.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        try {
            account.own(data);
            account.own(file);
            // The builtin provider sorts by code point alike on every system.
            Processes.run(
                    account.command(List.of(
                            bin.resolve("initdb").toString(),
                            "--pgdata=" + data,
                            "--username=" + SUPERUSER,
                            "--pwfile=" + file,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8",
                            "--locale=C",
                            durable ? "--sync-method=fsync" : "--no-sync")),
                    Map.of(),
                    Duration.ofMinutes(2));
        } catch (LocalStackException e) {
            deleteTree(data);
            throw e;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Process launch() throws IOException {
        String on = durable ? "on" : "off";
        var command = new ArrayList<>(
                List.of(bin.resolve("postgres").toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        Map.of(
                        "listen_addresses", "127.0.0.1",
                        "unix_socket_directories", "",
                        "fsync", on,
                        "synchronous_commit", on,
                        "full_page_writes", on,
                        "shared_buffers", "128MB",
                        "max_connections", "200",
                        "wal_level", "replica",
                        "timezone", "UTC",
                        "log_timezone", "UTC")
                .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return Processes.detached(account.command(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady() {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (Connection _ = connect("postgres")) {
                return;
            } catch (SQLException e) {
                if ("28P01".equals(e.getSQLState())) {
                    close();
                    throw new LocalStackException(
                            "The data in %s was made with other passwords than those in secrets.properties."
                                    + " Put the right file back, or delete the directory to begin anew."
                                            .formatted(data),
                            e);
                }
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new LocalStackException(
                            "PostgreSQL did not start. The end of " + log + ":\n" + Processes.tail(log, 20), e);
                }
                Processes.pause(50);
            }
        }
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), SUPERUSER, password);
    }

    long pid() {
        return process.pid();
    }

    /** Fast shutdown: sessions are ended, data is flushed. */
    @Override
    public void close() {
        Processes.signal(process.pid(), "INT");
        try {
            if (!process.waitFor(8, TimeUnit.SECONDS)) {
                Processes.signal(process.pid(), "QUIT");
                process.waitFor(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
