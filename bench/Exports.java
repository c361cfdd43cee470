import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of very many orders as a file, and all that their workspace has: how fast, and with how much memory. */
final class Exports {

    private static final int ORDERS = 1_000_000;
    private static final int RATE = 5_000;
    private static final int MOST_MIB = 800;

    private final Bench bench;
    private final HttpClient http = HttpClient.newHttpClient();

    Exports(Bench bench) {
        this.bench = bench;
    }

    /** @param most MiB that the server had at most meanwhile */
    private record Run(double seconds, long rows, long bytes, long most) {}

    void measure() throws Exception {
        Bench.progress("A workspace with " + ORDERS + " orders");
        OrderSeed.Shop shop = bench.seed(seed -> seed.shops(10, OrderSeed.SKUS)).getFirst();
        String order = Lists.place(shop);
        bench.seed(seed -> {
            seed.orders(shop, order, 0, ORDERS);
            seed.allow("settings.export");
            return null;
        });
        report("list of orders, by a job", shop, "", "{\"list\":\"orders\"}", "csv", "xlsx");
        report("whole workspace, by a job", shop, "/workspace", "", "zip");
    }

    private void report(String figure, OrderSeed.Shop shop, String path, String body, String... formats) throws Exception {
        Bench.progress(figure);
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        long begun = System.nanoTime();
        String id = one(send(shop, "POST", "/api/v1/exports" + path, body), "\"id\":\"([0-9a-f-]{36})\"");
        long most = 0;
        String state;
        String said;
        do {
            Thread.sleep(250);
            most = Math.max(most, resident());
            said = send(shop, "GET", "/api/v1/exports/" + id, "");
            state = one(said, "\"state\":\"(\\w+)\"");
        } while (state.equals("waiting") || state.equals("running"));
        if (!state.equals("ready")) {
            throw new IllegalStateException(said);
        }
        long rows = Long.parseLong(one(said, "\"rows\":(\\d+)"));
        add(figure, new Run((System.nanoTime() - begun) / 1e9, rows, 0, most), before);
        for (String format : formats) {
            before = Bench.Cpu.now(bench.work);
            add(figure + ", fetched as " + format, fetch(shop, id, format, rows), before);
        }
    }

    private void add(String figure, Run run, Bench.Cpu before) throws IOException {
        double rate = run.rows() / run.seconds();
        bench.add(
                figure,
                String.format(
                        Locale.ROOT,
                        "%,d rows in %.0f s, %.0f/s, %d MB, server at most %d MiB",
                        run.rows(),
                        run.seconds(),
                        rate,
                        run.bytes() / 1_000_000,
                        run.most()),
                ">= %d/s, < %d MiB".formatted(RATE, MOST_MIB),
                rate >= RATE && run.most() < MOST_MIB,
                before);
    }

    private Run fetch(OrderSeed.Shop shop, String id, String format, long rows) throws Exception {
        long begun = System.nanoTime();
        long most = 0;
        long bytes = 0;
        String query = format.equals("zip") ? "" : "?format=" + format;
        HttpResponse<InputStream> answer = http.send(
                request(shop, "/api/v1/exports/" + id + "/file" + query).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Answered with " + answer.statusCode());
        }
        byte[] some = new byte[1 << 16];
        try (InputStream in = answer.body()) {
            long next = 0;
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                bytes += read;
                if (bytes >= next) {
                    most = Math.max(most, resident());
                    next = bytes + (8 << 20);
                }
            }
        }
        return new Run((System.nanoTime() - begun) / 1e9, rows, bytes, most);
    }

    private long resident() throws IOException {
        return Bench.number(java.nio.file.Path.of("/proc/" + bench.server().pid() + "/status"), "VmRSS") / 1024;
    }

    private String send(OrderSeed.Shop shop, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = http.send(
                request(shop, path).method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(path + " was answered with " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static HttpRequest.Builder request(OrderSeed.Shop shop, String path) {
        return HttpRequest.newBuilder(URI.create(Bench.APP + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + shop.token());
    }

    private static String one(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(text);
        }
        return matcher.group(1);
    }
}
