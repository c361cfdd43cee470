package io.storelane.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One Keycloak process on a distribution that is unpacked and built once and shared by all homes. */
final class Keycloak implements AutoCloseable {
    static final String ADMIN = "storelane-admin";
    private static final List<String> BUILD_OPTIONS = List.of("--db=postgres", "--health-enabled=true");

    private final Process process;
    private final PidFile pidFile;
    private final Path log;
    private final String url;

    private Keycloak(Process process, PidFile pidFile, Path log, String url) {
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
        this.url = url;
    }

    record Settings(Path home, Ports ports, String databasePassword, String adminPassword) {}

    /** Unpacks, themes and builds the distribution if that has not been done yet. */
    static Path distribution(Path dist, Consumer<String> say) {
        String version = Versions.keycloak();
        return DirectoryLock.under(dist, () -> {
            Path target = dist.resolve("keycloak-" + version);
            if (!Files.isDirectory(target)) {
                Path archive = dist.resolve("keycloak-quarkus-dist-" + version + ".tar.gz");
                if (!Files.exists(archive)) {
                    throw new LocalStackException("Keycloak's archive is missing (" + archive
                            + "). Build the module 'local' with Maven first.");
                }
                say.accept("Unpacking Keycloak " + version);
                Path unfinished = Files.createTempDirectory(dist, "keycloak-unpack");
                Processes.run(
                        List.of("tar", "-xzf", archive.toString(), "-C", unfinished.toString()),
                        Map.of(),
                        Duration.ofMinutes(3));
                Files.move(unfinished.resolve("keycloak-" + version), target, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(unfinished);
            }
            Theme.install(target.resolve("themes"));
            Path marker = target.resolve("storelane-build.txt");
            String wanted = version + " " + String.join(" ", BUILD_OPTIONS);
            if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
                say.accept("Building Keycloak for PostgreSQL (once, takes up to a minute)");
                var command = new java.util.ArrayList<>(
                        List.of(target.resolve("bin/kc.sh").toString(), "build"));
                command.addAll(BUILD_OPTIONS);
                Processes.run(command, Map.of("JAVA_HOME", System.getProperty("java.home")), Duration.ofMinutes(5));
                Files.writeString(marker, wanted);
            }
            return target;
        });
    }

    static Keycloak launch(Path distribution, Settings settings, String databaseUrl) {
        Ports ports = settings.ports();
        String url = "http://localhost:" + ports.keycloak();
        Path log = settings.home().resolve("log").resolve("keycloak.log");
        try {
            Files.createDirectories(log.getParent());
            var builder = Processes.detached(List.of(
                            distribution.resolve("bin/kc.sh").toString(),
                            "start",
                            "--optimized",
                            "--http-enabled=true",
                            "--http-host=127.0.0.1",
                            "--http-port=" + ports.keycloak(),
                            "--http-management-port=" + ports.keycloakManagement(),
                            "--hostname=" + url,
                            "--cache=local",
                            "--db-url=" + databaseUrl,
                            "--db-username=keycloak",
                            "--db-pool-max-size=20"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment()
                    .putAll(Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC -Xmx384m",
                            "KC_DB_PASSWORD", settings.databasePassword(),
                            "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                            "KC_BOOTSTRAP_ADMIN_PASSWORD", settings.adminPassword()));
            Process process = builder.start();
            PidFile pidFile = PidFile.of(settings.home(), "keycloak");
            pidFile.write(process.toHandle());
            return new Keycloak(process, pidFile, log, url);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the master realm answers: the port opens long before that. */
    void awaitReady() {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        URI probe = URI.create(url + "/realms/master/.well-known/openid-configuration");
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (!answers(http, probe)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new LocalStackException(
                            "Keycloak did not start. The end of " + log + ":\n" + Processes.tail(log, 30));
                }
                Processes.pause(150);
            }
        }
        // By now the Java child of the start script exists.
        pidFile.write(process.toHandle());
    }

    static boolean answers(HttpClient http, URI probe) {
        try {
            HttpRequest request = HttpRequest.newBuilder(probe)
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("Interrupted", e);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        Processes.stop(process.toHandle(), Duration.ofSeconds(6));
        pidFile.delete();
    }
}
