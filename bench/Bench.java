import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Measures a local run and prints one table. Works on a copy of the project, which is removed at the end. */
final class Bench {

    static final URI APP = URI.create("http://localhost:8080");
    private static final URI MAIL = URI.create("http://localhost:18025");
    private static final int[] PORTS = {8080, 8081, 8082, 15432, 18180, 19000, 13025, 18025};
    private static final String PASSWORD = "Bench-" + UUID.randomUUID();
    static final String MARK = UUID.randomUUID().toString().substring(0, 8);
    static final int CLIENTS = 8;

    /** Parts of the usual times, to see whether all of it runs; what is measured with any but 1 says nothing. */
    private static final double PACE = Double.parseDouble(System.getProperty("pace", "1"));

    static final Duration WARM_UP = Duration.ofMillis((long) (60_000 * PACE));
    private static final Duration MEASURED = Duration.ofMillis((long) (30_000 * PACE));
    private static final double CELL_WARM_UP = 15 * PACE;
    static final double CELL = 10 * PACE;
    private static final int MEMBERS = 200;
    private static final int NODES = 150;
    private static final int SIGN_UPS = 50;
    private static final Pattern FORM = Pattern.compile("<form[^>]*\\baction=\"([^\"]*)\"");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern TOKEN_LINK = Pattern.compile("\"(https?:[^\"\\\\]*/login-actions/action-token[^\"\\\\]*)\"");

    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    final Path work;
    private final List<Row> rows = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> environment = new HashMap<>();

    /** Owners of shops who have signed up in this part of the run. */
    private final Map<String, Person> owners = new HashMap<>();

    private Process run;
    private Cpu begin;

    private Bench(Path work) {
        this.work = work;
    }

    /** @param others processors' worth of work that other processes did meanwhile */
    record Row(String figure, String measured, String target, boolean met, double others) {}

    public static void main(String[] args) throws Exception {
        if (!Files.isReadable(Path.of("/proc/stat"))) {
            fail("The bench reads /proc, so it needs Linux.");
        }
        for (int port : PORTS) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new java.net.InetSocketAddress("127.0.0.1", port));
            } catch (IOException e) {
                fail("Port " + port + " is taken. Stop what uses it (another ./run?), then try again.");
            }
        }
        Bench bench = new Bench(Files.createTempDirectory("storelane-bench"));
        Runtime.getRuntime().addShutdownHook(new Thread(bench::leave));
        try {
            bench.measure(args.length == 0 ? "" : args[0]);
            bench.print();
        } catch (Exception e) {
            System.err.println("The bench broke off: " + e);
            for (StackTraceElement at : e.getStackTrace()) {
                if (!at.getClassName().contains(".")) {
                    System.err.println("  at " + at);
                }
            }
            bench.tail();
            if (!bench.rows.isEmpty()) {
                bench.print();
            }
            System.exit(1);
        }
        System.exit(0);
    }

    private static void fail(String why) {
        System.err.println(why);
        System.exit(1);
    }

    static void progress(String what) {
        if (Boolean.getBoolean("progress")) {
            System.err.println(what);
        }
    }

    /** @param only the part to measure, see {@code bench/README.md}; empty for all but the orders */
    private void measure(String only) throws Exception {
        progress("Copying the project");
        copyProject();
        progress("First run (not measured)");
        switch (only) {
            case "" -> {
                start(Duration.ofMinutes(30));
                begin = Cpu.now(work);
                all();
            }
            case "pages" -> {
                start(Duration.ofMinutes(30));
                begin = Cpu.now(work);
                pages();
            }
            default -> ordered(only);
        }
    }

    /** Each part begins with the same data, and with a server of its own. */
    private void ordered(String only) throws Exception {
        List<String> parts = only.equals("orders") ? List.of("intake", "sale", "lists", "tenants") : List.of(only.split(","));
        if (!List.of("intake", "sale", "lists", "tenants", "webhooks", "import", "export", "fulfilment", "plugins").containsAll(parts)) {
            throw new IllegalArgumentException("There is no part " + only + ", see bench/README.md");
        }
        // new workspaces that take orders are copies of the one with sample data
        start(Duration.ofMinutes(30), "--demo");
        awaitSampleData();
        if (PACE >= 1) {
            awaitRecording();
        }
        stop();
        Path data = work.resolve(".storelane/run/postgres");
        Path kept = work.resolve("postgres.kept");
        copyAll(data, kept);
        begin = Cpu.now(work);
        for (String part : parts) {
            remove(data);
            copyAll(kept, data);
            owners.clear();
            start(Duration.ofMinutes(3), "--demo");
            switch (part) {
                case "intake" -> intake();
                case "sale" -> new Sale(this).measure();
                case "lists" -> new Lists(this).measure();
                case "webhooks" -> new Webhooks(this).measure();
                case "import" -> new Imports(this).measure();
                case "export" -> new Exports(this).measure();
                case "fulfilment" -> new Fulfilments(this).measure();
                case "plugins" -> new Plugins(this).measure();
                default -> new Tenants(this).measure();
            }
            stop();
        }
    }

    /** With the owners of the files: PostgreSQL may run as a user of its own. */
    private static void copyAll(Path from, Path to) throws Exception {
        if (new ProcessBuilder("cp", "-a", from.toString(), to.toString()).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("Could not copy " + from);
        }
    }

    /** Work to be done with the database as superuser. */
    interface Seeding<T> {
        T with(OrderSeed seed) throws Exception;
    }

    <T> T seed(Seeding<T> work) throws Exception {
        Properties secrets = secrets();
        try (URLClassLoader loader = driver();
                Connection connection = connect(loader, secrets)) {
            return work.with(new OrderSeed(connection, secrets.getProperty("api-pepper")));
        }
    }

    /** Ends the servers and starts others, on the same data. */
    void restart(String... options) throws Exception {
        stop();
        start(Duration.ofMinutes(3), options);
    }

    /** The same with other variables of the environment. */
    void restart(Map<String, String> more, String... options) throws Exception {
        environment.putAll(more);
        restart(options);
    }

    /** What opens the operators' door of the run. */
    String operatorToken() throws IOException {
        return secrets().getProperty("operator-token");
    }

    /** What the server's heap holds after a collection, in MB. */
    double heap() throws Exception {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        double sum = 0;
        int found = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1)) * 1024 / 1e6;
            found++;
        }
        if (found != 2) {
            throw new IllegalStateException("Neither a young nor an old generation in what jcmd says.");
        }
        return sum;
    }

    String jcmd(String command) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server().pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("jcmd said " + said);
        }
        return said;
    }

    /** Somebody who has signed up, signed in as often as asked; the cookies of each session. */
    List<String> sessions(OrderSeed.Shop shop, int count) throws Exception {
        Person person = owners.get(shop.slug());
        if (person == null) {
            person = new Person("owner-" + shop.slug() + "-" + MARK + "@example.com");
            person.signUp();
            person.signIn(); // from now on the server knows this person
            String email = person.email;
            seed(seed -> {
                seed.admit(email, shop);
                return null;
            });
            owners.put(shop.slug(), person);
        }
        List<String> sessions = new ArrayList<>();
        while (sessions.size() < count) {
            Browser browser = person.signIn();
            browser.get(APP.resolve("/w/" + shop.slug() + "/orders")).require(200, "</html>");
            sessions.add(browser.cookies(APP));
        }
        return sessions;
    }

    private void all() throws Exception {
        awaitRecording();
        stop();
        begin = Cpu.now(work);
        secondRun();
        memory();
        Person founder = new Person("founder-" + MARK + "@example.com");
        founder.signUp();
        formToFirstPage(founder.signIn());
        pages();
        signUps();
    }

    /** What the database does for such an order without any server, and what Storelane makes of it. */
    private void intake() throws Exception {
        progress("Workspaces that sell");
        Properties secrets = secrets();
        List<OrderSeed.Shop> shops = seed(seed -> seed.shops(1_000, OrderSeed.SKUS));
        double rt = limit("rt", secrets);
        limit("fn", secrets);
        double hot = limit("hot_rt", secrets);
        OrderPath path = new OrderPath(APP.getPort());
        progress("Warming up");
        path.run(placing(shops, 32, 3, 1), WARM_UP.toMillis() / 1e3, CELL, 1);
        for (int tenants : new int[] {1, 10, 1_000}) {
            List<OrderSeed.Shop> some = shops.subList(0, tenants);
            place(path, "one order a request, %d tenants, 32 clients".formatted(tenants), placing(some, 32, 3, 1), rt, 0.7, 60);
            place(path, "one order a request, %d tenants, 64 clients".formatted(tenants), placing(some, 64, 3, 1), rt, 0.9, 60);
        }
        place(path, "100 orders a request, 10 tenants, 8 clients", placing(shops.subList(0, 10), 8, 3, 100), rt, 2, 0);
        List<OrderPath.Placing> sale = Stream.generate(() -> new OrderPath.Placing(shops.subList(0, 1), 1, 1, 1))
                .limit(32)
                .toList();
        place(path, "one SKU of one tenant, 32 clients", sale, hot, 5, 60);
    }

    static List<OrderPath.Placing> placing(List<OrderSeed.Shop> shops, int clients, int lines, int perRequest) {
        return Stream.generate(() -> new OrderPath.Placing(shops, lines, perRequest, OrderSeed.SKUS))
                .limit(clients)
                .toList();
    }

    /** @param p99 in ms, 0 = any */
    private void place(
            OrderPath path, String figure, List<OrderPath.Placing> clients, double limit, double factor, double p99)
            throws Exception {
        Cpu before = Cpu.now(work);
        Cells cells = cells(path, figure, clients);
        OrderPath.Cell middle = cells.middle();
        String all = cells.all();
        double server = cells.server();
        add(
                figure,
                String.format(
                        Locale.ROOT,
                        "%.0f/s (%s), %.2f x, p99 %.0f ms, server %.2f ms",
                        middle.perSecond(),
                        all,
                        middle.perSecond() / limit,
                        middle.p99(),
                        server),
                ">= %s x".formatted(factor) + (p99 == 0 ? "" : ", p99 < %.0f ms".formatted(p99)),
                middle.perSecond() >= factor * limit && (p99 == 0 || middle.p99() < p99),
                before);
    }

    /** @param server its processor time for one accepted, in ms */
    record Cells(List<OrderPath.Cell> cells, double server) {

        OrderPath.Cell middle() {
            return cells.stream()
                    .sorted(Comparator.comparingDouble(OrderPath.Cell::perSecond))
                    .toList()
                    .get(cells.size() / 2);
        }

        String all() {
            return Bench.all(cells.stream().map(OrderPath.Cell::perSecond).toList());
        }
    }

    static String all(List<? extends Number> values) {
        return String.join(" ", values.stream().map(v -> String.format(Locale.ROOT, "%.0f", v.doubleValue())).toList());
    }

    static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Warms up and measures five times. */
    Cells cells(OrderPath path, String figure, List<? extends OrderPath.Sender> clients) throws Exception {
        progress(figure);
        path.run(clients, CELL_WARM_UP, CELL / 10, 1);
        double server = serverMillis();
        List<OrderPath.Cell> cells = path.run(clients, 0, CELL, 5);
        double accepted = cells.stream().mapToDouble(OrderPath.Cell::perSecond).sum() * CELL;
        return new Cells(cells, (serverMillis() - server) / accepted);
    }

    /** Transactions per second of a script of pgbench on the same PostgreSQL, 32 clients, the middle of five. */
    private double limit(String script, Properties secrets) throws Exception {
        progress("pgbench " + script);
        Cpu before = Cpu.now(work);
        double[] all = new double[5];
        try (URLClassLoader loader = driver()) {
            try (Connection admin = connect(loader, secrets);
                    Statement statement = admin.createStatement()) {
                statement.execute("drop database if exists pglimit");
                statement.execute("create database pglimit");
            }
            try (Connection own = connect(loader, secrets, "pglimit");
                    Statement statement = own.createStatement()) {
                statement.execute(Files.readString(Path.of("bench/pg_schema.sql")));
                statement.execute("checkpoint");
            }
            for (int i = 0; i < all.length; i++) {
                String out = pgbench(
                        secrets, "pglimit", "-n", "-M", "prepared", "-f", "bench/pg_" + script + ".sql", "-c", "32", "-j",
                        "2", "-T", Long.toString(Math.max(1, Math.round(CELL))));
                Matcher tps = Pattern.compile("tps = ([0-9.]+)").matcher(out);
                if (!tps.find()) {
                    throw new IllegalStateException("pgbench said " + out);
                }
                all[i] = Double.parseDouble(tps.group(1));
            }
            try (Connection admin = connect(loader, secrets);
                    Statement statement = admin.createStatement()) {
                statement.execute("drop database pglimit");
            }
        }
        String values = String.join(
                " ", Arrays.stream(all).mapToObj(v -> String.format(Locale.ROOT, "%.0f", v)).toList());
        Arrays.sort(all);
        add(
                "pgbench " + script + ", 32 clients",
                String.format(Locale.ROOT, "%.0f/s (%s)", all[2], values),
                "the limit",
                true,
                before);
        return all[2];
    }

    private static String pgbench(Properties secrets, String database, String... options) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("pgbench", "-h", "127.0.0.1", "-p", "15432", "-U", "postgres"));
        command.addAll(List.of(options));
        command.add(database);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", secrets.getProperty("postgres"));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("The orders are compared with pgbench: install it (postgresql-contrib).", e);
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench said " + out);
        }
        return out;
    }

    private Properties secrets() throws IOException {
        Properties secrets = new Properties();
        try (InputStream in = Files.newInputStream(work.resolve(".storelane/run/secrets.properties"))) {
            secrets.load(in);
        }
        return secrets;
    }

    private URLClassLoader driver() throws IOException {
        try (Stream<Path> files = Files.list(work.resolve("local/target/lib"))) {
            Path jar = files.filter(file -> file.getFileName().toString().matches("postgresql-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
            return new URLClassLoader(new URL[] {jar.toUri().toURL()});
        }
    }

    private static Connection connect(URLClassLoader loader, Properties secrets) throws Exception {
        return connect(loader, secrets, "storelane");
    }

    private static Connection connect(URLClassLoader loader, Properties secrets, String database) throws Exception {
        Properties login = new Properties();
        login.setProperty("user", "postgres");
        login.setProperty("password", secrets.getProperty("postgres"));
        Driver driver = (Driver) loader.loadClass("org.postgresql.Driver").getDeclaredConstructor().newInstance();
        return driver.connect("jdbc:postgresql://127.0.0.1:15432/" + database, login);
    }

    private void secondRun() throws Exception {
        progress("Second run");
        Cpu before = Cpu.now(work);
        double seconds = start(Duration.ofMinutes(3));
        add("second ./run to the login page", "%.1f s".formatted(seconds), "< 45 s", seconds < 45, before);
    }

    private void memory() throws Exception {
        progress("Idle for 30 s");
        Cpu before = Cpu.now(work);
        Thread.sleep(30_000);
        long kib = number(Path.of("/proc/" + server().pid() + "/status"), "VmRSS");
        add(
                "server memory (RSS), idle 30 s after the start",
                "%d MiB".formatted(kib / 1024),
                "< 450 MB",
                kib * 1024 < 450_000_000,
                before);
    }

    ProcessHandle server() {
        return run.descendants()
                .filter(process -> Cpu.commandLine(process.pid()).matches("(?s).*-jar\\s\\S*storelane-server.*"))
                .findFirst()
                .orElseThrow();
    }

    double serverMillis() {
        return server().info().totalCpuDuration().orElseThrow().toMillis();
    }

    /** Processor time of all processes of PostgreSQL, those that have ended included. */
    double databaseMillis() throws IOException {
        Path file = work.resolve(".storelane/run/postgres/postmaster.pid");
        long first = Long.parseLong(Files.readAllLines(file).getFirst().strip());
        Map<Long, long[]> processes = new HashMap<>();
        ProcessHandle.of(first).orElseThrow().children().forEach(child -> Cpu.read(child.pid(), processes));
        Cpu.read(first, processes);
        return processes.values().stream().mapToLong(values -> values[1]).sum() * 1e3 / Cpu.TICKS_PER_SECOND;
    }

    private void formToFirstPage(Browser browser) throws Exception {
        progress("Workspaces");
        Cpu before = Cpu.now(work);
        long[] whole = new long[10];
        for (int i = 0; i < whole.length; i++) {
            Map<String, String> form = workspaceForm(browser, "bench-" + MARK + "-f" + i);
            long start = System.nanoTime();
            Page home = browser.submit(APP.resolve("/workspaces/new"), form, true);
            whole[i] = System.nanoTime() - start;
            home.require(200, "</html>");
        }
        double seconds = median(whole) / 1e9;
        add("workspace form to first page, median of 10", "%.2f s".formatted(seconds), "< 2 s", seconds < 2, before);
        before = Cpu.now(work);
        long[] made = new long[30];
        for (int i = 0; i < made.length; i++) {
            Map<String, String> form = workspaceForm(browser, "bench-" + MARK + "-p" + i);
            long start = System.nanoTime();
            Page answer = browser.submit(APP.resolve("/workspaces/new"), form, false);
            made[i] = System.nanoTime() - start;
            answer.requireRedirect("/w/");
        }
        double millis = median(made) / 1e6;
        add("provisioning alone, median of 30", "%.0f ms".formatted(millis), "< 300 ms", millis < 300, before);
    }

    private void pages() throws Exception {
        progress("A workspace with " + MEMBERS + " members and " + NODES + " nodes");
        Person owner = new Person("owner-" + MARK + "@example.com");
        owner.signUp();
        Browser browser = owner.signIn();
        String slug = "bench-" + MARK;
        browser.submit(APP.resolve("/workspaces/new"), workspaceForm(browser, slug), true)
                .require(200, "</html>");
        String base = "/w/" + slug;
        addNodes(browser, base);
        addMembers(slug);
        browser.get(APP.resolve(base + "/members")).require(200, ">" + MEMBERS);
        browser.get(APP.resolve(base + "/organization")).require(200, "Shop 9-15");
        List<Browser> signedIn = new ArrayList<>(List.of(browser));
        while (signedIn.size() < CLIENTS) {
            signedIn.add(owner.signIn());
        }
        List<Browser> strangers =
                Stream.generate(Browser::new).limit(CLIENTS).toList();
        load("landing page", "/", strangers);
        load("workspace home", base, signedIn);
        load("members list (" + MEMBERS + " members)", base + "/members", signedIn);
        load("organisation tree (" + NODES + " nodes)", base + "/organization", signedIn);
    }

    /** Nine regions below the top with the rest as shops, all by the form that people use. */
    private void addNodes(Browser browser, String base) throws Exception {
        Page page = browser.get(APP.resolve(base + "/organization/new")).require(200, "name=\"parentId\"");
        Map<String, String> form = page.hiddenFields();
        Matcher option = Pattern.compile("<option[^>]*value=\"([0-9a-f-]{36})\"").matcher(page.body());
        if (!option.find()) {
            throw new IllegalStateException("The form for a node offers no parent.");
        }
        String top = option.group(1);
        int left = NODES - 1;
        for (int region = 1; region <= 9; region++) {
            String parent = addNode(browser, base, form, top, "Region " + region);
            left--;
            int shops = region == 9 ? left : 15;
            for (int shop = 1; shop <= shops; shop++) {
                addNode(browser, base, form, parent, "Shop " + region + "-" + shop);
                left--;
            }
        }
    }

    private static String addNode(Browser browser, String base, Map<String, String> form, String parent, String name)
            throws Exception {
        form.put("parentId", parent);
        form.put("name", name);
        Page answer = browser.submit(APP.resolve(base + "/organization/new"), form, false);
        String to = answer.requireRedirect(base + "/organization/");
        return to.substring(to.lastIndexOf('/') + 1);
    }

    /** By SQL: two hundred invitations with their mails and passwords would take long and measure nothing. */
    private void addMembers(String slug) throws Exception {
        try (URLClassLoader loader = driver();
                Connection connection = connect(loader, secrets())) {
            connection.setAutoCommit(false);
            update(connection, """
                    insert into platform.app_user (id, subject, email, name, created_at)
                    select gen_random_uuid(), null, 'member' || n || '-' || ? || '@example.com', 'Member ' || n, now()
                    from generate_series(1, ?::int) n""", MARK, Integer.toString(MEMBERS - 1));
            update(connection, """
                    insert into platform.membership (tenant_id, user_id, status, since)
                    select t.id, u.id, 'active', now() from platform.tenant t, platform.app_user u
                    where t.slug = ? and u.email like 'member%-' || ? || '@example.com'""", slug, MARK);
            update(connection, """
                    insert into core.role_assignment (tenant_id, id, user_id, role_id, node_id, granted_by, granted_at)
                    select t.id, gen_random_uuid(), u.id,
                      (select id from core.role where tenant_id = t.id and not system order by name limit 1),
                      (select id from core.org_node where tenant_id = t.id and depth = 2
                         order by md5(id::text || u.id::text) limit 1),
                      t.created_by, now()
                    from platform.tenant t, platform.app_user u
                    where t.slug = ? and u.email like 'member%-' || ? || '@example.com'""", slug, MARK);
            connection.commit();
        }
    }

    private static void update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            int rows = statement.executeUpdate();
            if (rows != MEMBERS - 1) {
                throw new IllegalStateException(rows + " rows instead of " + (MEMBERS - 1));
            }
        }
    }

    private void load(String figure, String path, List<Browser> browsers) throws Exception {
        progress("Load: " + figure);
        browsers.getFirst().get(APP.resolve(path)).require(200, "</html>");
        List<Client> clients = browsers.stream()
                .map(browser -> new Client(path, browser.cookies(APP)))
                .toList();
        long from = System.nanoTime() + WARM_UP.toNanos();
        long until = from + MEASURED.toNanos();
        Cpu before;
        long[] times;
        double each;
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<long[]>> results = clients.stream()
                    .map(client -> threads.submit(() -> client.run(from, until)))
                    .toList();
            Thread.sleep(WARM_UP);
            before = Cpu.now(work);
            double spent = serverMillis();
            LongStream.Builder all = LongStream.builder();
            for (Future<long[]> result : results) {
                Arrays.stream(result.get()).forEach(all);
            }
            times = all.build().sorted().toArray();
            each = (serverMillis() - spent) / times.length;
        }
        double rate = times.length * 1e3 / MEASURED.toMillis();
        double p50 = times[times.length / 2] / 1e6;
        double p99 = times[(int) (times.length * 0.99)] / 1e6;
        add(
                figure + ", " + CLIENTS + " clients",
                "%.0f/s, p50 %.0f ms, p99 %.0f ms, server %.1f ms".formatted(rate, p50, p99, each),
                ">= 100/s, p99 < 100 ms",
                rate >= 100 && p99 < 100,
                before);
    }

    private void signUps() throws Exception {
        progress(SIGN_UPS + " sign-ups at once");
        List<Person> people = IntStream.range(0, SIGN_UPS)
                .mapToObj(i -> new Person("crowd" + i + "-" + MARK + "@example.com"))
                .toList();
        CountDownLatch ready = new CountDownLatch(SIGN_UPS);
        CountDownLatch go = new CountDownLatch(1);
        Cpu before = null;
        int well = 0;
        long start = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sent = new ArrayList<>();
            for (Person person : people) {
                sent.add(threads.submit(() -> {
                    Browser browser = new Browser();
                    Map<String, String> form;
                    try {
                        form = person.signUpForm(browser);
                    } finally {
                        ready.countDown();
                    }
                    go.await();
                    browser.submit(APP.resolve("/signup"), form, false).requireRedirect("/signup/sent");
                    return null;
                }));
            }
            ready.await();
            before = Cpu.now(work);
            start = System.nanoTime();
            go.countDown();
            for (int i = 0; i < SIGN_UPS; i++) {
                try {
                    sent.get(i).get();
                    people.get(i).awaitLink(start + Duration.ofMinutes(1).toNanos());
                    well++;
                } catch (Exception e) {
                    progress(people.get(i).email + ": " + e);
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        add(
                SIGN_UPS + " sign-ups at once to the last mail",
                "%d well, %.1f s".formatted(well, seconds),
                "all " + SIGN_UPS + " well",
                well == SIGN_UPS,
                before);
    }

    private static Map<String, String> workspaceForm(Browser browser, String slug) throws Exception {
        Page page = browser.get(APP.resolve("/workspaces/new")).require(200, "name=\"slug\"");
        Map<String, String> form = page.hiddenFields();
        form.put("name", "Bench " + slug);
        form.put("slug", slug);
        form.put("locale", "en");
        form.put("currency", "USD");
        form.put("timeZone", "UTC");
        return form;
    }

    /** Somebody with an address; each sign-in is a browser of its own. */
    private final class Person {
        private final String email;

        Person(String email) {
            this.email = email;
        }

        Map<String, String> signUpForm(Browser browser) throws Exception {
            Map<String, String> form =
                    browser.get(APP.resolve("/signup")).require(200, "name=\"email\"").hiddenFields();
            form.put("name", "Bench");
            form.put("email", email);
            form.put("terms", "true");
            return form;
        }

        String awaitLink(long end) throws Exception {
            URI question = MAIL.resolve("/api/mails?to=" + URLEncoder.encode(email, StandardCharsets.UTF_8));
            while (System.nanoTime() < end) {
                String mails = http.send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString())
                        .body();
                Matcher link = TOKEN_LINK.matcher(mails);
                if (link.find()) {
                    return link.group(1);
                }
                Thread.sleep(50);
            }
            throw new IllegalStateException("No mail to " + email);
        }

        void signUp() throws Exception {
            Browser browser = new Browser();
            browser.submit(APP.resolve("/signup"), signUpForm(browser), true).require(200, "</html>");
            Page page = browser.get(URI.create(awaitLink(System.nanoTime() + 30_000_000_000L)));
            if (!page.body().contains("name=\"password-new\"")) {
                Matcher on = Pattern.compile("href=\"([^\"]*action-token[^\"]*)\"").matcher(page.body());
                if (!on.find()) {
                    throw new IllegalStateException("No way on at " + page.uri());
                }
                page = browser.get(page.uri().resolve(unescape(on.group(1))));
            }
            Map<String, String> form = page.require(200, "name=\"password-new\"").hiddenFields();
            form.put("password-new", PASSWORD);
            form.put("password-confirm", PASSWORD);
            browser.submit(page.action(), form, true);
        }

        Browser signIn() throws Exception {
            Browser browser = new Browser();
            Page page = browser.get(APP.resolve("/login")).require(200, "name=\"password\"");
            Map<String, String> form = page.hiddenFields();
            form.put("username", email);
            form.put("password", PASSWORD);
            Page landed = browser.submit(page.action(), form, true).require(200, "</html>");
            if (landed.uri().getPort() != APP.getPort()) {
                throw new IllegalStateException("Sign-in ended at " + landed.uri());
            }
            return browser;
        }
    }

    /** Keeps cookies as a browser does on localhost, the ones marked as secure too. */
    private final class Browser {
        private final Map<Integer, Map<String, String>> jar = new HashMap<>();

        Page get(URI uri) throws Exception {
            return follow(HttpRequest.newBuilder(uri), uri, true);
        }

        Page submit(URI uri, Map<String, String> form, boolean follow) throws Exception {
            StringBuilder body = new StringBuilder();
            form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
            return follow(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(body.toString())),
                    uri,
                    follow);
        }

        private Page follow(HttpRequest.Builder first, URI uri, boolean follow) throws Exception {
            HttpRequest.Builder request = first;
            URI at = uri;
            for (int i = 0; i < 12; i++) {
                String cookies = cookies(at);
                if (!cookies.isEmpty()) {
                    request.header("Cookie", cookies);
                }
                request.header("Accept", "text/html").header("Accept-Language", "en");
                HttpResponse<String> answer =
                        http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
                keep(at, answer.headers().allValues("Set-Cookie"));
                String to = answer.headers().firstValue("Location").orElse(null);
                if (to == null || !follow || answer.statusCode() / 100 != 3) {
                    return new Page(at, answer.statusCode(), to, answer.body());
                }
                at = at.resolve(to);
                request = HttpRequest.newBuilder(at);
            }
            throw new IllegalStateException("Too many redirects from " + uri);
        }

        private void keep(URI at, List<String> set) {
            Map<String, String> cookies = jar.computeIfAbsent(at.getPort(), _ -> new LinkedHashMap<>());
            for (String cookie : set) {
                String pair = cookie.split(";", 2)[0];
                String name = pair.substring(0, pair.indexOf('='));
                String value = pair.substring(pair.indexOf('=') + 1);
                if (value.isEmpty() || cookie.matches("(?i).*;\\s*max-age=0(;.*)?")) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, value);
                }
            }
        }

        String cookies(URI at) {
            StringBuilder text = new StringBuilder();
            jar.getOrDefault(at.getPort(), Map.of()).forEach((name, value) -> text.append(text.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            return text.toString();
        }
    }

    record Page(URI uri, int status, String location, String body) {

        Page require(int wanted, String text) {
            if (status != wanted || !body.contains(text)) {
                throw new IllegalStateException("%s answered %d without %s".formatted(uri, status, text));
            }
            return this;
        }

        String requireRedirect(String path) {
            if (status / 100 != 3 || location == null || !uri.resolve(location).getPath().startsWith(path)) {
                throw new IllegalStateException(
                        "%s answered %d %s, not a redirect to %s".formatted(uri, status, location, path));
            }
            return uri.resolve(location).getPath();
        }

        URI action() {
            Matcher form = FORM.matcher(body);
            if (!form.find()) {
                throw new IllegalStateException("No form at " + uri);
            }
            return uri.resolve(unescape(form.group(1)));
        }

        Map<String, String> hiddenFields() {
            Map<String, String> fields = new LinkedHashMap<>();
            Matcher input = INPUT.matcher(body);
            while (input.find()) {
                String tag = input.group();
                String name = attribute(tag, "name");
                if ("hidden".equals(attribute(tag, "type")) && name != null) {
                    String value = attribute(tag, "value");
                    fields.putIfAbsent(name, value == null ? "" : unescape(value));
                }
            }
            return fields;
        }

        private static String attribute(String tag, String name) {
            Matcher found = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(tag);
            return found.find() ? found.group(1) : null;
        }
    }

    private static String unescape(String text) {
        return text.replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }

    static byte[] pageRequest(String path, String cookies, String encoding) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + APP.getAuthority()
                        + "\r\nAccept: text/html\r\nAccept-Language: en\r\nAccept-Encoding: " + encoding + "\r\n"
                        + (cookies.isEmpty() ? "" : "Cookie: " + cookies + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Asks for one page again and again over a kept connection. */
    private static final class Client {
        private final byte[] request;

        Client(String path, String cookies) {
            request = pageRequest(path, cookies, "gzip");
        }

        /** Times of the answers that began after {@code from}, in ns. */
        long[] run(long from, long until) throws IOException {
            LongStream.Builder times = LongStream.builder();
            try (Wire wire = new Wire(APP.getPort())) {
                for (long start = System.nanoTime(); start < until; start = System.nanoTime()) {
                    int status = wire.exchange(request);
                    if (status != 200) {
                        throw new IOException("The server answered " + status);
                    }
                    long end = System.nanoTime();
                    if (start >= from && end <= until) {
                        times.add(end - start);
                    }
                }
            }
            return times.build().toArray();
        }
    }

    /** Work of the processors so far, in ticks: all of it, and that of this bench with everything it started. */
    record Cpu(long nanos, long all, long own) {
        private static final double TICKS_PER_SECOND = 100;

        static Cpu now(Path work) throws IOException {
            String[] total = Files.readAllLines(Path.of("/proc/stat")).getFirst().split("\\s+");
            long all = 0;
            // user nice system, then irq softirq steal; idle and iowait are no work
            for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
                all += Long.parseLong(total[i]);
            }
            Map<Long, long[]> processes = new HashMap<>();
            try (Stream<Path> files = Files.list(Path.of("/proc"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("\\d+"))
                        .map(Long::valueOf)
                        .forEach(pid -> read(pid, processes));
            }
            Set<Long> mine = new HashSet<>(Set.of(ProcessHandle.current().pid()));
            processes.keySet().stream()
                    .filter(pid -> commandLine(pid).contains(work.toString()))
                    .forEach(mine::add);
            for (int before = 0; before != mine.size(); ) {
                before = mine.size();
                processes.forEach((pid, values) -> {
                    if (mine.contains(values[0])) {
                        mine.add(pid);
                    }
                });
            }
            long own = mine.stream()
                    .mapToLong(pid -> processes.getOrDefault(pid, new long[2])[1])
                    .sum();
            return new Cpu(System.nanoTime(), all, own);
        }

        /** Parent and ticks, those of ended children included. */
        private static void read(long pid, Map<Long, long[]> to) {
            try {
                String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
                String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
                long ticks = 0;
                for (int i = 11; i <= 14; i++) {
                    ticks += Long.parseLong(fields[i]);
                }
                to.put(pid, new long[] {Long.parseLong(fields[1]), ticks});
            } catch (IOException _) {
                // it has ended
            }
        }

        static String commandLine(long pid) {
            try {
                return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
                        .replace('\0', ' ');
            } catch (IOException _) {
                return "";
            }
        }

        double othersSince(Cpu before) {
            double ticks = (nanos - before.nanos) / 1e9 * TICKS_PER_SECOND;
            return Math.max(0, (all - before.all - (own - before.own)) / ticks);
        }
    }

    void add(String figure, String measured, String target, boolean met, Cpu before) throws IOException {
        Row row = new Row(figure, measured, target, met, Cpu.now(work).othersSince(before));
        rows.add(row);
        progress("  " + row.measured());
    }

    private void print() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.println("date     "
                + ZonedDateTime.now(ZoneOffset.UTC)
                        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)));
        System.out.printf(
                Locale.ROOT,
                "machine  %s, %d cores, %.1f GiB memory, Linux %s, Java %s%n",
                model,
                cores,
                number(Path.of("/proc/meminfo"), "MemTotal") / 1024.0 / 1024,
                System.getProperty("os.version"),
                System.getProperty("java.version"));
        System.out.printf(
                Locale.ROOT,
                "others   other processes used %.2f of %d cores on average during the run%n%n",
                Cpu.now(work).othersSince(begin),
                cores);
        String format = "| %-46s | %-32s | %-22s | %-3s | %6s |%n";
        System.out.printf(format, "figure", "measured", "target", "met", "others");
        System.out.printf(
                format.replace(' ', '-'), "-".repeat(46), "-".repeat(32), "-".repeat(22), "---", "------");
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    format,
                    row.figure(),
                    row.measured(),
                    row.target(),
                    row.met() ? "yes" : "NO",
                    String.format(Locale.ROOT, "%.2f", row.others()));
        }
    }

    static long number(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    /** Starts ./run in the copy; seconds until the login page is there to be used. */
    private double start(Duration limit, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(work.resolve("run").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("bench.log").toFile());
        builder.environment().put("STORELANE_WEB_SIGN_UPS_PER_ADDRESS", "100000");
        builder.environment().put("STORELANE_RATE_TENANT_PER_SECOND", "100000");
        builder.environment().putAll(environment);
        builder.environment().keySet().removeAll(Set.of("STORELANE_DB_URL", "STORELANE_IDENTITY_ISSUER"));
        long start = System.nanoTime();
        run = builder.start();
        while (System.nanoTime() - start < limit.toNanos()) {
            try {
                Page page = new Browser().get(APP.resolve("/login"));
                if (page.status() == 200 && page.body().contains("name=\"password\"")) {
                    return (System.nanoTime() - start) / 1e9;
                }
            } catch (IOException _) {
                // not there yet
            }
            if (run.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new IllegalStateException("./run did not come to a login page.");
    }

    /** The server fills the workspace with sample data once it is ready; its orders come last. */
    private void awaitSampleData() throws Exception {
        String orders = "0";
        for (long end = System.nanoTime() + Duration.ofMinutes(5).toNanos(); System.nanoTime() < end; ) {
            String before = orders;
            orders = seed(seed -> seed.text("select count(*) from core.sales_order"));
            if (!orders.equals("0") && orders.equals(before)) {
                return;
            }
            Thread.sleep(3_000);
        }
        throw new IllegalStateException("There is no sample data.");
    }

    /** The first run records its start for later ones, as it does for everybody. */
    private void awaitRecording() throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (System.nanoTime() < end) {
            try (Stream<Path> files = Files.walk(work.resolve(".storelane/run"), 2)) {
                if (files.anyMatch(file -> file.endsWith("app.aot"))) {
                    return;
                }
            } catch (java.io.UncheckedIOException _) {
                // a file went away while walking
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException("The first run recorded no start for later ones.");
    }

    private void stop() throws InterruptedException {
        if (run != null) {
            run.destroy();
            if (!run.waitFor(60, TimeUnit.SECONDS)) {
                run.destroyForcibly();
            }
        }
    }

    private void tail() throws IOException {
        for (String log : List.of("bench.log", ".storelane/run/log/server-1.log")) {
            if (Files.exists(work.resolve(log))) {
                List<String> lines = Files.readAllLines(work.resolve(log));
                lines.subList(Math.max(0, lines.size() - 20), lines.size()).forEach(System.err::println);
            }
        }
    }

    private void leave() {
        try {
            stop();
            remove(work);
        } catch (IOException | InterruptedException e) {
            System.err.println("Could not clear " + work + ": " + e);
        }
    }

    private void copyProject() throws IOException {
        Path from = Path.of("").toAbsolutePath();
        Set<String> left = Set.of(".git", ".storelane", "node_modules", "target");
        copy(from, work, left);
        for (String built : List.of("local/target/classes", "local/target/lib")) {
            if (Files.isDirectory(from.resolve(built))) {
                copy(from.resolve(built), work.resolve(built), Set.of());
            }
        }
        Path target = from.resolve("platform-core/server/target");
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                for (Path jar :
                        files.filter(file -> file.toString().endsWith("-exec.jar")).toList()) {
                    copy(jar, work.resolve(from.relativize(jar)), Set.of());
                }
            }
        }
        Path state = Files.createDirectories(work.resolve(".storelane"));
        Path stamp = from.resolve(".storelane/build.stamp");
        if (Files.exists(stamp)) {
            copy(stamp, state.resolve("build.stamp"), Set.of());
        }
        Path programs = from.resolve(".storelane/dist");
        if (Files.isDirectory(programs)) {
            Files.createSymbolicLink(state.resolve("dist"), programs.toRealPath());
        }
    }

    private static void copy(Path from, Path to, Set<String> left) throws IOException {
        Files.createDirectories(to.getParent());
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (left.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = file.equals(from) ? to : to.resolve(from.relativize(file));
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }

            /** A folder that looked changed would be built anew. */
            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException problem) throws IOException {
                Files.setLastModifiedTime(
                        to.resolve(from.relativize(directory)), Files.getLastModifiedTime(directory));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void remove(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
