package io.storelane.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts several servers behind one port: each request goes to the next server in turn, and past one that does not
 * answer the door. For trying out on one machine that nothing sticks to one server; not made for the internet.
 */
public final class Proxy implements AutoCloseable {

    static {
        prepare();
    }

    /** Headers that belong to one connection (RFC 9110, 7.6.1), and those this proxy or its client writes itself. */
    private static final Set<String> PER_CONNECTION = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "content-length",
            "expect");

    private static final Set<String> WRITTEN_HERE = Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host");

    private final List<URI> backends;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final AtomicInteger turn = new AtomicInteger();

    private Proxy(HttpServer server, List<URI> backends) {
        this.server = server;
        this.backends = List.copyOf(backends);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(threads)
                .build();
    }

    /** The client and the server of the JDK read these once, so a program that uses either calls this first. */
    static void prepare() {
        // The client refuses to send these two unless it is told.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection");
        // Else small answers on a kept connection wait some 40 ms for the peer's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /**
     * @param address where to listen; port 0 takes any free one
     * @param backends addresses without a path, such as {@code http://localhost:8081}
     */
    public static Proxy start(InetSocketAddress address, List<URI> backends) throws IOException {
        if (backends.isEmpty()) {
            throw new IllegalArgumentException("A proxy needs at least one server behind it");
        }
        HttpServer server = HttpServer.create(address, 0);
        Proxy proxy = new Proxy(server, backends);
        server.setExecutor(proxy.threads);
        server.createContext("/", proxy::handle);
        server.start();
        return proxy;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<InputStream> answer;
            try {
                answer = forward(exchange);
            } catch (IOException _) {
                refuse(exchange, 502, "The server broke off.");
                return;
            }
            if (answer == null) {
                refuse(exchange, 503, "No server is up.");
            } else {
                relay(exchange, answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Null when no server could be reached. A body is read only once a connection stands, so the next may have it. */
    private @Nullable HttpResponse<InputStream> forward(HttpExchange exchange)
            throws IOException, InterruptedException {
        int first = Math.floorMod(turn.getAndIncrement(), backends.size());
        for (int i = 0; i < backends.size(); i++) {
            URI backend = backends.get((first + i) % backends.size());
            try {
                return client.send(request(exchange, backend), BodyHandlers.ofInputStream());
            } catch (ConnectException | HttpConnectTimeoutException _) {
                // Down or going down: the next one may have it.
            }
        }
        return null;
    }

    private static HttpRequest request(HttpExchange exchange, URI backend) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target(exchange, backend)).method(exchange.getRequestMethod(), body(exchange));
        copy(exchange.getRequestHeaders(), request);
        String peer = address(exchange.getRemoteAddress().getAddress());
        List<String> before = exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of());
        request.header(
                "X-Forwarded-For",
                String.join(
                        ", ", Stream.concat(before.stream(), Stream.of(peer)).toList()));
        request.header("X-Forwarded-Proto", "http");
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (host != null) {
            request.header("X-Forwarded-Host", host);
        }
        return request.build();
    }

    private static void copy(Headers from, HttpRequest.Builder to) {
        Set<String> skipped = named(from.getOrDefault("Connection", List.of()));
        for (Map.Entry<String, List<String>> header : from.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!PER_CONNECTION.contains(name) && !WRITTEN_HERE.contains(name) && !skipped.contains(name)) {
                header.getValue().forEach(value -> to.header(header.getKey(), value));
            }
        }
    }

    private static URI target(HttpExchange exchange, URI backend) {
        URI asked = exchange.getRequestURI();
        String path = asked.getRawPath();
        String query = asked.getRawQuery();
        return URI.create("http://" + backend.getRawAuthority() + (path.startsWith("/") ? path : "/" + path)
                + (query == null ? "" : "?" + query));
    }

    private static BodyPublisher body(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        boolean chunked = exchange.getRequestHeaders().containsKey("Transfer-Encoding");
        if (chunked) {
            return BodyPublishers.ofInputStream(exchange::getRequestBody);
        }
        if (length == null || Long.parseLong(length.strip()) == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(exchange::getRequestBody), Long.parseLong(length.strip()));
    }

    private static void relay(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        Set<String> skipped = named(answer.headers().allValues("Connection"));
        answer.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!PER_CONNECTION.contains(lower) && !skipped.contains(lower)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        int status = answer.statusCode();
        try (InputStream in = answer.body()) {
            if ("HEAD".equals(exchange.getRequestMethod()) || status == 204 || status == 304) {
                if (length >= 0 && status != 204) {
                    exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
                }
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            // Here 0 means "of unknown length" and -1 "empty".
            exchange.sendResponseHeaders(status, length == 0 ? -1 : Math.max(length, 0));
            if (length != 0) {
                pass(in, exchange.getResponseBody());
            }
        }
    }

    /** Hands on what there is at once: a stream of events must not wait for a full buffer. */
    private static void pass(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
        out.close();
    }

    private static void refuse(HttpExchange exchange, int status, String sentence) throws IOException {
        byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Retry-After", "2");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Set<String> named(List<String> connectionHeader) {
        return connectionHeader.stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static String address(InetAddress peer) {
        String address = peer.getHostAddress();
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }
}
