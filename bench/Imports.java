import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of 100,000 rows: how long it takes to bring them in, and what the server has in memory meanwhile. */
final class Imports {

    private static final int ROWS = 100_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern MAPPING = Pattern.compile("\"mapping\":(\\{[^}]*\\})");
    private static final Pattern FAULTY = Pattern.compile("\"run\":\\{[^}]*\"faulty\":(\\d+)");

    private final Bench bench;
    private final HttpClient client = HttpClient.newHttpClient();

    Imports(Bench bench) {
        this.bench = bench;
    }

    /** @param what it is called in the table */
    private record Kind(String name, String what, String header, String options, IntFunction<String> row) {}

    /** Products first: the others speak of them. */
    private static final List<Kind> KINDS = List.of(
            new Kind("products", "products", "sku,title_en,title_zh,price", "{}", i -> "IMP-" + i + ",Product " + i + ",商品 " + i + ",10.00"),
            new Kind(
                    "products",
                    "other titles and weights of products",
                    "sku,title_en,title_zh,weight_g",
                    "{}",
                    i -> "IMP-" + i + ",Article " + i + ",物品 " + i + "," + (i % 1_000 + 1)),
            new Kind("prices", "prices", "sku,price", "{}", i -> "IMP-" + i + ",12.50"),
            new Kind(
                    "stock",
                    "stock",
                    "sku,location,units",
                    "{\"meaning\":\"count\"}",
                    i -> "IMP-" + i + ",HZ-DC,1000"),
            new Kind(
                    "customers",
                    "customers",
                    "number,name,phone,email",
                    "{}",
                    i -> "C-" + i + ",王芳 " + i + ",138" + String.format(Locale.ROOT, "%08d", i) + ",c" + i + "@example.com"),
            new Kind(
                    "orders",
                    "orders",
                    "order_number,channel,sku,quantity,ship_name,ship_phone,ship_province,ship_city,ship_district,ship_street",
                    "{}",
                    i -> "O-" + i + ",direct,BENCH-" + (i % 200 + 1) + ",1,王芳,13800000000,浙江省,杭州市,西湖区,文三路 1 号"));

    void measure() throws Exception {
        List<OrderSeed.Shop> shops = bench.seed(seed -> seed.shops(1, OrderSeed.SKUS));
        String token = shops.getFirst().token();
        for (Kind kind : KINDS) {
            Bench.progress("Import of " + kind.what());
            one(kind, token);
        }
    }

    private void one(Kind kind, String token) throws Exception {
        Path file = Files.createTempFile("bench-import", ".csv");
        try (var out = Files.newBufferedWriter(file)) {
            out.write(kind.header());
            for (int i = 0; i < ROWS; i++) {
                out.write('\n');
                out.write(kind.row().apply(i));
            }
        }
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        long begin = System.nanoTime();
        HttpResponse<String> uploaded = send(
                HttpRequest.newBuilder(at("?kind=" + kind.name())).header("Content-Type", "text/csv").POST(BodyPublishers.ofFile(file)),
                token);
        require(uploaded, 201);
        Files.delete(file);
        String id = "/" + found(ID, uploaded.body());
        require(
                send(
                        HttpRequest.newBuilder(at(id + "/check"))
                                .header("Content-Type", "application/json")
                                .header("If-Match", "\"0\"")
                                .POST(BodyPublishers.ofString("{\"mapping\":" + found(MAPPING, uploaded.body()) + ",\"options\":"
                                        + kind.options() + "}", StandardCharsets.UTF_8)),
                        token),
                202);
        long most = await(id, "checked", token, 0);
        double checked = (System.nanoTime() - begin) / 1e9;
        require(send(HttpRequest.newBuilder(at(id + "/start")).POST(BodyPublishers.noBody()), token), 202);
        most = await(id, "done", token, most);
        double seconds = (System.nanoTime() - begin) / 1e9;
        String faulty = found(FAULTY, send(HttpRequest.newBuilder(at(id)), token).body());
        bench.add(
                "import of 100,000 rows: " + kind.what(),
                String.format(
                        Locale.ROOT,
                        "%.0f s (%.0f s to the end of the check), %.0f rows/s, RSS at most %d MiB, %s faulty",
                        seconds,
                        checked,
                        ROWS / seconds,
                        most / 1024,
                        faulty),
                "< 180 s",
                seconds < 180 && faulty.equals("0"),
                before);
    }

    private static URI at(String path) {
        return Bench.APP.resolve("/api/v1/imports" + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String token) throws Exception {
        return client.send(
                request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void require(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException("The server answered " + answer.statusCode() + " " + answer.body());
        }
    }

    private static String found(Pattern pattern, String body) {
        Matcher found = pattern.matcher(body);
        if (!found.find()) {
            throw new IllegalStateException("Not in the answer: " + pattern + " " + body);
        }
        return found.group(1);
    }

    /** @return the largest resident memory of the server seen so far, KiB */
    private long await(String id, String state, String token, long before) throws Exception {
        long most = before;
        long until = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < until) {
            String body = send(HttpRequest.newBuilder(at(id)), token).body();
            if (found(STATE, body).equals(state)) {
                return most;
            }
            for (String line : Files.readAllLines(Path.of("/proc/" + bench.server().pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    most = Math.max(most, Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("The import did not end in " + LONGEST);
    }
}
