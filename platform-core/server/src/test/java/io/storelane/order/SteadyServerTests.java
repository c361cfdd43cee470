package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.ApiClient;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.SteadyLoad;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * A server that takes orders for a quarter of an hour has at the end what it had at the beginning: memory, threads and connections
 * stay as they are. The first part of the run, in which caches fill, is not judged.
 */
@Isolated
@EnabledIfSystemProperty(named = "storelane.long", matches = "true")
class SteadyServerTests extends ServerTests {

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("storelane.steady.minutes", 15));
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int SHOPS = 4;

    /** Orders a second of each shop. */
    private static final int PACE = 10;

    /** What is used after a full collection may grow by so much a minute: less than 110 bytes for each order. */
    private static final double MOST_BYTES_A_MINUTE = 256 * 1024;

    /** Those that come and go by themselves; a thread left over by requests or connections would be hundreds. */
    private static final long SOME_THREADS = 5;

    private static final int POOL = 16;
    private static final String APP = "pool=\"app\"";

    @Autowired
    ApplicationContext context;

    /** @param bytes used after a full collection */
    private record Sample(double minute, long threads, long connections, long active, long pending, long bytes) {}

    @Test
    void memoryThreadsAndConnectionsStayAsTheyAre() throws Exception {
        try (SecondServer server = SecondServer.start()) {
            List<SteadyLoad> loads = new ArrayList<>();
            List<ApiClient> readers = new ArrayList<>();
            for (int i = 0; i < SHOPS; i++) {
                shop(server, loads, readers);
            }
            loads.forEach(SteadyLoad::begin);
            List<Sample> samples = samples(server, readers);
            long sent = loads.stream()
                    .mapToLong(load -> {
                        List<SteadyLoad.Answer> answers = load.end();
                        assertThat(answers)
                                .allSatisfy(a -> assertThat(a.status()).isEqualTo(201));
                        return answers.size();
                    })
                    .sum();
            System.out.println("After " + sent + " orders: " + samples);

            assertThat(sent).isGreaterThan(SHOPS * PACE * LENGTH.toSeconds() * 9 / 10);
            List<Sample> judged = samples.subList(samples.size() / 5, samples.size());
            assertThat(growth(judged, Sample::bytes)).as("bytes a minute").isLessThan(MOST_BYTES_A_MINUTE);
            int third = judged.size() / 3;
            assertThat(most(judged.subList(judged.size() - third, judged.size())))
                    .as("threads at the end")
                    .isLessThanOrEqualTo(most(judged.subList(0, third)) + SOME_THREADS);
            assertThat(judged).allSatisfy(s -> {
                assertThat(s.connections()).isBetween(1L, (long) POOL);
                assertThat(s.pending()).as("who waits for a connection").isZero();
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> value(server, "hikaricp_connections_active", APP) == 0);
        }
    }

    private void shop(SecondServer server, List<SteadyLoad> loads, List<ApiClient> readers) {
        Stage stage = new Stage(context);
        Workspace workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        shop.stock(shop.goods("CUP", 1_000), shop.location("A", "", 1), 1_000_000);
        String token = stage.key(workspace.owner(), workspace, stage.top(workspace), Set.of())
                .token();
        readers.add(new ApiClient(token).at(server.address()));
        loads.add(new SteadyLoad(server.address() + "/api/v1/orders", token, PACE, """
                {"channelId": "%s", "buyer": {"name": "Wang Fang"}, "lines": [{"sku": "CUP", "quantity": 1}]}""".formatted(shop.channel("web"))));
    }

    private static List<Sample> samples(SecondServer server, List<ApiClient> readers) throws Exception {
        List<Sample> samples = new ArrayList<>();
        long begun = System.nanoTime();
        for (long n = 1; n <= LENGTH.dividedBy(PAUSE); n++) {
            readers.forEach(reader ->
                    assertThat(reader.get("/api/v1/orders?limit=50").status()).isEqualTo(200));
            SteadyLoad.sleep(PAUSE.multipliedBy(n).minusNanos(System.nanoTime() - begun));
            samples.add(new Sample(
                    (System.nanoTime() - begun) / 60e9,
                    value(server, "jvm_threads_live_threads", ""),
                    value(server, "hikaricp_connections", APP),
                    value(server, "hikaricp_connections_active", APP),
                    value(server, "hikaricp_connections_pending", APP),
                    usedBytes(server)));
        }
        return samples;
    }

    private static long value(SecondServer server, String name, String label) {
        String page = new ApiClient("")
                .at(server.address())
                .get("/actuator/prometheus")
                .body();
        Matcher line = Pattern.compile("^" + name + "(\\{[^}]*" + label + "[^}]*\\})? (\\S+)$", Pattern.MULTILINE)
                .matcher(page);
        assertThat(line.find()).as(name).isTrue();
        return (long) Double.parseDouble(line.group(2));
    }

    /** Has the server collect all garbage and count what is left. */
    private static long usedBytes(SecondServer server) throws IOException {
        Process count = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .start();
        String table = new String(count.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total =
                Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE).matcher(table);
        assertThat(total.find()).as(table).isTrue();
        return Long.parseLong(total.group(1));
    }

    private static long most(List<Sample> samples) {
        return samples.stream().mapToLong(Sample::threads).max().orElseThrow();
    }

    /** By how much it grows a minute: the slope of the line that lies nearest to the samples. */
    private static double growth(List<Sample> samples, ToDoubleFunction<Sample> value) {
        double minute = samples.stream().mapToDouble(Sample::minute).average().orElseThrow();
        double mean = samples.stream().mapToDouble(value).average().orElseThrow();
        double above = samples.stream()
                .mapToDouble(s -> (s.minute() - minute) * (value.applyAsDouble(s) - mean))
                .sum();
        double below = samples.stream()
                .mapToDouble(s -> (s.minute() - minute) * (s.minute() - minute))
                .sum();
        return above / below;
    }
}
