import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Orders by the API in closed loops: each client sends the next order when it has the answer to the last one. */
final class OrderPath {

    /** What one client sends. */
    interface Sender {

        /** The next request: how many orders it holds is {@link #orders()}. */
        byte[] next();

        /** Orders of an answer that were accepted; any other answer is an error. */
        int accepted(int status, Wire wire);
    }

    /** @param perSecond accepted orders; the times are of requests, in ms */
    record Cell(double perSecond, double p50, double p95, double p99) {}

    private final int port;

    OrderPath(int port) {
        this.port = port;
    }

    /** Lets all senders work and measures after the warm-up, as often as asked. */
    List<Cell> run(List<? extends Sender> senders, double warmUpSeconds, double seconds, int times) throws Exception {
        long from = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        long length = (long) (seconds * 1e9);
        long until = from + times * length;
        List<Future<long[][]>> running = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(senders.size())) {
            for (Sender sender : senders) {
                running.add(pool.submit(() -> loop(sender, from, until)));
            }
        }
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long begin = from + i * length;
            LongStream.Builder taken = LongStream.builder();
            long orders = 0;
            for (Future<long[][]> one : running) {
                long[][] rows = one.get();
                for (int k = 0; k < rows[0].length; k++) {
                    if (rows[0][k] >= begin && rows[0][k] < begin + length) {
                        taken.add(rows[1][k]);
                        orders += rows[2][k];
                    }
                }
            }
            long[] sorted = taken.build().sorted().toArray();
            cells.add(new Cell(orders / seconds, at(sorted, .5), at(sorted, .95), at(sorted, .99)));
        }
        return cells;
    }

    private static double at(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * part)] / 1e6;
    }

    /** End, duration and accepted orders of each request that counts. */
    private long[][] loop(Sender sender, long from, long until) throws IOException {
        LongStream.Builder ends = LongStream.builder();
        LongStream.Builder taken = LongStream.builder();
        LongStream.Builder accepted = LongStream.builder();
        try (Wire wire = new Wire(port)) {
            for (long start = System.nanoTime(); start < until; start = System.nanoTime()) {
                int status = wire.exchange(sender.next());
                long end = System.nanoTime();
                int orders = sender.accepted(status, wire);
                if (end >= from) {
                    ends.add(end);
                    taken.add(end - start);
                    accepted.add(orders);
                }
            }
        }
        return new long[][] {
            ends.build().toArray(), taken.build().toArray(), accepted.build().toArray()
        };
    }

    /** Orders of some lines each, one or many a request, over shops by turns. */
    static final class Placing implements Sender {

        private final List<OrderSeed.Shop> shops;
        private final int lines;
        private final int perRequest;
        private final int skus;

        /** @param skus lines take from the first so many */
        Placing(List<OrderSeed.Shop> shops, int lines, int perRequest, int skus) {
            this.shops = shops;
            this.lines = lines;
            this.perRequest = perRequest;
            this.skus = skus;
        }

        @Override
        public byte[] next() {
            var random = ThreadLocalRandom.current();
            OrderSeed.Shop shop = shops.get(random.nextInt(shops.size()));
            StringBuilder body = new StringBuilder(512 * perRequest);
            if (perRequest > 1) {
                body.append("{\"orders\":[");
            }
            for (int i = 0; i < perRequest; i++) {
                if (i > 0) {
                    body.append(',');
                }
                order(body, shop, random);
            }
            if (perRequest > 1) {
                body.append("]}");
            }
            return post(perRequest > 1 ? "/api/v1/orders/bulk" : "/api/v1/orders", shop.token(), body.toString());
        }

        private void order(StringBuilder body, OrderSeed.Shop shop, ThreadLocalRandom random) {
            body.append("{\"channelId\":\"").append(shop.channel()).append("\",\"externalId\":\"B")
                    .append(Long.toHexString(random.nextLong())).append(Long.toHexString(random.nextLong()))
                    .append("\",\"buyer\":{\"name\":\"Wang Fang\",\"phone\":\"13800000000\"},\"shipTo\":{\"name\":\"Wang Fang\","
                            + "\"phone\":\"13800000000\",\"country\":\"CN\",\"region\":\"330106\",\"street\":\"文三路 1 号\"},\"lines\":[");
            int first = random.nextInt(skus);
            for (int i = 0; i < lines; i++) {
                body.append(i == 0 ? "" : ",").append("{\"sku\":\"BENCH-")
                        .append((first + i * (skus / lines)) % skus + 1).append("\",\"quantity\":1}");
            }
            body.append("]}");
        }

        @Override
        public int accepted(int status, Wire wire) {
            if (perRequest == 1) {
                require(status == 201, status, wire);
                return 1;
            }
            require(status == 200, status, wire);
            int placed = wire.body().split("\"placed\"", -1).length - 1;
            require(placed == perRequest, status, wire);
            return placed;
        }
    }

    static void require(boolean right, int status, Wire wire) {
        if (!right) {
            throw new IllegalStateException("The server answered " + status + " " + wire.body());
        }
    }

    static byte[] post(String path, String token, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost:8090\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    /** For whoever works on it, against a server that runs already: port, jdbc URL, password of postgres, pepper. */
    public static void main(String[] args) throws Exception {
        var login = new java.util.Properties();
        login.setProperty("user", "postgres");
        login.setProperty("password", args[2]);
        try (var connection = java.sql.DriverManager.getConnection(args[1], login)) {
            OrderPath path = new OrderPath(Integer.parseInt(args[0]));
            String[] cells = args[4].split(",");
            double seconds = Double.parseDouble(args[5]);
            OrderSeed seed = new OrderSeed(connection, args[3]);
            for (String cell : cells) { // tenants:clients:lines:perRequest:skus
                int[] n = Arrays.stream(cell.split(":")).mapToInt(Integer::parseInt).toArray();
                List<OrderSeed.Shop> shops = seed.shops(n[0]);
                List<Placing> senders = new ArrayList<>();
                for (int i = 0; i < n[1]; i++) {
                    senders.add(new Placing(shops, n[2], n[3], n[4]));
                }
                path.run(senders, seconds, 0.1, 1);
                long[] before = cpu();
                List<Cell> got = path.run(senders, 0, seconds, 1);
                long[] after = cpu();
                double orders = got.getFirst().perSecond() * seconds;
                System.out.printf("%s: %.0f/s p50 %.1f p95 %.1f p99 %.1f ms | server %.3f pg %.3f load %.3f ms/order; all busy %.2f of 2%n", cell,
                        got.getFirst().perSecond(), got.getFirst().p50(), got.getFirst().p95(), got.getFirst().p99(),
                        (after[0] - before[0]) / orders, (after[1] - before[1]) / orders, (after[2] - before[2]) / orders, (after[3] - before[3]) / 1000.0 / seconds);
            }
        }
        System.exit(0);
    }

    /** Processor ms so far: servers, PostgreSQL on 25432, this process, whole machine. */
    private static long[] cpu() throws Exception {
        long[] sum = new long[4];
        java.util.Map<Long, Long> parents = new java.util.HashMap<>();
        java.util.Map<Long, Long> ticks = new java.util.HashMap<>();
        try (var files = java.nio.file.Files.list(java.nio.file.Path.of("/proc"))) {
            files.map(f -> f.getFileName().toString()).filter(n -> n.matches("\\d+")).forEach(n -> {
                try {
                    String text = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + n + "/stat"));
                    String[] f = text.substring(text.lastIndexOf(')') + 2).split(" ");
                    long t = 0;
                    for (int i = 11; i <= 14; i++) t += Long.parseLong(f[i]);
                    parents.put(Long.valueOf(n), Long.valueOf(f[1]));
                    ticks.put(Long.valueOf(n), t * 10);
                } catch (IOException _) { }
            });
        }
        long postmaster = -1;
        for (long pid : ticks.keySet()) {
            String line = Bench.Cpu.commandLine(pid);
            if (line.contains("app.jar") && line.contains("java")) sum[0] += ticks.get(pid);
            if (line.contains("-p 25432")) postmaster = pid;
        }
        for (long pid : ticks.keySet()) {
            if (pid == postmaster || parents.get(pid) == postmaster) sum[1] += ticks.get(pid);
        }
        sum[2] = ticks.get(ProcessHandle.current().pid());
        String[] total = java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/stat")).getFirst().split("\\s+");
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) sum[3] += Long.parseLong(total[i]) * 10;
        return sum;
    }
}
