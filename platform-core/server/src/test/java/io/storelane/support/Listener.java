package io.storelane.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks: a real server that answers as a test wants, and remembers what it took. */
public final class Listener implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Got> taken = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Set<InetSocketAddress> callers = ConcurrentHashMap.newKeySet();

    /** A message. @param attempt how often this one came, from 1 */
    public record Got(String id, int attempt, Instant at, Map<String, List<String>> headers, String body) {

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String type() {
            return json().at("/type").asString("");
        }

        public UUID object() {
            return UUID.fromString(json().at("/data/aggregateId").asString());
        }

        public int number() {
            return json().at("/data/payload/n").asInt(-1);
        }

        /** From the event to here. */
        public Duration delay() {
            return Duration.between(Instant.parse(json().at("/timestamp").asString()), at);
        }
    }

    /** How a message is answered. */
    @FunctionalInterface
    public interface Manner {
        /** @return the status; 0 to hang up without an answer */
        int answer(Got got, HttpExchange exchange) throws Exception;
    }

    private Listener(HttpServer server, String scheme, Manner manner) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, manner));
        server.start();
    }

    public static Listener open(Manner manner) throws IOException {
        return new Listener(HttpServer.create(here(), 1_000), "http", manner);
    }

    public static Listener open() throws IOException {
        return open((_, _) -> 200);
    }

    public static Listener encrypted(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(here(), 100);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new Listener(server, "https", (_, _) -> 200);
    }

    private static InetSocketAddress here() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public String url() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    private void handle(HttpExchange exchange, Manner manner) throws IOException {
        callers.add(exchange.getRemoteAddress());
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, List<String>> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values));
            @Nullable List<String> ids = headers.get("webhook-id");
            String id = ids == null ? "" : ids.getFirst();
            Got got = new Got(id, tries.merge(id, 1, Integer::sum), Instant.now(), headers, body);
            int status;
            try {
                status = manner.answer(got, exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
            if ((status >= 200 && status < 300) || status == 0) {
                taken.add(got);
            }
            if (status > 0) {
                byte[] answer = "ok".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(answer);
                }
            }
        }
    }

    /** What was taken of this type, in the order in which it came; what came twice stands there twice. */
    public List<Got> taken(String type) {
        return taken.stream().filter(g -> g.type().equals(type)).toList();
    }

    /** Connections that were made to it. */
    public int connections() {
        return callers.size();
    }

    /** All that was taken, in the order in which it came. */
    public List<Got> taken() {
        return List.copyOf(taken);
    }

    /** Numbers of the events of an object as whoever drops what came before sees them. */
    public List<Integer> numbers(String type, UUID object) {
        Map<String, Integer> first = new LinkedHashMap<>();
        taken(type).stream().filter(g -> g.object().equals(object)).forEach(g -> first.putIfAbsent(g.id(), g.number()));
        return new ArrayList<>(first.values());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
