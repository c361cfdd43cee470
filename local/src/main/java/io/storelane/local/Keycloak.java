package io.storelane.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One Keycloak server of its own. */
final class Keycloak implements AutoCloseable {
    static final String ADMIN = "admin";
    static final String REALM = "storelane";

    private static final String MEMORY = "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC -Xmx384m";
    private static final List<String> BUILD = List.of("build", "--db=postgres", "--health-enabled=true");

    private final Process process;
    private final Path logFile;
    private final String url;
    private final boolean themed;
    private volatile boolean closed;

    private Keycloak(Process process, Path logFile, String url, boolean themed) {
        this.process = process;
        this.logFile = logFile;
        this.url = url;
        this.themed = themed;
    }

    /** Unpacks and builds Keycloak if that was not done before, and brings the themes up to date. */
    static Path prepare(Path home, Consumer<String> log) {
        Path dist = Dist.folder(home);
        String version = Dist.version("keycloak");
        Path target = dist.resolve("keycloak-" + version);
        return Dist.alone(dist, "keycloak", () -> {
            Path marker = target.resolve(".storelane-built");
            if (!Files.exists(target.resolve(".storelane-unpacked"))) {
                unpack(dist, version, target, log);
            }
            if (Themes.copyTo(target.resolve("themes"))) {
                log.accept("Keycloak: themes brought up to date");
                Dist.delete(target.resolve("data/tmp/kc-gzip-cache"));
            }
            String wanted = version + " " + String.join(" ", BUILD);
            if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
                build(home, target, log);
                Files.writeString(marker, wanted);
            }
            return target;
        });
    }

    private static void unpack(Path dist, String version, Path target, Consumer<String> log) throws IOException {
        Path archive = dist.resolve("keycloak-quarkus-dist-" + version + ".tar.gz");
        if (!Files.exists(archive)) {
            throw new LocalFailure("Keycloak is not there: " + archive
                    + " is missing. Build the local module with Maven (process-resources brings it), then try again.");
        }
        log.accept("Keycloak: unpacking " + version);
        Path next = dist.resolve("keycloak-" + version + ".new");
        Dist.delete(next);
        Dist.delete(target);
        Files.createDirectories(next);
        int status = Machine.run(List.of(
                "tar", "-xzf", archive.toString(), "-C", next.toString(), "--strip-components=1", "--no-same-owner"));
        if (status != 0) {
            throw new LocalFailure("Could not unpack " + archive + " (tar ended with " + status
                    + "). Delete the file, build the local module again, and look for free disk space.");
        }
        Files.createFile(next.resolve(".storelane-unpacked"));
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void build(Path home, Path target, Consumer<String> log) throws IOException {
        log.accept("Keycloak: building its PostgreSQL edition, once (about a minute)");
        Path logFile = Files.createDirectories(home.resolve("log")).resolve("keycloak-build.log");
        List<String> command = new ArrayList<>();
        command.add(target.resolve("bin/kc.sh").toString());
        command.addAll(BUILD);
        Process process = builder(command).redirectOutput(logFile.toFile()).start();
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                stop(process, Duration.ofSeconds(5));
                throw new LocalFailure("Building Keycloak took more than 10 minutes; see " + logFile);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stop(process, Duration.ofSeconds(5));
            throw new LocalFailure("Interrupted while Keycloak was building.");
        }
        if (process.exitValue() != 0) {
            throw new LocalFailure(
                    "Building Keycloak failed. The end of " + logFile + ":\n" + Machine.tail(logFile, 20));
        }
    }

    static Keycloak launch(Path programs, Options options, String databaseUrl, Secrets secrets, Consumer<String> log) {
        Ports ports = options.ports();
        Path home = options.home();
        String mark = "-Dstorelane.home=" + home.toString().replace(' ', '_');
        stopOrphan(mark, log);
        Machine.portMustBeFree(ports.keycloak(), "Keycloak");
        Machine.portMustBeFree(ports.keycloakManagement(), "Keycloak management");
        String url = "http://localhost:" + ports.keycloak();
        ProcessBuilder builder = builder(List.of(
                programs.resolve("bin/kc.sh").toString(),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.keycloak(),
                "--http-management-host=127.0.0.1",
                "--http-management-port=" + ports.keycloakManagement(),
                "--hostname=" + url,
                "--db-url=" + databaseUrl,
                "--db-username=keycloak",
                "--db-pool-max-size=20",
                "--cache=local"));
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_OPTS_APPEND", MEMORY + " " + mark);
        environment.put("KC_DB_PASSWORD", secrets.get("keycloak-db"));
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.get("keycloak-admin"));
        try {
            Path logFile = Files.createDirectories(home.resolve("log")).resolve("keycloak.log");
            Process process = builder.redirectOutput(ProcessBuilder.Redirect.to(logFile.toFile()))
                    .start();
            return new Keycloak(
                    process,
                    logFile,
                    url,
                    Files.isDirectory(programs.resolve("themes").resolve("storelane")));
        } catch (IOException e) {
            throw new LocalFailure("Keycloak could not be started: " + e.getMessage(), e);
        }
    }

    private static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> key.startsWith("KC_"));
        builder.environment().remove("JAVA_OPTS");
        builder.environment().remove("JAVA");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Stops a Keycloak that an earlier run on this home left behind. */
    private static void stopOrphan(String mark, Consumer<String> log) {
        List<ProcessHandle> orphans = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> (Machine.commandLine(process.pid()) + " ").contains(mark + " "))
                .toList();
        for (ProcessHandle orphan : orphans) {
            log.accept("Keycloak: a server of an earlier run still runs (process " + orphan.pid() + "), stopping it");
            orphan.destroy();
            if (!Machine.gone(orphan.pid(), Duration.ofSeconds(10))) {
                orphan.destroyForcibly();
                if (!Machine.gone(orphan.pid(), Duration.ofSeconds(5))) {
                    throw new LocalFailure("A Keycloak of an earlier run (process " + orphan.pid()
                            + ") does not stop. Stop it with: kill -9 " + orphan.pid());
                }
            }
        }
    }

    void awaitReady() {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/realms/master/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(10))
                .build();
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (System.nanoTime() < end) {
                if (closed) {
                    throw new LocalFailure("Keycloak was stopped while it was starting.");
                }
                if (!process.isAlive()) {
                    throw new LocalFailure(
                            "Keycloak ended at once. The end of " + logFile + ":\n" + Machine.tail(logFile, 25));
                }
                try {
                    if (client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // not yet
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("Interrupted while Keycloak was starting.");
        }
        throw new LocalFailure(
                "Keycloak did not answer within 180 s. The end of " + logFile + ":\n" + Machine.tail(logFile, 25));
    }

    String url() {
        return url;
    }

    boolean themed() {
        return themed;
    }

    /** Makes it hang, with its connections open, or go on. */
    void hang(boolean hang) {
        for (ProcessHandle handle : process.descendants().toList()) {
            int status = Machine.run(List.of("sh", "-c", "kill -" + (hang ? "STOP" : "CONT") + " " + handle.pid()));
            if (status != 0) {
                throw new LocalFailure("Keycloak (process " + handle.pid() + ") could not be halted or woken.");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        stop(process, Duration.ofSeconds(15));
    }

    /** The script is the parent of the Java process, so the children go first. */
    private static void stop(Process process, Duration max) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + max.toNanos();
        for (ProcessHandle handle : all) {
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            if (!Machine.gone(handle.pid(), left) && handle.isAlive()) {
                handle.destroyForcibly();
            }
        }
    }
}
