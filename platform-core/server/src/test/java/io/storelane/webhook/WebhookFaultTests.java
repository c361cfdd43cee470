package io.storelane.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.storelane.http.HttpFault;
import io.storelane.support.ApiClient;
import io.storelane.support.Listener;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;

/** What goes wrong between Storelane and a receiver is told in plain words. */
class WebhookFaultTests extends ServerTests {

    private static final int TEN_MEGABYTES = 10 * 1024 * 1024;

    @Autowired
    ApplicationContext context;

    private ApiClient program;

    @BeforeEach
    void aWorkspace() {
        Stage stage = new Stage(context);
        Workspace shop = stage.shop();
        program = stage.program(shop.owner(), shop, stage.top(shop));
    }

    private ApiClient.Answer test(String url) {
        ApiClient.Answer made = program.post(
                "/api/v1/webhooks", "{\"name\": \"%s\", \"url\": \"%s\", \"on\": false}".formatted(Stage.tail(), url));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        ApiClient.Answer tested = program.post("/api/v1/webhooks/" + made.at("/id") + "/test", "");
        assertThat(tested.status()).as(tested.body()).isEqualTo(200);
        return tested;
    }

    private String fault(String url) {
        ApiClient.Answer tested = test(url);
        assertThat(tested.at("/delivery/state")).isEqualTo("discarded");
        return tested.at("/attempts/0/fault");
    }

    @Test
    void eachFaultHasItsSentence() {
        MessageSource messages = context.getBean(MessageSource.class);
        Stream.concat(
                        Arrays.stream(HttpFault.values()).map(HttpFault::name),
                        Stream.of("LONG_ANSWER", "REDIRECT", "SERVER_ERROR", "NOT_TAKEN", "GONE", "FAILED_FOR_DAYS"))
                .forEach(fault -> assertThat(messages.getMessage(Fault.key(fault), null, Locale.ENGLISH))
                        .isNotEqualTo(messages.getMessage(Fault.key(fault), null, Locale.SIMPLIFIED_CHINESE)));
    }

    @Test
    void nobodyListensThere() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(fault("http://127.0.0.1:" + free + "/")).contains("refused the connection");
    }

    @Test
    void thereIsNoSuchName() {
        assertThat(fault("https://nowhere.invalid/")).contains("no server of this name");
    }

    @Test
    void anAnswerOfTenMegabytesIsNotReadToItsEnd() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (Listener listener = Listener.open((_, exchange) -> pour(exchange, sent))) {
            ApiClient.Answer tested = test(listener.url());
            assertThat(tested.at("/delivery/state")).isEqualTo("delivered");
            assertThat(tested.at("/attempts/0/fault")).contains("longer than 64 kB");
            assertThat(tested.at("/attempts/0/answer")).hasSize(4_000);
            assertThat(sent.get()).isLessThan(TEN_MEGABYTES);
        }
    }

    private static int pour(HttpExchange exchange, AtomicLong sent) throws IOException {
        byte[] part = "x".repeat(16 * 1024).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, TEN_MEGABYTES);
        try (var out = exchange.getResponseBody()) {
            while (sent.get() < TEN_MEGABYTES) {
                out.write(part);
                sent.addAndGet(part.length);
            }
        } catch (IOException _) {
            return -1; // the line was cut, as it should be
        }
        return -1;
    }

    @Test
    void itDoesNotAnswerInTime() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (Listener listener = Listener.open((_, _) -> {
            end.await(10, TimeUnit.SECONDS);
            return 200;
        })) {
            assertThat(fault(listener.url())).contains("did not answer in time");
        } finally {
            end.countDown();
        }
    }

    /** Each byte comes in time, the answer never does. */
    @Test
    void itAnswersByDrops() throws IOException {
        try (Listener listener = Listener.open((_, exchange) -> {
            exchange.sendResponseHeaders(200, 1_000);
            for (int i = 0; i < 50; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            return -1;
        })) {
            assertThat(fault(listener.url())).contains("did not answer in time");
        }
    }

    @Test
    void itHangsUp() throws IOException {
        try (Listener listener = Listener.open((_, _) -> 0)) {
            assertThat(fault(listener.url())).contains("connection broke");
        }
    }

    @Test
    void itSendsTheMessageElsewhere() throws IOException {
        try (Listener other = Listener.open();
                Listener listener = Listener.open((_, exchange) -> {
                    exchange.getResponseHeaders().add("Location", other.url());
                    return 307;
                })) {
            assertThat(fault(listener.url())).contains("redirects are not followed");
            assertThat(other.taken(Message.TEST)).isEmpty();
        }
    }

    @Test
    void itDoesNotTakeIt() throws IOException {
        try (Listener listener = Listener.open((_, _) -> 403)) {
            assertThat(fault(listener.url())).contains("did not take the message");
        }
    }

    @Test
    void itsCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
        try (Listener listener = Listener.encrypted(ownCertificate(folder))) {
            assertThat(fault(listener.url())).contains("not trusted");
        }
    }

    @Test
    void itSpeaksNoTls() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> {
                try (Socket line = server.accept()) {
                    line.getInputStream().readNBytes(5);
                    line.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    line.shutdownOutput();
                    line.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(fault("https://127.0.0.1:" + server.getLocalPort() + "/"))
                    .contains("No encrypted connection");
            answering.join();
        }
    }

    private static SSLContext ownCertificate(Path folder) throws Exception {
        Path keys = folder.resolve("own.p12");
        char[] password = "changeit".toCharArray();
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        new String(password))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }
}
