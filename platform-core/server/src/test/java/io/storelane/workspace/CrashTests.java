package io.storelane.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.StorelaneServer;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.tenancy.Ids;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A server process that is killed in the middle of making a workspace leaves nothing of it. */
@Isolated
class CrashTests extends ServerTests {

    private static final Duration START = Duration.ofSeconds(60);

    private final Stage stage;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable Process server;

    @Autowired
    CrashTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    @AfterEach
    void stop() {
        Process running = server;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Test
    void aServerKilledInTheMiddleOfProvisioningLeavesNothing() throws Exception {
        int port = freePort();
        String address = "http://localhost:" + port;
        Process first = start(port);
        Person founder = stage.person("Ming");
        List<@Nullable Object> strays = strays();
        Map<String, String> form = form();
        String slug = form.getOrDefault("slug", "");
        Browser browser = stage.signIn(new Browser(address), founder);
        try (Connection holder = TestStack.get().admin();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            // tenant, membership, subscription, profile, tree and departments are written when the roles are waited for
            statement.execute("lock table core.role in share mode");
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> browser.post("/workspaces/new", form));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> !waiting().isEmpty());
            Object waiting = waiting().getFirst();
            first.destroyForcibly(); // kill -9
            assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(first.exitValue()).isEqualTo(128 + 9);
            assertThat(answer).failsWithin(Duration.ofSeconds(5));
            holder.rollback();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Stage.all("select pid from pg_stat_activity where pid = ?", waiting)
                            .isEmpty());
        }
        assertNothingLeft(founder, slug);
        assertThat(strays()).isEqualTo(strays);

        start(port);
        Answer again = browser.post("/workspaces/new", form);
        assertThat(again.status()).isEqualTo(302);
        assertThat(again.header("Location")).endsWith("/w/" + slug);
        assertThat(browser.post("/workspaces/new", form).header("Location")).endsWith("/w/" + slug);
        assertThat(browser.get("/w/" + slug).status()).isEqualTo(200);
        assertThat(Stage.<Long>one("select count(*) from platform.tenant where created_by = ?", founder.id()))
                .isOne();
        assertThat(Stage.<Long>one("select count(*) from core.role_assignment where user_id = ?", founder.id()))
                .isOne();
    }

    private static void assertNothingLeft(Person founder, String slug) {
        assertThat(Stage.all("select id from platform.tenant where slug = ? or created_by = ?", slug, founder.id()))
                .isEmpty();
        assertThat(Stage.all("select tenant_id from platform.membership where user_id = ?", founder.id()))
                .isEmpty();
    }

    /** Tenants of which a table has rows, though there is no such tenant. */
    private static List<@Nullable Object> strays() {
        return Stage.all(Stream.of("tenant_profile", "org_level", "org_node", "department", "position", "role", "event")
                .map(table -> "select '" + table + " ' || x.tenant_id from core." + table
                        + " x where not exists (select from platform.tenant t where t.id = x.tenant_id)")
                .collect(Collectors.joining(" union ", "", " order by 1")));
    }

    private static List<@Nullable Object> waiting() {
        return Stage.all("select pid from pg_locks where not granted and relation = 'core.role'::regclass");
    }

    private static Map<String, String> form() {
        return Map.of(
                "requestId", Ids.next().toString(),
                "name", "Killed",
                "slug", "killed-" + Stage.tail(),
                "locale", "en",
                "currency", "USD",
                "timeZone", "UTC");
    }

    /** Starts a server of its own process on what these tests were compiled to. */
    private Process start(int port) throws IOException {
        Path log = TestStack.root().resolve("platform-core/server/target/crash-server.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StorelaneServer.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(TestStack.get().serverEnv("http://localhost:" + port));
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        Process process = builder.start();
        server = process;
        Awaitility.await().atMost(START).until(() -> ready(process, port));
        return process;
    }

    private boolean ready(Process process, int port) throws InterruptedException {
        assertThat(process.isAlive()).as("the server has ended, see its log").isTrue();
        try {
            URI probe = URI.create("http://localhost:" + port + "/actuator/health/readiness");
            return client.send(HttpRequest.newBuilder(probe).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
