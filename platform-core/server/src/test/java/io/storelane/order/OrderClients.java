package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.ApiClient;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContext;

/** Clients that place orders while something dies under them, and send each order again until it is acknowledged. */
final class OrderClients {

    /** One of the ways in which things die or come back. */
    interface Step {
        void go() throws Exception;
    }

    /** Reads the first column of all rows, as the database's administrator sees them. */
    interface Reader {
        List<?> all(String sql, Object... values);
    }

    private static final String ORDERS = "/api/v1/orders";
    private static final int CLIENTS = 16;
    private static final int WHILE_ALL_IS_WELL = 60;
    private static final int UNITS = 1_000_000;
    private static final List<String> SKUS = List.of("A", "B", "C", "D", "E");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration RECOVERY = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Workspace workspace;
    private final UUID channel;
    private final ApiClient program;
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> heard = ConcurrentHashMap.newKeySet();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private volatile boolean trouble;
    private volatile boolean over;

    /** Of a new workspace in the database of all tests. */
    OrderClients(ApplicationContext context) {
        Stage stage = new Stage(context);
        workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        UUID near = shop.location("NEAR", "330106", 100);
        UUID far = shop.location("FAR", "310104", 100);
        for (String sku : SKUS) {
            UUID variant = shop.goods(sku, 1_000);
            shop.stock(variant, near, UNITS);
            shop.stock(variant, far, UNITS);
        }
        program = stage.program(workspace.owner(), workspace, stage.top(workspace));
    }

    Workspace workspace() {
        return workspace;
    }

    /** Numbers of the orders that were acknowledged until now. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Sends one more order to the server at this address. @return its number */
    String oneMore(String address) {
        String number = "N" + numbers.incrementAndGet();
        ApiClient.Answer given = program.at(address).post(ORDERS, order(number));
        assertThat(given.status()).as(given.body()).isEqualTo(201);
        return number;
    }

    /**
     * Lets all of them send to the server at this address before, while and after something dies. Nothing fails before and
     * after, all of them are served again soon, and what was acknowledged before is stored.
     */
    void round(String address, Reader database, Step die, Step revive) throws Exception {
        over = false;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            ApiClient client = program.at(address);
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(pool.submit(() -> {
                    work(number, client);
                    return number;
                }));
            }
            try {
                awaitMore();
                trouble = true;
                die.go();
                Set<String> promised = Set.copyOf(acknowledged);
                revive.go();
                assertThat(stored(database)).containsAll(promised);
                heard.clear();
                await().atMost(RECOVERY).until(() -> heard.size() == CLIENTS);
                trouble = false;
                awaitMore();
            } finally {
                over = true;
            }
            for (Future<?> each : clients) {
                each.get();
            }
        }
        assertThat(faults).isEmpty();
        assertThat(stored(database)).containsExactlyInAnyOrderElementsOf(sent);
    }

    private void awaitMore() {
        int wanted = acknowledged.size() + WHILE_ALL_IS_WELL;
        await().pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .until(() -> acknowledged.size() >= wanted || !faults.isEmpty());
        assertThat(faults).isEmpty();
    }

    private void work(int client, ApiClient server) throws InterruptedException {
        while (!over) {
            String number = "N" + numbers.incrementAndGet();
            sent.add(number);
            while (!accepts(server, number)) {
                Thread.sleep(PAUSE);
            }
            acknowledged.add(number);
            heard.add(client);
        }
    }

    private boolean accepts(ApiClient server, String number) {
        boolean excused = trouble;
        String answer;
        try {
            ApiClient.Answer given = server.post(ORDERS, order(number));
            if (given.status() == 201 || given.status() == 200) {
                return true;
            }
            answer = given.status() + " " + given.body();
            if (given.status() != 503) {
                faults.add(answer);
            }
        } catch (UncheckedIOException e) {
            answer = String.valueOf(e.getCause());
        }
        if (!excused && !trouble) {
            faults.add(answer);
        }
        return false;
    }

    /** Three of the five, one of them twice as many. */
    private String order(String number) {
        int first = number.hashCode() & 0xff;
        return """
                {"channelId": "%s", "externalId": "%s", "buyer": {"name": "Wang Fang"},
                 "shipTo": {"name": "Wang Fang", "country": "CN", "region": "330106"},
                 "lines": [{"sku": "%s", "quantity": 1}, {"sku": "%s", "quantity": 1}, {"sku": "%s", "quantity": 2}]}""".formatted(
                        channel, number, SKUS.get(first % 5), SKUS.get((first + 1) % 5), SKUS.get((first + 2) % 5));
    }

    private Set<String> stored(Reader database) {
        List<String> found = database
                .all(
                        "select external_id from core.sales_order where tenant_id = ?",
                        workspace.tenant().value())
                .stream()
                .map(String::valueOf)
                .toList();
        assertThat(found).doesNotHaveDuplicates();
        return new HashSet<>(found);
    }

    /** Each order is there once with all that belongs to it, and is passed on to whoever reads the log. */
    void everythingAddsUp(Reader database) {
        long orders = sent.size();
        var sums = new Sums(database, workspace);
        sums.areOf(orders, 3 * orders, 4 * orders);
        await().atMost(SOON).untilAsserted(() -> assertThat(sums.passedOn()).isEqualTo(orders));
        // one that was in the middle of a batch may take what it put aside one by one
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(database.all(
                                "select consumer || ' ' || state || ' ' || error from core.event_failure where tenant_id = ?",
                                workspace.tenant().value()))
                        .isEmpty());
    }

    /** What a workspace has of orders. */
    record Sums(Reader database, Workspace workspace) {

        /** Only so many orders of so many lines were placed there, and so many units of them are held. */
        void areOf(long orders, long lines, long units) {
            assertThat(number("select count(*) from core.sales_order where tenant_id = ?"))
                    .isEqualTo(orders);
            assertThat(number("select count(*) from core.order_line where tenant_id = ?"))
                    .isEqualTo(lines);
            assertThat(number("select sum(quantity) from core.reservation where state = 'held' and tenant_id = ?"))
                    .isEqualTo(units);
            assertThat(number("select sum(reserved) from core.stock_level where tenant_id = ?"))
                    .isEqualTo(units);
            assertThat(number("""
                            select count(*) from core.stock_level s where s.reserved <> (select sum(m.reserved) from core.stock_move m
                              where m.tenant_id = s.tenant_id and m.variant_id = s.variant_id and m.location_id = s.location_id)
                              and s.tenant_id = ?""")).isZero();
            assertThat(number("select count(*) from core.event where type = 'order.placed' and tenant_id = ?"))
                    .isEqualTo(orders);
            assertThat(number("select count(*) from core.order_entry where kind = 'placed' and tenant_id = ?"))
                    .isEqualTo(orders);
            assertThat(number("select count(*) from core.audit_entry where action = 'order.placed' and tenant_id = ?"))
                    .isEqualTo(orders);
        }

        /** How many placed orders a reader of the log has counted. */
        long passedOn() {
            return number("select sum(count) from core.usage_day where metric = 'order.placed' and tenant_id = ?");
        }

        /** A number of the workspace; 0 for a sum of nothing. */
        long number(String sql) {
            return database.all(sql, workspace.tenant().value()).getFirst() instanceof Number number
                    ? number.longValue()
                    : 0;
        }
    }
}
