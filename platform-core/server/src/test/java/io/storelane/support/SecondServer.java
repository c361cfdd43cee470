package io.storelane.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.StorelaneServer;
import io.storelane.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server in a process of its own, on the database of the tests or on another, so that it can be killed. */
public final class SecondServer implements AutoCloseable {

    /** Name of its connections at the database. */
    private static final String NAME = "second-server";

    private static final Duration START = Duration.ofSeconds(60);

    private final int port;
    private final Map<String, String> settings;
    private final Process process;

    private SecondServer(int port, Map<String, String> settings, Process process) {
        this.port = port;
        this.settings = settings;
        this.process = process;
    }

    /** Starts it on what these tests were compiled to; returns when it answers. */
    public static SecondServer start() throws IOException {
        return start(Map.of());
    }

    /** @param settings variables of its environment that are others than those of the tests, such as the database's address */
    public static SecondServer start(Map<String, String> settings) throws IOException {
        return start(Ports.freePort(), settings);
    }

    /** Starts one at the address where this one was. */
    public SecondServer again() throws IOException {
        return start(port, settings);
    }

    private static SecondServer start(int port, Map<String, String> settings) throws IOException {
        SecondServer server = new SecondServer(port, Map.copyOf(settings), process(port, settings));
        try {
            Awaitility.await().atMost(START).until(server::ready);
        } catch (RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Runs one that does something else than to serve, to its end. @return its exit code */
    public static int command(String... words) throws IOException, InterruptedException {
        Process process = process(Ports.freePort(), Map.of(), words);
        if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", words) + " does not end, see its log");
        }
        return process.exitValue();
    }

    private static Process process(int port, Map<String, String> settings, String... words) throws IOException {
        String address = address(port);
        Path log = TestStack.root().resolve("platform-core/server/target/second-server.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StorelaneServer.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(TestStack.get().serverEnv(address));
        builder.environment().put("STORELANE_RATE_TENANT_PER_SECOND", "100000");
        builder.environment().putAll(PluginJar.serverEnv());
        builder.environment().putAll(settings);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().merge("STORELANE_DB_URL", "ApplicationName=" + NAME, SecondServer::parameter);
        builder.command().addAll(List.of(words));
        return builder.start();
    }

    private static String parameter(String url, String parameter) {
        return url + (url.contains("?") ? "&" : "?") + parameter;
    }

    public String address() {
        return address(port);
    }

    private static String address(int port) {
        return "http://localhost:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /** True if a statement of it waits for a lock just now. */
    public boolean waits() {
        return !Stage.all(
                        "select pid from pg_stat_activity where application_name = ? and wait_event_type = 'Lock'",
                        NAME)
                .isEmpty();
    }

    /** Kills it as a lack of memory or power would; returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 9);
    }

    /** Waits until it has ended by itself. @return its exit code */
    public int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Waits until the database has noticed that nobody is behind the connections any more. */
    public void awaitGone() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Stage.all("select pid from pg_stat_activity where application_name = ?", NAME)
                        .isEmpty());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** True if it answers and reaches its database. */
    public boolean ready() throws InterruptedException {
        assertThat(process.isAlive()).as("the server has ended, see its log").isTrue();
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI probe = URI.create(address() + "/actuator/health/readiness");
            return client.send(HttpRequest.newBuilder(probe).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }
}
