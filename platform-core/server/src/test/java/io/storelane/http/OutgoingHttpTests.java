package io.storelane.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.storelane.support.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** The client that calls addresses of people reaches what is out in the internet, and nothing else. */
class OutgoingHttpTests {

    private static final MockEnvironment TRIAL = new MockEnvironment()
            .withProperty("storelane.db.url", "jdbc:postgresql://127.0.0.1:15432/storelane")
            .withProperty("storelane.identity.issuer", "http://localhost:18180/realms/storelane");

    private static OutgoingHttp client(String... allow) {
        return new OutgoingHttp(
                new HttpProperties(List.of(allow), Duration.ofSeconds(1), Duration.ofSeconds(2)), TRIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "100.100.100.200",
                "169.254.169.254",
                "168.63.129.16",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "2002:7f00:1::",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1"
            })
    void whatIsNotPublicIsRefused(String address) throws IOException {
        assertThat(Addresses.isPublic(InetAddress.ofLiteral(address))).isFalse();
        try (OutgoingHttp http = client()) {
            String host = address.contains(":") ? "[" + address + "]" : address;
            Stage.refused(HttpProblem.NOT_PUBLIC, () -> http.check("https://" + host + "/hooks"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.216.34", "1.1.1.1", "172.32.0.1", "192.169.0.1", "2606:4700:4700::1111", "2a00:1450::1"})
    void whatIsPublicIsCalled(String address) {
        assertThat(Addresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/, SCHEME",
        "ftp://example.com/, SCHEME",
        "file:///etc/passwd, SCHEME",
        "example.com, NO_ADDRESS",
        "https:///hooks, NO_ADDRESS",
        "https://exa mple.com/, NO_ADDRESS",
        "https://example.com:99999/, NO_ADDRESS",
        "https://name:word@example.com/, USER_INFO",
        "https://example.com/#part, FRAGMENT",
        "https://localhost/, NOT_PUBLIC",
        "https://a.localhost/, NOT_PUBLIC"
    })
    void anAddressThatCannotBeCalledIsRefusedByName(String address, HttpProblem problem) throws IOException {
        try (OutgoingHttp http = client()) {
            Stage.refused(problem, () -> http.check(address));
        }
    }

    /** The name is looked at when it is called, whatever was said when it was entered; other spellings of an address are none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:%d/",
                "https://2130706433:%d/",
                "https://127.1:%d/",
                "https://[::ffff:127.0.0.1]:%d/",
                "http://127.0.0.1:%d/"
            })
    void aNameThatLeadsInsideIsNotCalled(String address) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Answering server = Answering.open(calls);
                OutgoingHttp http = client()) {
            HttpResult result = http.post(URI.create(address.formatted(server.port())), Map.of(), new byte[0]);
            assertThat(result)
                    .isIn(new HttpResult.Failed(HttpFault.NOT_PUBLIC), new HttpResult.Failed(HttpFault.NO_SUCH_HOST));
            assertThat(calls).hasValue(0);
        }
    }

    @Test
    void whatIsAllowedIsCalledAndNothingBesides() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (Answering server = Answering.open(calls);
                OutgoingHttp http = client("127.0.0.1")) {
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            assertThat(http.post(URI.create("http://127.0.0.1:" + server.port() + "/"), Map.of("x-one", "1"), body))
                    .isInstanceOfSatisfying(
                            HttpResult.Answered.class,
                            answer ->
                                    assertThat(answer.body()).isEqualTo("POST / 1 application/json; charset=UTF-8 {}"));
            assertThat(http.post(URI.create("http://127.0.0.2:" + server.port() + "/"), Map.of(), body))
                    .isEqualTo(new HttpResult.Failed(HttpFault.NOT_PUBLIC));
            assertThat(http.post(URI.create("http://1.1.1.1/"), Map.of(), body))
                    .isEqualTo(new HttpResult.Failed(HttpFault.NOT_ENCRYPTED));
            assertThat(calls).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example.com:5432/storelane, http://localhost:18180/realms/storelane",
        "jdbc:postgresql://127.0.0.1:5432/storelane, https://id.example.com/realms/storelane"
    })
    void aServerWithServicesElsewhereRefusesToStartWithIt(String database, String issuer) {
        MockEnvironment environment = new MockEnvironment()
                .withProperty("storelane.db.url", database)
                .withProperty("storelane.identity.issuer", issuer);
        assertThatThrownBy(() -> new OutgoingHttp(
                        new HttpProperties(List.of("127.0.0.1"), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                        environment))
                .hasMessageContaining("STORELANE_HTTP_ALLOW");
    }

    /** Else a plugin could send another request than the one whose address was checked. */
    @ParameterizedTest
    @CsvSource({
        "Host, inner.example.com",
        "Transfer-Encoding, chunked",
        "Content-Length, 3",
        "Proxy-Authorization, x",
        "'A b', x",
        "A, 'x\\r\\nHost: inner'"
    })
    void headersOfTheConnectionAreTheServers(String name, String value) {
        String text = value.translateEscapes();
        assertThatThrownBy(() ->
                        new HttpCall("GET", URI.create("https://example.com/"), Map.of(name, text), "", new byte[0], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
        assertThatThrownBy(
                        () -> new HttpCall("CONNECT", URI.create("https://example.com/"), Map.of(), "", new byte[0], 1))
                .hasMessageContaining("CONNECT");
    }

    /** A server that says what it was sent. */
    private record Answering(HttpServer server) implements AutoCloseable {

        static Answering open(AtomicInteger calls) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0), 10);
            server.createContext("/", exchange -> {
                calls.incrementAndGet();
                String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("x-one") + " "
                        + exchange.getRequestHeaders().getFirst("content-type") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                byte[] answer = said.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            server.start();
            return new Answering(server);
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
