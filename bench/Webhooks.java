import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How soon a receiver has the event of an order, and how many it gets a second. */
final class Webhooks {

    private static final int STEADY = 500;
    private static final int FEW = 20;
    private static final int REQUESTS_PER_SECOND = 10;
    private static final double TARGET_MILLIS = 2_000;
    private static final Pattern TIME = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

    private final Bench bench;

    Webhooks(Bench bench) {
        this.bench = bench;
    }

    /** When a message came, and how long after its event was written, in ms. */
    private record Came(long at, double millis) {}

    void measure() throws Exception {
        Bench.progress("A workspace with a receiver");
        OrderSeed.Shop shop = bench.seed(seed -> seed.shops(1, OrderSeed.SKUS)).getFirst();
        Queue<Came> came = new ConcurrentLinkedQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            Matcher time = TIME.matcher(body);
            if (time.find()) {
                Duration taken = Duration.between(Instant.parse(time.group(1)), Instant.now());
                came.add(new Came(System.nanoTime(), taken.toNanos() / 1e6));
            }
        });
        receiver.start();
        try {
            Bench.progress("Warming up");
            send(shop, STEADY, Bench.CELL * 2);
            alone(shop);
            listen(shop, receiver.getAddress().getPort());
            send(shop, STEADY, Bench.CELL * 2);
            awaitAll(came, -1);
            figure(came, shop, FEW, "webhook of one in %d orders a second".formatted(FEW));
            figure(came, shop, STEADY, "webhooks of %d orders a second".formatted(STEADY));
        } finally {
            receiver.stop(0);
        }
    }

    private static void listen(OrderSeed.Shop shop, int port) throws IOException {
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            int status = wire.exchange(OrderPath.post("/api/v1/webhooks", shop.token(), """
                    {"name": "Bench", "url": "http://127.0.0.1:%d/", "types": ["order.placed"]}"""
                    .formatted(port)));
            OrderPath.require(status == 201, status, wire);
        }
    }

    /** What the same orders cost where nobody listens. */
    private void alone(OrderSeed.Shop shop) throws Exception {
        String name = "%d orders a second, no receiver".formatted(STEADY);
        Bench.progress(name);
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        double server = bench.serverMillis();
        double database = bench.databaseMillis();
        long orders = send(shop, STEADY, Bench.CELL * 6);
        bench.add(
                name,
                String.format(
                        Locale.ROOT,
                        "server %.2f ms, database %.2f ms an order",
                        (bench.serverMillis() - server) / orders,
                        (bench.databaseMillis() - database) / orders),
                "to compare",
                true,
                before);
    }

    private void figure(Queue<Came> came, OrderSeed.Shop shop, int perSecond, String name) throws Exception {
        Bench.progress(name);
        came.clear();
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        double server = bench.serverMillis();
        double database = bench.databaseMillis();
        long begin = System.nanoTime();
        long orders = send(shop, perSecond, Bench.CELL * 6);
        awaitAll(came, orders);
        server = bench.serverMillis() - server;
        database = bench.databaseMillis() - database;
        List<Came> all = List.copyOf(came);
        double[] times = all.stream().mapToDouble(Came::millis).sorted().toArray();
        double seconds = (all.stream().mapToLong(Came::at).max().orElse(begin) - begin) / 1e9;
        double rate = all.size() / seconds;
        double median = times[times.length / 2];
        bench.add(
                name,
                String.format(
                        Locale.ROOT,
                        "%d of %d, %.0f/s, p50 %.0f ms, p99 %.0f ms after the event, server %.2f ms, database %.2f ms an order",
                        all.size(),
                        orders,
                        rate,
                        median,
                        times[(int) (times.length * 0.99)],
                        server / orders,
                        database / orders),
                "all, >= %d/s, p50 < %.0f ms".formatted(Math.round(0.95 * perSecond), TARGET_MILLIS),
                all.size() == orders && rate >= 0.95 * perSecond && median < TARGET_MILLIS,
                before);
    }

    /** Places orders at a steady rate. @return how many */
    private static long send(OrderSeed.Shop shop, int perSecond, double seconds) throws Exception {
        var some = new OrderPath.Placing(List.of(shop), 3, perSecond / REQUESTS_PER_SECOND, OrderSeed.SKUS);
        long begin = System.nanoTime();
        long requests = Math.round(seconds * REQUESTS_PER_SECOND);
        long orders = 0;
        // a connection of its own each time: the server ends one on which nothing was asked for a while
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            for (long i = 0; i < requests; i++) {
                long wait = begin + (long) (i * 1e9 / REQUESTS_PER_SECOND) - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
                orders += some.accepted(wire.exchange(some.next()), wire);
            }
        }
        return orders;
    }

    /** Until so many have come, or nothing comes any more. */
    private static void awaitAll(Queue<Came> came, long orders) throws InterruptedException {
        int before = -1;
        for (int quiet = 0; quiet < 50 && came.size() != orders; quiet++) {
            if (came.size() != before) {
                quiet = 0;
                before = came.size();
            }
            Thread.sleep(100);
        }
    }
}
