import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What plugins cost: their start and memory, the others beside them, stops and starts under load, and views of many customers. */
final class Plugins {

    private static final int PLUGINS = 30;
    private static final int PAIRS = 5;
    private static final int ROUNDS = 8;
    private static final int CUSTOMERS = 100_000;
    private static final Pattern STARTED =
            Pattern.compile("Plugin (\\S+) \\S+ runs, started with (\\d+) ms of processor time");
    private static final Pattern FENCES = Pattern.compile(" (\\d+) +\\d+ +io\\.storelane\\.plugin\\.Fence\\b");

    /** Parts of the usual time. */
    private static final double WARM = Bench.CELL * 0.6;

    private static final double CELL = Bench.CELL * 0.6;

    private final Bench bench;
    private PluginJars jars;
    private List<Map<String, byte[]>> built;

    Plugins(Bench bench) {
        this.bench = bench;
    }

    void measure() throws Exception {
        Bench.progress("Workspaces, and " + PLUGINS + " plugins");
        List<OrderSeed.Shop> shops = bench.seed(seed -> seed.shops(10, OrderSeed.SKUS));
        OrderSeed.Shop plain = shops.get(0);
        OrderSeed.Shop full = shops.get(1);
        OrderSeed.Shop known = shops.get(2);
        jars = new PluginJars(bench.work, bench.operatorToken());
        built = new ArrayList<>();
        for (int i = 1; i <= PLUGINS; i++) {
            built.add(jars.generated(i));
        }
        starts(full);
        pairs(plain, full);
        rounds(full);
        customers(known);
    }

    /** From a server without any plugin: each is installed, with its tables, and used once. */
    private void starts(OrderSeed.Shop full) throws Exception {
        List<String> people = bench.sessions(full, 1);
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            for (int i = 0; i < 20; i++) { // what every page needs is there
                wire.exchange(page(full, "", people.getFirst()));
            }
        }
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        double heap = bench.heap();
        List<Double> whole = new ArrayList<>();
        for (Map<String, byte[]> plugin : built) {
            double spent = bench.serverMillis();
            jars.install(plugin);
            whole.add(bench.serverMillis() - spent);
        }
        for (int i = 1; i <= PLUGINS; i++) {
            enable(full, PluginJars.id(i));
        }
        awaitAnswer(full, people.getFirst());
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            for (int i = 1; i <= PLUGINS; i++) {
                int status = wire.exchange(page(full, "/p/" + PluginJars.id(i) + "/things", people.getFirst()));
                OrderPath.require(status == 200, status, wire);
            }
        }
        double more = (bench.heap() - heap) / PLUGINS;
        List<Double> starts = started();
        List<Double> later = starts.subList(1, starts.size());
        List<Double> laterWhole = whole.subList(1, whole.size());
        bench.add(
                "start of the first plugin, 10 entities",
                String.format(Locale.ROOT, "%.0f ms CPU; with verifying, tables and compiler %.0f ms", starts.getFirst(), whole.getFirst()),
                "< 1500 ms",
                starts.getFirst() < 1_500,
                before);
        bench.add(
                "start of one more of " + PLUGINS,
                String.format(
                        Locale.ROOT,
                        "%.0f ms CPU, at most %.0f; with verifying, tables and compiler %.0f ms, at most %.0f",
                        Bench.middle(later),
                        later.stream().mapToDouble(d -> d).max().orElse(0),
                        Bench.middle(laterWhole),
                        laterWhole.stream().mapToDouble(d -> d).max().orElse(0)),
                "< 600 ms",
                Bench.middle(later) < 600,
                before);
        bench.add(
                "heap of a plugin that was used once",
                String.format(Locale.ROOT, "%.1f MB (of %d)", more, PLUGINS),
                "<= 6 MB",
                more <= 6,
                before);
    }

    private List<Double> started() throws IOException {
        List<Double> times = new ArrayList<>();
        for (String line : Files.readAllLines(bench.work.resolve(".storelane/run/log/server-1.log"))) {
            Matcher start = STARTED.matcher(line);
            if (start.find()) {
                times.add(Double.parseDouble(start.group(2)));
            }
        }
        return times;
    }

    private static byte[] page(OrderSeed.Shop shop, String path, String session) {
        return Bench.pageRequest("/w/" + shop.slug() + path, session, "identity");
    }

    private void enable(OrderSeed.Shop shop, String plugin) throws Exception {
        bench.seed(seed -> {
            seed.execute("insert into core.plugin_enabled (tenant_id, plugin_id, since, enabled_by) values ('%s', '%s', now(), gen_random_uuid())"
                    .formatted(shop.tenant(), plugin));
            seed.execute("insert into infra.ready (tenant_id, queue, due) values ('%s', 'plugin', now()) on conflict (tenant_id, queue) do update set due = now()"
                    .formatted(shop.tenant()));
            return null;
        });
    }

    private void awaitAnswer(OrderSeed.Shop shop, String session) throws Exception {
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            byte[] things = page(shop, "/p/" + PluginJars.id(PLUGINS) + "/things", session);
            await(30, () -> wire.exchange(things) == 200, "A plugin does not answer in a workspace that has enabled it.");
        }
    }

    private static void await(int seconds, Callable<Boolean> come, String otherwise) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds); !come.call(); Thread.sleep(50)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(otherwise);
            }
        }
    }

    /** Lets all generated ones, or one, run or not, as an operator would; returns when it is so. */
    private void toggle(String id, boolean on) throws Exception {
        String which = "id like '" + id + "'";
        bench.seed(seed -> {
            seed.execute("update infra.plugin set wanted = '%s' where %s".formatted(on ? "on" : "off", which));
            return null;
        });
        String open = "select count(*) from infra.plugin p where %s and %s exists (select from infra.plugin_process r where r.plugin_id = p.id%s)"
                .formatted(which, on ? "not" : "", on ? " and r.state = 'running' and r.version = p.version" : "");
        bench.seed(seed -> {
            await(120, () -> seed.text(open).equals("0"), "Plugins did not " + (on ? "start" : "stop"));
            return null;
        });
    }

    /** The same with all plugins at work in the server, and with none, by turns, in a workspace that uses none; then in one that uses all. */
    private void pairs(OrderSeed.Shop plain, OrderSeed.Shop full) throws Exception {
        List<OrderPath.Asking> people = bench.sessions(plain, Bench.CLIENTS).stream()
                .map(s -> new OrderPath.Asking(page(plain, "", s), page(plain, "/orders", s)))
                .toList();
        List<OrderPath.Placing> orders = Bench.placing(List.of(plain), 8, 3, 1);
        OrderPath path = new OrderPath(Bench.APP.getPort());
        Bench.progress("Warming up");
        path.run(people, Bench.WARM_UP.toMillis() / 2e3, 0.1, 1);
        path.run(orders, Bench.WARM_UP.toMillis() / 2e3, 0.1, 1);
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        List<Double> pageRatios = new ArrayList<>();
        List<Double> orderRatios = new ArrayList<>();
        double[] pages = new double[2];
        double[] placed = new double[2];
        for (int pair = 0; pair < PAIRS; pair++) {
            for (int with : pair % 2 == 0 ? new int[] {1, 0} : new int[] {0, 1}) {
                toggle("bench-%", with == 1);
                pages[with] = path.run(people, WARM, CELL, 1).getFirst().perSecond();
                placed[with] = path.run(orders, WARM, CELL, 1).getFirst().perSecond();
            }
            pageRatios.add(pages[1] / pages[0]);
            orderRatios.add(placed[1] / placed[0]);
            Bench.progress(String.format(
                    Locale.ROOT, "  pages %.0f and %.0f/s, orders %.0f and %.0f/s", pages[1], pages[0], placed[1], placed[0]));
        }
        ratio("order intake beside %d plugins, to none".formatted(PLUGINS), orderRatios, before);
        ratio("pages beside %d plugins, to none".formatted(PLUGINS), pageRatios, before);
        toggle("bench-%", true);
        before = Bench.Cpu.now(bench.work);
        List<OrderPath.Placing> heard = Bench.placing(List.of(full), 8, 3, 1);
        double all = path.run(heard, WARM, CELL, 1).getFirst().perSecond();
        bench.add(
                "order intake where all %d are enabled".formatted(PLUGINS),
                String.format(Locale.ROOT, "%.0f/s, each of them hears of each order", all),
                "to compare",
                true,
                before);
    }

    private void ratio(String figure, List<Double> ratios, Bench.Cpu before) throws IOException {
        double middle = Bench.middle(ratios);
        bench.add(
                figure,
                String.format(Locale.ROOT, "%.2f x (%s)", middle, String.join(" ", ratios.stream().map(r -> String.format(Locale.ROOT, "%.2f", r)).toList())),
                ">= 0.90 x",
                middle >= 0.9,
                before);
    }

    /** One is stopped and started again and again, every second time for another release, while all are used. */
    private void rounds(OrderSeed.Shop full) throws Exception {
        // soft references end at once: what is counted is held by something
        bench.restart(Map.of("JAVA_TOOL_OPTIONS", "-XX:SoftRefLRUPolicyMSPerMB=0"), "--demo");
        List<String> people = bench.sessions(full, 4);
        awaitAnswer(full, people.getFirst());
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        long loaders = loaders();
        String toggled = PluginJars.id(1);
        AtomicBoolean over = new AtomicBoolean();
        Tally others = new Tally(status -> status == 200 || status == 201);
        Tally away = new Tally(status -> status == 200 || status == 404 || status == 503);
        List<Long> held = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(5)) {
            List<Future<?>> clients = new ArrayList<>();
            clients.add(pool.submit(() -> others.loop(over, page(full, "/p/" + PluginJars.id(2) + "/things", people.get(0)))));
            clients.add(pool.submit(() -> others.loop(over, page(full, "/orders", people.get(1)))));
            clients.add(pool.submit(() -> others.loop(over, Bench.placing(List.of(full), 1, 3, 1).getFirst())));
            clients.add(pool.submit(() -> away.loop(over, page(full, "/p/" + toggled + "/things", people.get(2)))));
            clients.add(pool.submit(() -> away.loop(over, page(full, "/p/" + toggled + "/things", people.get(3)))));
            try {
                for (int round = 1; round <= ROUNDS; round++) {
                    if (round % 2 == 0) {
                        jars.install(PluginJars.version(built.getFirst(), "1.0." + round));
                    } else {
                        toggle(toggled, false);
                        toggle(toggled, true);
                    }
                    held.add(loaders());
                }
            } finally {
                over.set(true);
            }
            for (Future<?> client : clients) {
                client.get();
            }
        }
        bench.add(
                ROUNDS + " stops and starts of one plugin under load: others",
                others.text(),
                "no error",
                others.wrong.get() == 0,
                before);
        bench.add(
                ROUNDS + " stops and starts of one plugin under load: itself",
                away.text() + ", away " + away.refused.get(),
                "200, 404, 503",
                away.wrong.get() == 0,
                before);
        long last = loaders();
        bench.add(
                "class loaders of plugins, before and after each round",
                loaders + ": " + Bench.all(held) + ", " + last + " at the end",
                "<= 1 more at the end",
                last <= loaders + 1,
                before);
    }

    /** What a client was answered. */
    private static final class Tally {

        private final IntPredicate right;
        private final AtomicLong good = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong wrong = new AtomicLong();
        private volatile String example = "";

        Tally(IntPredicate right) {
            this.right = right;
        }

        Object loop(AtomicBoolean over, byte[] request) throws Exception {
            return loop(over, new OrderPath.Asking(request));
        }

        Object loop(AtomicBoolean over, OrderPath.Sender sender) throws Exception {
            try (Wire wire = new Wire(Bench.APP.getPort())) {
                while (!over.get()) {
                    count(wire, wire.exchange(sender.next()));
                    Thread.sleep(5);
                }
            }
            return this;
        }

        private void count(Wire wire, int status) {
            (status == 200 || status == 201 ? good : refused).incrementAndGet();
            if (!right.test(status)) {
                wrong.incrementAndGet();
                String body = wire.body();
                example = status + " " + body.substring(0, Math.min(200, body.length()));
            }
        }

        String text() {
            return good.get() + " good, " + wrong.get() + " wrong" + (example.isEmpty() ? "" : " (" + example + ")");
        }
    }

    private long loaders() throws Exception {
        Matcher count = FENCES.matcher(bench.jcmd("GC.class_histogram"));
        return count.find() ? Long.parseLong(count.group(1)) : 0;
    }

    /** The plugin CRM over many customers. */
    private void customers(OrderSeed.Shop shop) throws Exception {
        Bench.progress(CUSTOMERS + " customers");
        jars.install(jars.ofProject("crm"));
        bench.seed(seed -> {
            seed.allow("customers.manage,customers.view");
            seed.execute("""
                    insert into core.customer (tenant_id, id, kind, name, phone, email, id_number, node_id, org_path, created_at)
                    select n.tenant_id, gen_random_uuid(), 'person', 'Customer ' || i, '', '', '', n.id, n.path, now() - interval '400 days'
                    from core.org_node n, generate_series(1, %d) i where n.tenant_id = '%s' and n.path = '/'"""
                    .formatted(CUSTOMERS, shop.tenant()));
            seed.execute("analyze core.customer");
            return null;
        });
        String session = bench.sessions(shop, 1).getFirst();
        Bench.Cpu before = Bench.Cpu.now(bench.work);
        long begin = System.nanoTime();
        enable(shop, "crm");
        String brought = bench.seed(seed -> {
            String done = "select count(*) from core.plugin_snapshot where tenant_id = '%s' and plugin_id = 'crm' and name = 'customers' and state = 'done'"
                    .formatted(shop.tenant());
            await(300, () -> seed.text(done).equals("1"), "The view of customers was not built in time.");
            return seed.text("select count(*) from plugin_crm.profile where tenant_id = '%s'".formatted(shop.tenant()));
        });
        double seconds = (System.nanoTime() - begin) / 1e9;
        bench.add(
                "view of %,d customers, from enabling".formatted(CUSTOMERS),
                String.format(Locale.ROOT, "%s in %.0f s, %.0f/s", brought, seconds, CUSTOMERS / seconds),
                "< 120 s",
                seconds < 120 && Long.parseLong(brought) >= CUSTOMERS,
                before);
        bench.seed(seed -> { // events wait until it knows the orders too
            String open = "select count(*) from core.plugin_snapshot where tenant_id = '%s' and state <> 'done'".formatted(shop.tenant());
            await(120, () -> seed.text(open).equals("0"), "The view of orders was not built in time.");
            return null;
        });
        segments(shop, session);
    }

    private void segments(OrderSeed.Shop shop, String session) throws Exception {
        String counted = "00000000-0000-4000-8000-000000000001";
        String fresh = "00000000-0000-4000-8000-000000000002";
        String one = bench.seed(seed -> {
            seed.execute("""
                    update plugin_crm.profile set orders = o.n, first_order_at = now() - interval '300 days',
                      last_order_at = now() - (o.n * 50) * interval '1 day', city = 'City ' || o.n
                    from (select customer_id as id, row_number() over () %% 7 as n from plugin_crm.profile where tenant_id = '%1$s') o
                    where tenant_id = '%1$s' and customer_id = o.id""".formatted(shop.tenant()));
            seed.execute("""
                    insert into plugin_crm.profile_value (tenant_id, customer_id, currency, orders, value)
                    select tenant_id, customer_id, 'CNY', orders, orders * 2500 from plugin_crm.profile
                    where tenant_id = '%s' and orders > 0 on conflict do nothing""".formatted(shop.tenant()));
            seed.execute("""
                    insert into plugin_crm.profile_tag (tenant_id, customer_id, tag)
                    select tenant_id, customer_id, case when orders > 1 then 'loyal' else 'new' end from plugin_crm.profile
                    where tenant_id = '%s' on conflict do nothing""".formatted(shop.tenant()));
            seed.execute("vacuum analyze plugin_crm.profile, plugin_crm.profile_value, plugin_crm.profile_tag");
            segment(seed, shop, counted, "Counted", """
                    {"all":[{"field":"SPENT","op":"AT_LEAST","value":"5000","currency":"CNY"},{"field":"TAG","op":"IS","value":"loyal"},{"field":"LAST_ORDER","op":"WITHIN","value":"120"}]}""");
            segment(seed, shop, fresh, "Fresh", """
                    {"all":[{"field":"TAG","op":"IS","value":"bench-fresh"},{"field":"ORDERS","op":"AT_MOST","value":"99"},{"field":"CITY","op":"IS_NOT","value":"Nowhere"}]}""");
            return seed.text("select string_agg(customer_id::text, ' ') from (select customer_id from plugin_crm.profile where tenant_id = '%s' order by customer_id limit 11) c"
                    .formatted(shop.tenant()));
        });
        try (Wire wire = new Wire(Bench.APP.getPort())) {
            Bench.Cpu before = Bench.Cpu.now(bench.work);
            for (int i = 0; i < 10; i++) {
                wire.exchange(page(shop, "/p/crm/segments/" + counted + "/count", session));
            }
            double[] times = new double[20];
            String said = "";
            for (int i = 0; i < times.length; i++) {
                long begin = System.nanoTime();
                int status = wire.exchange(page(shop, "/p/crm/segments/" + counted + "/count", session));
                times[i] = (System.nanoTime() - begin) / 1e6;
                OrderPath.require(status == 200, status, wire);
                said = digits(wire);
            }
            double most = Arrays.stream(times).max().orElse(0);
            Arrays.sort(times);
            bench.add(
                    "count of a segment of %,d, three conditions".formatted(CUSTOMERS),
                    String.format(Locale.ROOT, "%.0f ms, at most %.0f of %d; %s found", times[times.length / 2], most, times.length, said),
                    "< 500 ms",
                    most < 500 && Long.parseLong(said) > 1_000,
                    before);
            before = Bench.Cpu.now(bench.work);
            List<Double> late = new ArrayList<>();
            for (String customer : one.split(" ")) {
                late.add(fresh(wire, shop, session, fresh, customer));
            }
            double latest = late.stream().mapToDouble(d -> d).max().orElse(0);
            bench.add(
                    "a segment shows what was just tagged",
                    String.format(Locale.ROOT, "%.1f s, at most %.1f s of %d", Bench.middle(late), latest, late.size()),
                    "< 5 s",
                    latest < 5,
                    before);
        }
    }

    private static void segment(OrderSeed seed, OrderSeed.Shop shop, String id, String name, String rule) throws Exception {
        seed.execute("insert into plugin_crm.segment (tenant_id, id, name, rule, changed_at, version) values ('%s', '%s', '%s', '%s', now(), 0)"
                .formatted(shop.tenant(), id, name, rule));
    }

    private static String digits(Wire wire) {
        Matcher number = Pattern.compile(">\\s*([0-9][0-9,]*)\\s*<").matcher(wire.body());
        String found = number.find() ? number.group(1) : wire.body();
        return found.replaceAll("[^0-9]", "");
    }

    private double fresh(Wire wire, OrderSeed.Shop shop, String session, String segment, String customer) throws Exception {
        byte[] count = page(shop, "/p/crm/segments/" + segment + "/count", session);
        wire.exchange(count);
        String before = digits(wire);
        int status = wire.exchange(OrderPath.post(
                "/api/v1/customers/tag", shop.token(), "{\"ids\": [\"%s\"], \"tag\": \"bench-fresh\"}".formatted(customer)));
        OrderPath.require(status == 200, status, wire);
        long begin = System.nanoTime();
        await(
                30,
                () -> {
                    wire.exchange(count);
                    return !digits(wire).equals(before);
                },
                "A segment did not become fresh.");
        return (System.nanoTime() - begin) / 1e9;
    }
}
