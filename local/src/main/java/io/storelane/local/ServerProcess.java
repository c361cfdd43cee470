package io.storelane.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One running Storelane server. The packaged jar is unpacked once per content, and once a start has been recorded
 * ({@link #record}) later starts take about half the processor time.
 */
final class ServerProcess implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int SHOWN_LINES = 30;
    private static final String CACHE = "app.aot";

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The packaged server, unpacked. Parts of older builds are removed from {@code home}. */
    static Path unpack(Path jar, Path home) throws IOException, InterruptedException {
        Path directory = home.resolve("app-" + hash(jar));
        Path unpacked = directory.resolve(String.valueOf(jar.getFileName()));
        if (Files.exists(unpacked)) {
            return unpacked;
        }
        Files.createDirectories(home);
        removeOlder(home);
        Path making = home.resolve("app-making");
        Process extract = new ProcessBuilder(
                        java(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        making.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(extract.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (extract.waitFor() != 0) {
            throw new LocalFailure("The server could not be unpacked from " + jar + "\n" + said.strip());
        }
        Files.move(making, directory, StandardCopyOption.ATOMIC_MOVE);
        return unpacked;
    }

    /**
     * Starts a server and waits until it is ready.
     *
     * @param app from {@link #unpack}
     * @param number tells servers apart, from 1
     * @param address where to listen, of this machine
     * @param settings environment variables on top of this process's own
     * @param born told of the server as soon as its process exists
     * @throws LocalFailure with the end of its log, when it is not ready within 120 s
     */
    static ServerProcess start(
            Path app,
            Path home,
            int number,
            InetSocketAddress address,
            Map<String, String> settings,
            Consumer<ServerProcess> born)
            throws IOException, InterruptedException {
        Path log = Files.createDirectories(home.resolve("log")).resolve("server-" + number + ".log");
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(FLAGS);
        Path cache = app.resolveSibling(CACHE);
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", app.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        builder.environment().put("SERVER_ADDRESS", address.getAddress().getHostAddress());
        builder.environment().put("SERVER_PORT", Integer.toString(address.getPort()));
        ServerProcess server = new ServerProcess(builder.start(), log);
        born.accept(server);
        boolean ready = false;
        try {
            server.awaitReady(address);
            ready = true;
        } finally {
            if (!ready) {
                server.close();
            }
        }
        return server;
    }

    /**
     * Records a start for later ones, in the background and at low priority, unless that was done before. The
     * recorded server leaves before it opens a port or takes up any work.
     */
    static AutoCloseable record(Path app, Path home, Map<String, String> settings) throws IOException {
        Path cache = app.resolveSibling(CACHE);
        if (Files.exists(cache)) {
            return () -> {};
        }
        Path making = app.resolveSibling(CACHE + ".making");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            command.addAll(List.of("/usr/bin/nice", "-n", "19"));
        }
        command.add(java());
        command.addAll(FLAGS);
        command.addAll(
                List.of("-XX:AOTCacheOutput=" + making, "-Dspring.context.exit=onRefresh", "-jar", app.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").resolve("server-record.log").toFile());
        builder.environment().putAll(settings);
        builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
        builder.environment().put("SERVER_PORT", "0");
        Process recording = builder.start();
        var _ = recording.onExit().thenAccept(ended -> keep(ended.exitValue(), making, cache));
        return () -> {
            recording.descendants().forEach(ProcessHandle::destroyForcibly);
            recording.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
        };
    }

    private static void keep(int exitValue, Path making, Path cache) {
        try {
            if (exitValue == 0 && Files.exists(making)) {
                Files.move(making, cache, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(making);
            }
        } catch (IOException _) {
            // Without the file the next start is slower, and nothing else.
        }
    }

    Process process() {
        return process;
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    /** Asks the server to end, and makes it end when it has not after {@code patience}. */
    void stop(Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(InetSocketAddress address) throws IOException, InterruptedException {
        String host = address.getAddress().isAnyLocalAddress()
                ? "localhost"
                : address.getAddress().getHostAddress();
        HttpRequest question = HttpRequest.newBuilder(
                        URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort()
                                + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START_LIMIT.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            while (System.nanoTime() < end) {
                if (process.waitFor(250, TimeUnit.MILLISECONDS)) {
                    throw new LocalFailure(
                            "The server ended while it started (" + process.exitValue() + "). " + tail());
                }
                if (ready(client, question)) {
                    return;
                }
            }
        }
        throw new LocalFailure("The server was not ready after " + START_LIMIT.toSeconds() + " s. " + tail());
    }

    private static boolean ready(HttpClient client, HttpRequest question) throws InterruptedException {
        try {
            return client.send(question, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private String tail() throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return "The end of " + log + ":\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String hash(Path jar) throws IOException {
        try (InputStream file = Files.newInputStream(jar);
                DigestInputStream in = new DigestInputStream(file, MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void removeOlder(Path home) throws IOException {
        List<Path> older;
        try (Stream<Path> all = Files.list(home)) {
            older = all.filter(path -> String.valueOf(path.getFileName()).startsWith("app-"))
                    .toList();
        }
        for (Path directory : older) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }
}
