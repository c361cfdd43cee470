package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.ApiClient;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A server that is killed while it takes orders in: what it acknowledged is there, and nothing is there twice. */
@Isolated
class OrderCrashTests extends ServerTests {

    private static final String ORDERS = "/api/v1/orders";
    private static final int ROUNDS = Boolean.getBoolean("storelane.long") ? 50 : 5;
    private static final int CLIENTS = 16;
    private static final int BEFORE_THE_END = 60;
    private static final int UNITS = 1_000_000;
    private static final List<String> SKUS = List.of("A", "B", "C", "D", "E");
    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    ApplicationContext context;

    private Workspace workspace;
    private Shop shop;
    private UUID channel;
    private ApiClient program;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger numbers = new AtomicInteger();

    @BeforeEach
    void aShop() {
        Stage stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
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

    @Test
    void whatIsAcknowledgedSurvivesAndARetryHasOneEffect() throws Exception {
        SecondServer server = SecondServer.start();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                server = round(server);
            }
            everythingAddsUp();
        } finally {
            server.close();
        }
    }

    /** Kills the server under load, starts it again and sends once more whatever was not acknowledged. */
    private SecondServer round(SecondServer server) throws Exception {
        AtomicBoolean killed = new AtomicBoolean();
        int wanted = acknowledged.size() + BEFORE_THE_END;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            ApiClient client = program.at(server.address());
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(pool.submit(() -> place(client, killed)));
            }
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> acknowledged.size() >= wanted);
            killed.set(true);
            server.kill();
            for (Future<?> each : clients) {
                each.get();
            }
        }
        server.awaitGone();
        assertThat(stored()).containsAll(acknowledged);
        SecondServer again = server.again();
        ApiClient client = program.at(again.address());
        for (String number : new HashSet<>(sent)) {
            if (!acknowledged.contains(number)) {
                int status = client.post(ORDERS, order(number)).status();
                assertThat(status).isIn(200, 201);
                acknowledged.add(number);
            }
        }
        assertThat(stored()).containsExactlyInAnyOrderElementsOf(sent);
        return again;
    }

    private void place(ApiClient client, AtomicBoolean killed) {
        while (!killed.get()) {
            String number = "N" + numbers.incrementAndGet();
            sent.add(number);
            try {
                ApiClient.Answer answer = client.post(ORDERS, order(number));
                if (answer.status() == 201) {
                    acknowledged.add(number);
                } else {
                    assertThat(killed).as(answer.body()).isTrue();
                }
            } catch (UncheckedIOException e) {
                assertThat(killed).as("the server was there").isTrue();
            }
        }
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

    private Set<String> stored() {
        List<String> found = Stage.all(
                        "select external_id from core.sales_order where tenant_id = ?",
                        workspace.tenant().value())
                .stream()
                .map(String::valueOf)
                .toList();
        assertThat(found).doesNotHaveDuplicates();
        return new HashSet<>(found);
    }

    private void everythingAddsUp() {
        int orders = sent.size();
        assertThat(shop.number("select count(*) from core.order_line")).isEqualTo(3L * orders);
        assertThat(shop.number("select sum(quantity) from core.reservation where state = 'held'"))
                .isEqualTo(4L * orders);
        assertThat(shop.number("select sum(reserved) from core.stock_level")).isEqualTo(4L * orders);
        assertThat(shop.number("""
                        select count(*) from core.stock_level s where s.reserved <> (select sum(m.reserved) from core.stock_move m
                          where m.variant_id = s.variant_id and m.location_id = s.location_id)""")).isZero();
        assertThat(shop.number("select count(*) from core.event where type = 'order.placed'"))
                .isEqualTo(orders);
        assertThat(shop.number("select count(*) from core.order_entry where kind = 'placed'"))
                .isEqualTo(orders);
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.placed'"))
                .isEqualTo(orders);
        // what it had not passed on is passed on by whoever is there
        context.getBean(ReadyMarks.class).repair();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shop.number(
                                "select coalesce(sum(count), 0) from core.usage_day where metric = 'order.placed'"))
                        .isEqualTo(orders));
    }
}
