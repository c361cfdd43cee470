import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** More people want units than there are: nobody may get what is not there, or hear that it is gone while it is there. */
final class Sale {

    private static final int ROUNDS = 5;
    private static final int BUYERS = 64;
    private static final int UNITS = 1_000;
    private static final int TRIES = 20_000;
    private static final int SCARCE = 90;
    private static final int UNITS_OF_SCARCE = 100;
    private static final Pattern ERROR = Pattern.compile("\"field\":\"([^\"]*)\",\"code\":\"([^\"]*)\"");
    private static final Pattern SHORT_LINE = Pattern.compile("/lines/(\\d+)/quantity");

    private final Bench bench;
    private List<OrderSeed.Shop> shops = List.of();

    Sale(Bench bench) {
        this.bench = bench;
    }

    void measure() throws Exception {
        Bench.progress("Workspaces that sell");
        shops = bench.seed(seed -> seed.shops(10 + 2 * ROUNDS, OrderSeed.SKUS));
        Bench.progress("Warming up");
        warmUp(Bench.APP.getPort());
        beside();
        scarce();
        bench.restart("--demo", "--servers", "2");
        Bench.progress("Warming up two servers");
        int[] ports = {Bench.APP.getPort() + 1, Bench.APP.getPort() + 2};
        try (ExecutorService both = Executors.newFixedThreadPool(ports.length)) {
            List<Future<?>> running = new ArrayList<>();
            for (int port : ports) {
                running.add(both.submit(() -> {
                    warmUp(port);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
        flash(ports);
    }

    private void warmUp(int port) throws Exception {
        new OrderPath(port).run(Bench.placing(shops.subList(0, 10), 32, 3, 1), Bench.WARM_UP.toMillis() / 1e3, 0.1, 1);
    }

    /** Eight steady clients of nine tenants, alone and beside 32 who buy the same of a tenth. */
    private void beside() throws Exception {
        Bench.progress("Other tenants beside a sale");
        OrderPath path = new OrderPath(Bench.APP.getPort());
        List<OrderPath.Sender> steady = new ArrayList<>();
        for (OrderPath.Sender one : Bench.placing(shops.subList(1, 10), Bench.CLIENTS, 3, 1)) {
            steady.add(new OrderPath.Other(one, 50, true));
        }
        List<OrderPath.Sender> both = new ArrayList<>(steady);
        Stream.generate(() -> new OrderPath.Other(new OrderPath.Placing(shops.subList(0, 1), 1, 1, 1), 0, false))
                .limit(32)
                .forEach(both::add);
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        List<Double> alone = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            alone.add(path.run(steady, Bench.CELL / 5, Bench.CELL, 1).getFirst().p95());
            beside.add(path.run(both, Bench.CELL / 5, Bench.CELL, 1).getFirst().p95());
        }
        double factor = Bench.middle(beside) / Bench.middle(alone);
        bench.add(
                "p95 of other tenants beside a flash sale",
                String.format(
                        Locale.ROOT,
                        "%.0f ms (%s) alone, %.0f ms (%s) beside, %.2f x",
                        Bench.middle(alone),
                        Bench.all(alone),
                        Bench.middle(beside),
                        Bench.all(beside),
                        factor),
                "< 1.5 x",
                factor < 1.5,
                before);
    }

    /** @param skus of its lines; {@code lacking} are those that the answer says there are too few of; times in ns */
    private record Try(long start, long end, int[] skus, boolean sold, boolean rightCode, List<Integer> lacking) {}

    /** All clients try until there is nothing more to try. */
    private List<Try> tries(int clients, int[] ports, OrderSeed.Shop shop, Supplier<Optional<int[]>> next, Set<Integer> left)
            throws Exception {
        var all = new ConcurrentLinkedQueue<Try>();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                int port = ports[i % ports.length];
                running.add(pool.submit(() -> {
                    try (Wire wire = new Wire(port)) {
                        for (var skus = next.get(); skus.isPresent(); skus = next.get()) {
                            Try one = send(wire, shop, skus.get());
                            all.add(one);
                            left.removeAll(one.lacking());
                        }
                    }
                    return null;
                }));
            }
        }
        for (Future<?> one : running) {
            one.get();
        }
        return List.copyOf(all);
    }

    private static Try send(Wire wire, OrderSeed.Shop shop, int... skus) throws IOException {
        StringBuilder body = new StringBuilder(512);
        OrderPath.order(body, shop, skus);
        byte[] request = OrderPath.post("/api/v1/orders", shop.token(), body.toString());
        long start = System.nanoTime();
        int status = wire.exchange(request);
        long end = System.nanoTime();
        List<Integer> lacking = new ArrayList<>();
        boolean right = status == 201;
        if (status == 409) {
            Matcher error = ERROR.matcher(wire.body());
            right = true;
            while (error.find()) {
                Matcher line = SHORT_LINE.matcher(error.group(1));
                if (error.group(2).equals("order/short") && line.matches()) {
                    lacking.add(skus[Integer.parseInt(line.group(1))]);
                } else {
                    right = false;
                }
            }
            right &= !lacking.isEmpty();
        }
        if (!right) {
            Bench.progress("  answered " + status + " " + wire.body());
        }
        return new Try(start, end, skus, status == 201, right, lacking);
    }

    /** Orders of three of ninety SKUs until at most two SKUs are left. */
    private void scarce() throws Exception {
        Bench.progress(SCARCE + " scarce SKUs");
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        List<Long> sold = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        List<Long> over = new ArrayList<>();
        boolean exact = true;
        for (int i = 0; i < ROUNDS; i++) {
            OrderSeed.Shop shop = shops.get(10 + i);
            Set<Integer> left = ConcurrentHashMap.newKeySet();
            IntStream.rangeClosed(1, SCARCE).forEach(left::add);
            bench.seed(seed -> {
                seed.scarce(shop, 1, SCARCE, 2, UNITS_OF_SCARCE);
                return null;
            });
            List<Try> tries = tries(32, new int[] {Bench.APP.getPort()}, shop, () -> three(left), left);
            Map<Integer, OrderSeed.Units> units = bench.seed(seed -> seed.units(shop, 1, SCARCE));
            long faulty = bench.seed(seed -> seed.wrongLevels(shop, 1, SCARCE));
            sold.add(tries.stream().filter(Try::sold).count());
            refused.add(tries.stream().filter(t -> !t.sold()).count());
            // units only become fewer: what is left now was there when somebody heard that it was not
            wrong.add(tries.stream()
                    .filter(t -> !t.sold()
                            && (!t.rightCode() || t.lacking().stream().anyMatch(sku -> units.get(sku).free() > 0)))
                    .count());
            over.add(units.values().stream().mapToLong(OrderSeed.Units::free).sum());
            exact &= faulty == 0
                    && units.values().stream().mapToLong(OrderSeed.Units::held).sum() == 3 * sold.getLast();
        }
        bench.add(
                SCARCE + " scarce SKUs, 3 lines an order, until dry",
                "sold %s, refused %s, wrong %s, units left %s, sums %s"
                        .formatted(Bench.all(sold), Bench.all(refused), Bench.all(wrong), Bench.all(over), exact ? "exact" : "WRONG"),
                "sums exact, 0 wrong",
                exact && wrong.stream().allMatch(n -> n == 0),
                before);
    }

    private static Optional<int[]> three(Set<Integer> left) {
        int[] skus = left.stream().mapToInt(i -> i).toArray();
        if (skus.length < 3) {
            return Optional.empty();
        }
        var random = ThreadLocalRandom.current();
        for (int i = 0; i < 3; i++) {
            int other = random.nextInt(i, skus.length);
            int sku = skus[i];
            skus[i] = skus[other];
            skus[other] = sku;
        }
        return Optional.of(Arrays.copyOf(skus, 3));
    }

    /** A thousand units of one SKU and twenty thousand who want one, at two servers. */
    private void flash(int... ports) throws Exception {
        Bench.progress("Flash sale at two servers");
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        List<Long> sold = new ArrayList<>();
        List<Long> refused = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        List<Double> perSecond = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        boolean exact = true;
        for (int i = 0; i < ROUNDS; i++) {
            OrderSeed.Shop shop = shops.get(10 + ROUNDS + i);
            bench.seed(seed -> {
                seed.scarce(shop, 1, 1, 1, UNITS);
                return null;
            });
            var count = new AtomicInteger();
            List<Try> tries = tries(
                    BUYERS,
                    ports,
                    shop,
                    () -> count.getAndIncrement() < TRIES ? Optional.of(new int[] {1}) : Optional.empty(),
                    ConcurrentHashMap.newKeySet());
            long[] starts = tries.stream()
                    .filter(Try::sold)
                    .mapToLong(Try::start)
                    .sorted()
                    .toArray();
            // before the last buyer who got a unit had even asked, there was a unit left
            long gone = starts.length < UNITS ? Long.MAX_VALUE : starts[UNITS - 1];
            OrderSeed.Units units = bench.seed(seed -> seed.units(shop, 1, 1)).get(1);
            sold.add((long) starts.length);
            refused.add(tries.stream().filter(t -> !t.sold()).count());
            wrong.add(tries.stream()
                    .filter(t -> !t.sold() && (!t.rightCode() || t.end() < gone))
                    .count());
            exact &= bench.seed(seed -> seed.wrongLevels(shop, 1, 1)) == 0 && units.held() == starts.length && units.free() == 0;
            long[] taken = tries.stream().flatMapToLong(t -> LongStream.of(t.end() - t.start())).sorted().toArray();
            p99.add(taken[(int) (taken.length * 0.99)] / 1e6);
            perSecond.add(TRIES
                    * 1e9
                    / (tries.stream().mapToLong(Try::end).max().orElseThrow()
                            - tries.stream().mapToLong(Try::start).min().orElseThrow()));
        }
        bench.add(
                "flash sale, %d clients, 2 servers, %d tries".formatted(BUYERS, TRIES),
                String.format(
                        Locale.ROOT,
                        "sold %s, refused %s, wrong %s, sums %s, %.0f tries/s (%s), p99 %.0f ms",
                        Bench.all(sold),
                        Bench.all(refused),
                        Bench.all(wrong),
                        exact ? "exact" : "WRONG",
                        Bench.middle(perSecond),
                        Bench.all(perSecond),
                        Bench.middle(p99)),
                UNITS + " sold, 0 wrong",
                exact && sold.stream().allMatch(n -> n == UNITS) && wrong.stream().allMatch(n -> n == 0),
                before);
    }
}
