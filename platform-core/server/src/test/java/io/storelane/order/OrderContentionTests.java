package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Many clients at two servers who want the same units. */
@Isolated
class OrderContentionTests extends ServerTests {

    private static final String ORDERS = "/api/v1/orders";
    private static final int CLIENTS = 64;

    @Autowired
    ApplicationContext context;

    private Shop shop;
    private UUID channel;
    private UUID location;
    private ApiClient program;

    @BeforeEach
    void aShop() {
        Stage stage = new Stage(context);
        Workspace workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        location = shop.location("HOT", "330106", 100);
        program = stage.program(workspace.owner(), workspace, stage.top(workspace));
    }

    private String order(String number, List<String> skus) {
        return """
                {"channelId": "%s", "externalId": "%s", "buyer": {"name": "Wang Fang"}, "lines": [%s]}""".formatted(
                        channel,
                        number,
                        String.join(
                                ",",
                                skus.stream()
                                        .map("{\"sku\": \"%s\", \"quantity\": 1}"::formatted)
                                        .toList()));
    }

    /** Answers of all clients, half of them at each server. */
    private static List<Answer> together(ApiClient one, ApiClient two, int each, Request request) throws Exception {
        List<Callable<List<Answer>>> clients = IntStream.range(0, CLIENTS)
                .<Callable<List<Answer>>>mapToObj(client -> () -> IntStream.range(0, each)
                        .mapToObj(n -> request.send(client % 2 == 0 ? one : two, client, n))
                        .toList())
                .toList();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<List<Answer>> client : pool.invokeAll(clients)) {
                answers.addAll(client.get());
            }
        }
        return answers;
    }

    private interface Request {
        Answer send(ApiClient client, int number, int n);
    }

    @Test
    void ordersOfTheSameGoodsInOppositeOrderAllComeInAndTheLastUnitIsSoldOnce() throws Exception {
        List<String> skus = List.of("X", "Y", "Z");
        skus.forEach(sku -> shop.stock(shop.goods(sku, 100), location, 100_000));
        UUID scarce = shop.goods("SCARCE", 100);
        shop.stock(scarce, location, 300);
        try (SecondServer second = SecondServer.start()) {
            ApiClient there = program.at(second.address());
            List<Answer> placed = together(program, there, 8, (client, number, n) -> {
                List<String> order = new ArrayList<>(skus);
                if (number % 4 < 2) {
                    Collections.reverse(order);
                }
                return client.post(ORDERS, order("D-" + number + "-" + n, order));
            });
            assertThat(placed)
                    .allSatisfy(a -> assertThat(a.status()).as(a.body()).isEqualTo(201));
            assertThat(shop.number("select sum(reserved) from core.stock_level"))
                    .isEqualTo(3L * placed.size());

            List<Answer> tries = together(
                    program,
                    there,
                    10,
                    (client, number, n) -> client.post(ORDERS, order("S-" + number + "-" + n, List.of("SCARCE"))));
            assertThat(tries.stream().filter(a -> a.status() == 201)).hasSize(300);
            assertThat(tries.stream().filter(a -> a.status() != 201)).allSatisfy(a -> {
                assertThat(a.status()).as(a.body()).isEqualTo(409);
                assertThat(a.at("/errors/0/code")).isEqualTo("order/short");
                assertThat(a.at("/errors/0/field")).isEqualTo("/lines/0/quantity");
            });
        }
        assertThat(shop.number("select reserved from core.stock_level where variant_id = ?", scarce))
                .isEqualTo(300);
        assertThat(shop.number("""
                        select count(*) from core.stock_level s where s.reserved <> (select sum(m.reserved) from core.stock_move m
                          where m.variant_id = s.variant_id and m.location_id = s.location_id)""")).isZero();
        assertThat(shop.number("select count(*) from core.sales_order"))
                .isEqualTo(shop.number("select count(*) from core.event where type = 'order.placed'"));
    }
}
