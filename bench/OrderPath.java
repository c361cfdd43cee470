import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Requests in closed loops: each client sends the next one when it has the answer to the last one. */
final class OrderPath {

    /** What one client sends. */
    interface Sender {

        /** The next request. */
        byte[] next();

        /** How many orders the answer accepted; an answer that is none of those expected ends the bench. */
        int accepted(int status, Wire wire);

        /** False for one who is only there to be in the way of those who are measured. */
        default boolean counts() {
            return true;
        }
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
        List<Future<long[][]>> others = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(senders.size())) {
            for (Sender sender : senders) {
                Future<long[][]> one = pool.submit(() -> loop(sender, from, until));
                (sender.counts() ? running : others).add(one);
            }
        }
        for (Future<long[][]> one : others) {
            one.get(); // fails if it was answered with anything else than expected
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
            while (System.nanoTime() < until) {
                byte[] request = sender.next();
                long start = System.nanoTime();
                int status = wire.exchange(request);
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

    /** Asks for the same again and again; each answer is as long as the first one or nearly so, whose content was looked at. */
    static final class Asking implements Sender {

        private final byte[][] requests;
        private final int[] lengths;
        private int at;

        /** @param requests sent one after the other */
        Asking(byte[]... requests) {
            this.requests = requests;
            this.lengths = new int[requests.length];
        }

        @Override
        public byte[] next() {
            at = (at + 1) % requests.length;
            return requests[at];
        }

        @Override
        public int accepted(int status, Wire wire) {
            lengths[at] = lengths[at] == 0 ? wire.length() : lengths[at];
            require(status == 200 && wire.length() > 0.9 * lengths[at], status, wire);
            return 1;
        }
    }

    /** Does what another one does, at a steady rate or out of what is counted. */
    record Other(Sender sender, long pauseMillis, boolean counts) implements Sender {

        @Override
        public byte[] next() {
            try {
                Thread.sleep(pauseMillis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return sender.next();
        }

        @Override
        public int accepted(int status, Wire wire) {
            return sender.accepted(status, wire);
        }
    }

    /** Orders of some lines each, one or many a request, of any of the shops. */
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
            int first = random.nextInt(skus);
            OrderPath.order(
                    body, shop, IntStream.range(0, lines).map(i -> (first + i * (skus / lines)) % skus + 1).toArray());
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

    /** Adds an order of one unit of each of these SKUs. */
    static void order(StringBuilder body, OrderSeed.Shop shop, int... skus) {
        var random = ThreadLocalRandom.current();
        body.append("{\"channelId\":\"").append(shop.channel()).append("\",\"externalId\":\"B")
                .append(Long.toHexString(random.nextLong())).append(Long.toHexString(random.nextLong()))
                .append("\",\"buyer\":{\"name\":\"Wang Fang\",\"phone\":\"13800000000\"},\"shipTo\":{\"name\":\"Wang Fang\","
                        + "\"phone\":\"13800000000\",\"country\":\"CN\",\"region\":\"330106\",\"street\":\"文三路 1 号\"},\"lines\":[");
        for (int i = 0; i < skus.length; i++) {
            body.append(i == 0 ? "" : ",").append("{\"sku\":\"BENCH-").append(skus[i]).append("\",\"quantity\":1}");
        }
        body.append("]}");
    }

    static void require(boolean right, int status, Wire wire) {
        if (!right) {
            throw new IllegalStateException("The server answered " + status + " " + wire.body());
        }
    }

    static byte[] get(String path, String token) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] post(String path, String token, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer " + token
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }
}
