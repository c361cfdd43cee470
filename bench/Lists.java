import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The list of orders of a workspace, by API and as a page, with few orders in it and with very many. */
final class Lists {

    private static final int FEW = 10_000;
    private static final int MANY = 1_000_000;
    private static final int SHOWN = 50;
    private static final double SLOWER = 1.3;

    private final Bench bench;

    Lists(Bench bench) {
        this.bench = bench;
    }

    void measure() throws Exception {
        Bench.progress("A workspace with " + FEW + " orders");
        OrderSeed.Shop shop = bench.seed(seed -> seed.shops(10, OrderSeed.SKUS)).getFirst();
        String order = place(shop);
        fill(shop, order, 0, FEW);
        List<OrderPath.Asking> programs = Stream.generate(
                        () -> new OrderPath.Asking(OrderPath.get("/api/v1/orders?include=lines&limit=" + SHOWN, shop.token())))
                .limit(Bench.CLIENTS)
                .toList();
        List<OrderPath.Asking> people = bench.sessions(shop, Bench.CLIENTS).stream()
                .map(session -> new OrderPath.Asking(page("/w/" + shop.slug() + "/orders", session)))
                .toList();
        look(programs.getFirst(), "\"number\":\"");
        look(people.getFirst(), "class=\"num c-side\"");
        OrderPath path = new OrderPath(Bench.APP.getPort());
        Bench.progress("Warming up");
        path.run(Stream.concat(programs.stream(), people.stream()).toList(), Bench.WARM_UP.toMillis() / 1e3, 0.1, 1);
        double list = measure(path, list(FEW), programs, 400, 0, 0);
        double page = measure(path, page(FEW), people, 100, 100, 0);
        Bench.progress("The same workspace with " + MANY + " orders");
        fill(shop, order, FEW, MANY);
        measure(path, list(MANY), programs, 400, 0, list);
        measure(path, page(MANY), people, 100, 100, page);
    }

    private static String list(int orders) {
        return String.format(Locale.ROOT, "list of %d orders as JSON, %,d orders", SHOWN, orders);
    }

    private static String page(int orders) {
        return String.format(Locale.ROOT, "orders page, %,d orders", orders);
    }

    private void fill(OrderSeed.Shop shop, String order, int from, int until) throws Exception {
        bench.seed(seed -> {
            seed.orders(shop, order, from, until);
            return null;
        });
    }

    static String place(OrderSeed.Shop shop) throws IOException {
        StringBuilder body = new StringBuilder();
        OrderPath.order(body, shop, 1, 2, 3);
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            int status = wire.exchange(OrderPath.post("/api/v1/orders", shop.token(), body.toString()));
            Matcher id = Pattern.compile("^\\{\"id\":\"([0-9a-f-]{36})\"").matcher(wire.body());
            OrderPath.require(status == 201 && id.find(), status, wire);
            return id.group(1);
        }
    }

    static byte[] page(String path, String session) {
        return Bench.pageRequest(path, session, "identity");
    }

    /** Sees that the answer has as many orders as it should; under load only its length is looked at. */
    private static void look(OrderPath.Sender sender, String once) throws IOException {
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            int status = wire.exchange(sender.next());
            OrderPath.require(
                    status == 200 && wire.body().split(Pattern.quote(once), -1).length - 1 >= SHOWN, status, wire);
        }
    }

    /** @param p99 in ms, 0 = any; @param few per second with few orders, 0 = these are the few */
    private double measure(
            OrderPath path, String figure, List<OrderPath.Asking> clients, double rate, double p99, double few)
            throws Exception {
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        Bench.Cells cells = bench.cells(path, figure, clients);
        OrderPath.Cell middle = cells.middle();
        double slower = few == 0 ? 1 : few / middle.perSecond();
        bench.add(
                figure + ", " + Bench.CLIENTS + " clients",
                String.format(
                                Locale.ROOT,
                                "%.0f/s (%s), p50 %.0f ms, p99 %.0f ms, server %.1f ms",
                                middle.perSecond(),
                                cells.all(),
                                middle.p50(),
                                middle.p99(),
                                cells.server())
                        + (few == 0 ? "" : String.format(Locale.ROOT, ", %.2f x slower", slower)),
                ">= %.0f/s".formatted(rate) + (p99 == 0 ? "" : ", p99 < %.0f ms".formatted(p99)) + (few == 0 ? "" : ", <= 1.3 x slower"),
                middle.perSecond() >= rate && (p99 == 0 || middle.p99() < p99) && slower <= SLOWER,
                before);
        return middle.perSecond();
    }
}
