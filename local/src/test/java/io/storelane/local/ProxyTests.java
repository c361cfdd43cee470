package io.storelane.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTests {

    static {
        Proxy.prepare();
    }

    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final CountDownLatch secondEvent = new CountDownLatch(1);
    private HttpServer one;
    private HttpServer two;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        one = backend("one");
        two = backend("two");
        proxy = Proxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(
                        URI.create("http://localhost:" + one.getAddress().getPort()),
                        URI.create("http://localhost:" + two.getAddress().getPort())));
    }

    @AfterEach
    void stop() {
        proxy.close();
        one.stop(0);
        two.stop(0);
    }

    @Test
    void servesFromBothInTurn() throws Exception {
        Set<String> seen = new HashSet<>();
        seen.add(get("/name").body());
        seen.add(get("/name").body());
        assertEquals(Set.of("one", "two"), seen);
    }

    @Test
    void passesOverServerThatIsDown() throws Exception {
        one.stop(0);
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = send(request("/echo").POST(BodyPublishers.ofString("kept")));
            assertEquals(200, answer.statusCode());
            assertEquals("kept", answer.body());
        }
    }

    @Test
    void answers503WhenAllAreDown() throws Exception {
        one.stop(0);
        two.stop(0);
        assertEquals(503, get("/name").statusCode());
    }

    @Test
    void tellsTheServerWhoAsked() throws Exception {
        String headers = send(request("/headers?a=%20b&c=%2F")
                        .header("X-Own", "mine")
                        .GET())
                .body();
        assertTrue(headers.contains("Host=localhost:" + proxy.port()), headers);
        assertTrue(headers.contains("X-forwarded-host=localhost:" + proxy.port()), headers);
        assertTrue(headers.contains("X-forwarded-proto=http"), headers);
        assertTrue(headers.matches("(?s).*X-forwarded-for=(127\\.0\\.0\\.1|0:0:0:0:0:0:0:1)\n.*"), headers);
        assertTrue(headers.contains("X-own=mine"), headers);
        assertTrue(headers.contains("uri=/headers?a=%20b&c=%2F"), headers);
    }

    @Test
    void leavesRedirectAndEveryCookieAlone() throws Exception {
        HttpResponse<String> answer = get("/redirect");
        assertEquals(302, answer.statusCode());
        assertEquals("/elsewhere", answer.headers().firstValue("Location").orElse(""));
        assertEquals(
                List.of("a=1; Path=/", "b=2; Path=/; HttpOnly"),
                answer.headers().allValues("Set-Cookie"));
        assertEquals("", answer.body());
    }

    @Test
    void passesLargeBodiesBothWays() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        HttpResponse<byte[]> answer = browser.send(
                request("/echo").POST(BodyPublishers.ofByteArray(sent)).build(), BodyHandlers.ofByteArray());
        assertTrue(Arrays.equals(sent, answer.body()));
    }

    @Test
    void answersHeadWithLengthAndNoBody() throws Exception {
        HttpResponse<String> answer = send(request("/name").method("HEAD", BodyPublishers.noBody()));
        assertEquals("3", answer.headers().firstValue("Content-Length").orElse(""));
        assertEquals("", answer.body());
    }

    @Test
    void doesNotHoldEventsBack() throws Exception {
        HttpResponse<InputStream> answer = browser.send(request("/events").build(), BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertEquals("first", new String(body.readNBytes(5), StandardCharsets.UTF_8));
            secondEvent.countDown();
            assertEquals("second", new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + proxy.port() + path));
    }

    private HttpServer backend(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/name", exchange -> answer(exchange, name));
        server.createContext("/echo", echo());
        server.createContext("/headers", exchange -> answer(exchange, headersOf(exchange)));
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.getResponseHeaders().add("Set-Cookie", "a=1; Path=/");
            exchange.getResponseHeaders().add("Set-Cookie", "b=2; Path=/; HttpOnly");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/events", this::events);
        server.start();
        return server;
    }

    private void events(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("first".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            assertTrue(secondEvent.await(10, TimeUnit.SECONDS));
            exchange.getResponseBody().write("second".getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpHandler echo() {
        return exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        };
    }

    private static String headersOf(HttpExchange exchange) {
        StringBuilder all = new StringBuilder("uri=" + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(
                        value -> all.append(name).append('=').append(value).append('\n')));
        return all.toString();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            if ("HEAD".equals(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }
}
