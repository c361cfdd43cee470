package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Plugins call others in the ways in which channels are called, and reach nothing that is inside. */
class PluginCallTests extends MirrorTests {

    private static final int TOO_MUCH = 8 * 1024 * 1024 + 1;

    private HttpServer receiver;
    private String url;

    @Autowired
    PluginCallTests(ApplicationContext context) throws IOException {
        super(context);
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
        url = "http://127.0.0.1:" + receiver.getAddress().getPort();
    }

    /** Says what it was sent. */
    @BeforeAll
    void listen() {
        receiver.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + headers.getFirst("x-one")
                    + " " + headers.getFirst("content-type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean large = exchange.getRequestURI().getPath().equals("/large");
            byte[] answer = large ? new byte[TOO_MUCH] : said.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Left", "39");
            exchange.getResponseHeaders().set("Retry-After", "7");
            exchange.sendResponseHeaders(429, answer.length);
            try (exchange) {
                exchange.getResponseBody().write(answer);
            } catch (IOException _) {
                // the client went away
            }
        });
        receiver.start();
    }

    @AfterAll
    void end() {
        receiver.stop(0);
    }

    private String call(String how, String address, String name, String value) {
        return ming.post(page("/call"), Map.of("how", how, "url", address, "name", name, "value", value))
                .body();
    }

    @Test
    void allWaysAndTheirAnswers() {
        String answered = "429|39|PT7S|";
        assertThat(call("get", url + "/orders?page=1", "since", "2026-11-01 08:00+你"))
                .isEqualTo(answered + "GET /orders?page=1&since=2026-11-01+08%3A00%2B%E4%BD%A0 null null ");
        assertThat(call("form", url + "/router", "fields", "tid,总价 &="))
                .isEqualTo(answered + "POST /router null application/x-www-form-urlencoded "
                        + "fields=tid%2C%E6%80%BB%E4%BB%B7+%26%3D");
        assertThat(call("delete", url + "/hooks/1", "x-one", "1")).isEqualTo(answered + "DELETE /hooks/1 1 null ");
        for (String method : new String[] {"PUT", "PATCH", "POST"}) {
            assertThat(call(method, url + "/stock/1", "-", "{\"量\":1}"))
                    .isEqualTo(answered + method + " /stock/1 null application/json {\"量\":1}");
        }
        assertThat(call("post", url + "/points", "X-One", "1"))
                .isEqualTo(answered + "POST /points 1 application/json {}");
        assertThat(call("get", url + "/large", "a", "b")).isEqualTo("TOO_LARGE");
    }

    @ParameterizedTest
    @CsvSource({
        "get, https://10.1.2.3/, NOT_PUBLIC",
        "get, https://169.254.169.254/latest, NOT_PUBLIC",
        "get, file:///etc/passwd, SCHEME",
        "get, http://1.1.1.1/, NOT_ENCRYPTED",
        "get, https://name:word@example.com/, USER_INFO",
        "CONNECT, https://example.com/, Method \"CONNECT\" is none of"
    })
    void whatIsNotCalled(String how, String address, String fault) {
        assertThat(call(how, address, "a", "b")).startsWith(fault);
    }
}
