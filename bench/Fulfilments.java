import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The list of what locations have to send, and the home page, of a workspace with very many orders. */
final class Fulfilments {

    private static final int ORDERS = 1_000_000;
    private static final int SHOWN = 50;
    private static final double RATE = 100;
    private static final double P99_MILLIS = 100;
    private static final double HOME_MILLIS = 300;
    private static final int WARM = 100;
    private static final int TIMES = 50;
    private static final int WRITES = 20;
    private static final long COUNTED_WITHIN_NANOS = 30 * 60 * 1_000_000_000L;

    private final Bench bench;

    Fulfilments(Bench bench) {
        this.bench = bench;
    }

    void measure() throws Exception {
        Bench.progress("A workspace with " + ORDERS + " orders and as many fulfilment orders");
        OrderSeed.Shop shop = bench.seed(seed -> seed.shops(10, OrderSeed.SKUS)).getFirst();
        String order = Lists.place(shop);
        bench.seed(seed -> {
            seed.orders(shop, order, 0, ORDERS);
            seed.fulfilments(shop);
            return null;
        });
        List<String> sessions = bench.sessions(shop, Bench.CLIENTS);
        list(shop, sessions);
        count(shop);
        home(shop, sessions.getFirst());
    }

    private void list(OrderSeed.Shop shop, List<String> sessions) throws Exception {
        List<OrderPath.Asking> people = sessions.stream()
                .map(session -> new OrderPath.Asking(Lists.page("/w/" + shop.slug() + "/fulfilments", session)))
                .toList();
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            int status = wire.exchange(people.getFirst().next());
            int rows = wire.body().split(Pattern.quote("<tr data-row"), -1).length - 1;
            OrderPath.require(status == 200 && rows == SHOWN, status, wire);
        }
        Bench.progress("Warming up");
        OrderPath path = new OrderPath(Bench.APP.getPort());
        path.run(people, Bench.WARM_UP.toMillis() / 1e3, 0.1, 1);
        String figure = String.format(Locale.ROOT, "fulfilment list page, %,d of them", ORDERS);
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        Bench.Cells cells = bench.cells(path, figure, people);
        OrderPath.Cell middle = cells.middle();
        bench.add(
                figure + ", " + Bench.CLIENTS + " clients",
                String.format(
                        Locale.ROOT,
                        "%.0f/s (%s), p50 %.0f ms, p99 %.0f ms, server %.1f ms",
                        middle.perSecond(),
                        cells.all(),
                        middle.p50(),
                        middle.p99(),
                        cells.server()),
                ">= %.0f/s, p99 < %.0f ms".formatted(RATE, P99_MILLIS),
                middle.perSecond() >= RATE && middle.p99() < P99_MILLIS,
                before);
    }

    /** Orders that were written by SQL are in no figure until all are counted anew. */
    private void count(OrderSeed.Shop shop) throws Exception {
        Bench.progress("Counting the figures");
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            int status = wire.exchange(OrderPath.post("/api/v1/metrics/recount", shop.token(), ""));
            OrderPath.require(status == 202, status, wire);
            long end = System.nanoTime() + COUNTED_WITHIN_NANOS;
            do {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("The figures were not counted in time.");
                }
                Thread.sleep(1_000);
                status = wire.exchange(OrderPath.get("/api/v1/metrics", shop.token()));
                OrderPath.require(status == 200, status, wire);
            } while (!wire.body().contains("\"complete\":true"));
        }
    }

    private void home(OrderSeed.Shop shop, String session) throws Exception {
        byte[] home = Bench.pageRequest("/w/" + shop.slug(), session, "gzip");
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            for (int i = 0; i < WARM; i++) {
                time(wire, home);
            }
            Bench.Cpu before = Bench.Cpu.now(bench.work);
            double[] warm = new double[TIMES];
            for (int i = 0; i < TIMES; i++) {
                warm[i] = time(wire, home);
            }
            add("home page, %,d orders, warm".formatted(ORDERS), warm, before);
            before = Bench.Cpu.now(bench.work);
            double[] first = new double[WRITES];
            for (int i = 0; i < WRITES; i++) {
                Lists.place(shop);
                first[i] = time(wire, home);
            }
            add("home page, %,d orders, the first after a new one".formatted(ORDERS), first, before);
        }
    }

    private static double time(Wire wire, byte[] request) throws IOException {
        long begin = System.nanoTime();
        int status = wire.exchange(request);
        OrderPath.require(status == 200, status, wire);
        return (System.nanoTime() - begin) / 1e6;
    }

    private void add(String figure, double[] millis, Bench.Cpu before) throws IOException {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        double most = sorted[sorted.length - 1];
        bench.add(
                figure,
                String.format(Locale.ROOT, "%.0f ms, at most %.0f ms of %d", sorted[sorted.length / 2], most, sorted.length),
                "< %.0f ms".formatted(HOME_MILLIS),
                most < HOME_MILLIS,
                before);
    }
}
