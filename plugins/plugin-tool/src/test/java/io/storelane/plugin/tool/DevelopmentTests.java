package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is built goes to the server at once, under a version of its own, signed. */
class DevelopmentTests {
    @TempDir
    Path folder;

    private record Received(String authorization, byte[] body) {
        /** Content of a part of the form. */
        byte[] part(String name) {
            String text = new String(body, StandardCharsets.ISO_8859_1);
            int begin = text.indexOf("\r\n\r\n", text.indexOf("name=\"" + name + "\"")) + 4;
            return Arrays.copyOfRange(body, begin, text.indexOf("\r\n--", begin));
        }
    }

    private final BlockingQueue<Received> received = new ArrayBlockingQueue<>(10);
    private final List<Development.Answer> answers = new CopyOnWriteArrayList<>();
    private final List<Verification> refused = new CopyOnWriteArrayList<>();
    private final Development.Listener listener = new Development.Listener() {
        @Override
        public void refused(Verification found) {
            refused.add(found);
        }

        @Override
        public void sent(Development.Answer answer) {
            answers.add(answer);
        }
    };
    private HttpServer server;

    DevelopmentTests() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws Exception {
        server.createContext("/operator/v1/plugins", exchange -> {
            received.add(new Received(
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Signatures.generate(folder);
        Files.writeString(folder.resolve("operator.token"), "secret\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Development development(Path jar) {
        String address = "http://localhost:" + server.getAddress().getPort();
        return new Development(jar, folder, address, InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000)));
    }

    @Test
    void jarIsSentSignedUnderAVersionBetweenThisReleaseAndTheNext() throws Exception {
        Path jar = SampleJar.sound().write(folder.resolve("loyalty.jar"));
        development(jar).once(listener);

        assertThat(answers)
                .singleElement()
                .satisfies(a -> assertThat(a.version()).isEqualTo("1.2.1-dev.1800000000"));
        Received sent = received.remove();
        assertThat(sent.authorization()).isEqualTo("Bearer secret");
        Path copy = folder.resolve("copy.jar");
        Files.write(copy, sent.part("jar"));
        Verification found = Verifier.verify(copy, Rules.standard());
        assertThat(found.findings()).isEmpty();
        Version version = found.manifest().orElseThrow().version();
        assertThat(version)
                .isGreaterThan(Version.of("1.2.0").orElseThrow())
                .isLessThan(Version.of("1.2.1").orElseThrow());
        Signatures.Line open = Signatures.Line.read(folder.resolve("plugin.pub"));
        var key = Signatures.publicKey(Base64.getEncoder().encodeToString(open.bytes()));
        Signatures.Line signature =
                Signatures.Line.parse(new String(sent.part("signature"), StandardCharsets.UTF_8), "sent");
        assertThat(Signatures.holds(copy, signature, key)).isTrue();
    }

    @Test
    void jarThatAServerWouldRefuseIsNotSent() throws Exception {
        Path jar = SampleJar.sound().code("System.exit(1); return o;").write(folder.resolve("loyalty.jar"));
        development(jar).once(listener);
        assertThat(received).isEmpty();
        assertThat(refused).hasSize(1);
    }

    @Test
    void eachBuildIsSentOnceWithinSeconds() throws Exception {
        Path jar = folder.resolve("loyalty.jar");
        Thread watching = new Thread(() -> {
            try {
                development(jar).watch(listener);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        watching.start();
        try {
            SampleJar.sound().write(jar);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(received.poll(1, TimeUnit.SECONDS)).isNull();
            SampleJar.sound().code("return o;").write(jar);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isNotNull();
        } finally {
            watching.interrupt();
            watching.join(5_000);
        }
        assertThat(watching.isAlive()).isFalse();
    }
}
