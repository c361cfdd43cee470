package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.order.OrderClients.Sums;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.DatabaseProxy;
import io.storelane.support.DatabaseProxy.Cut;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * The line to the database breaks at the commit of an order: whether it was committed or not, server and client try again, and
 * there is one order.
 */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostCommitTests extends ServerTests {

    /** By what a repeated order is known. */
    enum Known {
        EXTERNAL_ID,
        IDEMPOTENCY_KEY,
        NOTHING
    }

    private static final String ORDERS = "/api/v1/orders";
    private static final String WRITES_ORDERS = "insert into core.sales_order";
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Less than passes between two sweeps for work that nobody was told of. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Autowired
    ApplicationContext context;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private DatabaseProxy proxy;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private SecondServer server;

    private Workspace workspace;
    private UUID channel;
    private ApiClient program;

    @BeforeAll
    void aServerBehindAProxy() throws IOException {
        proxy = DatabaseProxy.start();
        server = SecondServer.start(Map.of("STORELANE_DB_URL", proxy.jdbcUrl(), "STORELANE_EVENT_PATIENCE", "500ms"));
    }

    @AfterAll
    void end() throws IOException {
        server.close();
        proxy.close();
    }

    @BeforeEach
    void aShop() {
        Stage stage = new Stage(context);
        workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        shop.stock(shop.goods("MUG", 1_500), shop.location("A", "330106", 100), 100);
        program = stage.program(workspace.owner(), workspace, stage.top(workspace))
                .at(server.address());
        // what is read once per workspace is read before
        assertThat(program.get(ORDERS).status()).isEqualTo(200);
    }

    private Answer place(Known known) {
        return (known == Known.IDEMPOTENCY_KEY ? program.with("Idempotency-Key", "one-and-the-same") : program)
                .post(ORDERS, order(known == Known.EXTERNAL_ID ? "\"L-1\"" : "null"));
    }

    private String order(String externalId) {
        return """
                {"channelId": "%s", "externalId": %s, "buyer": {"name": "Wang Fang"}, "lines": [{"sku": "MUG", "quantity": 2}]}""".formatted(channel, externalId);
    }

    private void thereAre(int orders) {
        var sums = new Sums(Stage::all, workspace);
        sums.areOf(orders, orders, 2L * orders);
        await().atMost(AT_ONCE).untilAsserted(() -> assertThat(sums.passedOn()).isEqualTo(orders));
    }

    @ParameterizedTest
    @CsvSource({
        "AFTER_COMMIT, EXTERNAL_ID",
        "AFTER_COMMIT, IDEMPOTENCY_KEY",
        "AFTER_COMMIT, NOTHING",
        "BEFORE_COMMIT, EXTERNAL_ID",
        "BEFORE_COMMIT, IDEMPOTENCY_KEY",
        "BEFORE_COMMIT, NOTHING"
    })
    void theServerFindsOutWhatBecameOfAnOrder(Cut cut, Known known) {
        int before = proxy.cuts();
        proxy.arm(cut, WRITES_ORDERS, false);
        Answer answer = place(known);
        assertThat(proxy.cuts()).isEqualTo(before + 1);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
        if (known != Known.NOTHING) {
            Answer again = place(known);
            assertThat(again.status()).as(again.body()).isIn(200, 201);
            assertThat(again.at("/id")).isEqualTo(answer.at("/id"));
        }
        thereAre(1);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void theServerFindsOutWhatBecameOfManyOrders(Cut cut) {
        int before = proxy.cuts();
        proxy.arm(cut, WRITES_ORDERS, false);
        List<String> numbers = numbers(program.post(ORDERS + "/bulk", bulk(5)), 5);
        assertThat(proxy.cuts()).isEqualTo(before + 1);
        assertThat(numbers).hasSize(5).doesNotHaveDuplicates();
        assertThat(numbers(program.post(ORDERS + "/bulk", bulk(5)), 5)).isEqualTo(numbers);
        thereAre(5);
    }

    private String bulk(int orders) {
        return IntStream.range(0, orders)
                .mapToObj(i -> order("\"B-" + i + "\""))
                .collect(Collectors.joining(",", "{\"orders\": [", "]}"));
    }

    private static List<String> numbers(Answer answer, int orders) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return IntStream.range(0, orders)
                .mapToObj(i -> answer.at("/results/" + i + "/number"))
                .toList();
    }

    /** The database is away for longer than the server waits for it, so the client learns nothing. */
    @ParameterizedTest
    @CsvSource({"AFTER_COMMIT, EXTERNAL_ID", "AFTER_COMMIT, IDEMPOTENCY_KEY", "BEFORE_COMMIT, EXTERNAL_ID"})
    void whoGotNoAnswerSendsAgain(Cut cut, Known known) {
        int before = proxy.cuts();
        proxy.arm(cut, WRITES_ORDERS, true);
        Answer failure;
        try {
            failure = place(known);
        } finally {
            proxy.mend();
        }
        assertThat(proxy.cuts()).isEqualTo(before + 1);
        assertThat(failure.status()).as(failure.body()).isEqualTo(503);
        assertThat(failure.header("Content-Type")).startsWith("application/problem+json");
        await().atMost(SOON).untilAsserted(() -> {
            Answer again = place(known);
            assertThat(again.status()).as(again.body()).isIn(200, 201);
        });
        thereAre(1);
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void ofAnOrderAmongOthersItIsNotSaidThatNothingWasStored(Cut cut) {
        proxy.arm(cut, WRITES_ORDERS, true);
        Answer answer;
        try {
            answer = program.post(ORDERS + "/bulk", bulk(1));
        } finally {
            proxy.mend();
        }
        assertThat(answer.at("/results/0/errors/0/code")).as(answer.body()).isEqualTo("order/outcome-unknown");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(numbers(program.post(ORDERS + "/bulk", bulk(1)), 1)
                                .getFirst())
                        .isNotEmpty());
        thereAre(1);
    }
}
