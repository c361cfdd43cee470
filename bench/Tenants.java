import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What a server keeps in memory and how long a page of a workspace takes, with few other workspaces and with very many. */
final class Tenants {

    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int SKUS = 3;

    private final Bench bench;

    Tenants(Bench bench) {
        this.bench = bench;
    }

    /** @param heap after a collection, in MB; @param page of the middle one of five, in ms */
    private record State(double heap, double page, String pages) {}

    void measure() throws Exception {
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        State few = state(FEW);
        bench.restart("--demo");
        State many = state(MANY);
        double more = many.heap() - few.heap();
        bench.add(
                String.format(Locale.ROOT, "heap, from %d to %,d tenants", FEW, MANY),
                String.format(Locale.ROOT, "%.0f MB, %.0f MB: %.0f MB more", few.heap(), many.heap(), more),
                "< 50 MB more",
                more < 50,
                before);
        double slower = many.page() / few.page();
        bench.add(
                String.format(Locale.ROOT, "pages, from %d to %,d tenants", FEW, MANY),
                String.format(
                        Locale.ROOT,
                        "p50 %.1f ms (%s), %.1f ms (%s): %.2f x",
                        few.page(),
                        few.pages(),
                        many.page(),
                        many.pages(),
                        slower),
                "<= 1.2 x",
                slower <= 1.2,
                before);
    }

    /** Each tenant is used once, as a program and, the first one, by people too; then the garbage is taken away. */
    private State state(int tenants) throws Exception {
        Bench.progress(tenants + " workspaces");
        List<OrderSeed.Shop> shops = bench.seed(seed -> seed.shops(tenants, SKUS));
        OrderSeed.Shop shop = shops.getLast();
        use(shops);
        List<OrderPath.Asking> people = bench.sessions(shop, Bench.CLIENTS).stream()
                .map(session -> new OrderPath.Asking(
                        Lists.page("/w/" + shop.slug(), session), Lists.page("/w/" + shop.slug() + "/orders", session)))
                .toList();
        OrderPath path = new OrderPath(Bench.APP.getPort());
        Bench.progress("Warming up");
        path.run(people, Bench.WARM_UP.toMillis() / 1e3, 0.1, 1);
        Bench.Cells cells = bench.cells(path, "pages, " + tenants + " tenants", people);
        use(shops);
        List<Double> times = cells.cells().stream().map(OrderPath.Cell::p50).toList();
        return new State(
                bench.heap(),
                Bench.middle(times),
                String.join(" ", times.stream().map(t -> String.format(Locale.ROOT, "%.1f", t)).toList()));
    }

    private static void use(List<OrderSeed.Shop> shops) throws IOException {
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            for (OrderSeed.Shop shop : shops) {
                StringBuilder body = new StringBuilder();
                OrderPath.order(body, shop, 1, 2, 3);
                int status = wire.exchange(OrderPath.post("/api/v1/orders", shop.token(), body.toString()));
                OrderPath.require(status == 201, status, wire);
                status = wire.exchange(OrderPath.get("/api/v1/orders", shop.token()));
                OrderPath.require(status == 200, status, wire);
            }
        }
    }
}
