package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Permission;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** One thing done to many orders by a program: each for itself, many of them by a job. */
class OrderBulkApiTests extends ServerTests {

    private static final String BULK = "/api/v1/orders/actions/bulk";

    @Autowired
    ApplicationContext context;

    private Stage stage;
    private Workspace workspace;
    private UUID channel;
    private ApiClient client;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        shop.stock(shop.goods("MUG", 1_500), shop.location("NEAR", "330106", 100), 100);
        client = stage.program(workspace.owner(), workspace, stage.top(workspace));
    }

    private List<String> orders(int number) {
        String all = IntStream.range(0, number)
                .mapToObj(i -> """
                        {"channelId": "%s", "externalId": "B-%d", "lines": [{"sku": "MUG", "quantity": 1}]}""".formatted(channel, i))
                .collect(Collectors.joining(","));
        Answer placed = client.post("/api/v1/orders/bulk", "{\"orders\": [" + all + "]}");
        assertThat(placed.status()).as(placed.body()).isEqualTo(200);
        return placed.json()
                .at("/results")
                .valueStream()
                .map(r -> r.at("/id").asString())
                .toList();
    }

    private static String body(String action, List<String> ids, String more) {
        return ids.stream()
                .map(id -> "\"" + id + "\"")
                .collect(Collectors.joining(",", "{\"action\": \"" + action + "\", \"ids\": [", "]" + more + "}"));
    }

    @Test
    void ofAFewEachHasItsResultAtOnce() {
        List<String> ids = orders(3);
        client.post("/api/v1/orders/" + ids.getFirst() + "/hold", "{}");
        String gone = UUID.randomUUID().toString();

        Answer held = client.with("Accept-Language", "zh-CN")
                .post(
                        BULK,
                        body(
                                "hold",
                                Stream.concat(ids.stream(), Stream.of(gone)).toList(),
                                ", \"reason\": \"Stock-taking\""));

        assertThat(held.status()).as(held.body()).isEqualTo(200);
        assertThat(held.at("/done")).isEqualTo("2");
        assertThat(held.json().at("/jobId").isNull()).isTrue();
        assertThat(held.at("/data/0/error/code")).isEqualTo("order/already-held");
        assertThat(held.at("/data/0/error/detail")).matches(".*\\p{IsHan}.*");
        assertThat(held.json().at("/data/1/error").isNull()).isTrue();
        assertThat(held.at("/data/3/id")).isEqualTo(gone);
        assertThat(held.at("/data/3/error/code")).isEqualTo("order/not-found");
        assertThat(client.get("/api/v1/orders/" + ids.get(1)).at("/holdReason")).isEqualTo("Stock-taking");
    }

    @Test
    void aListOfTheWrongLengthIsToldSo() {
        Answer few = client.post(BULK, "{\"action\": \"hold\", \"ids\": []}");
        assertThat(few.status()).as(few.body()).isEqualTo(422);
        assertThat(few.at("/errors/0/field")).isEqualTo("/ids");
        assertThat(few.at("/errors/0/code")).isEqualTo("invalid/size");
        assertThat(few.at("/errors/0/detail")).isEqualTo("These are too few: give at least 1.");
        String id = "\"" + UUID.randomUUID() + "\"";
        String many = "{\"action\": \"hold\", \"ids\": [" + String.join(",", Collections.nCopies(10_001, id)) + "]}";
        assertThat(client.post(BULK, many).at("/errors/0/detail"))
                .isEqualTo("These are too many: at most 10,000 at a time.");
        assertThat(client.with("Accept-Language", "zh-CN")
                        .post(BULK, "{\"action\": \"hold\", \"ids\": []}")
                        .at("/errors/0/detail"))
                .isEqualTo("数量不足：至少提供 1 项。");
    }

    @Test
    void allThatMatchAreTaggedAssignedAndCancelled() {
        List<String> ids = orders(3);
        client.post("/api/v1/orders/" + ids.getFirst() + "/hold", "{}");

        Answer tagged = client.post(BULK, """
                {"action": "tag", "tag": "gift", "matching": {"view": "held"}}""");
        assertThat(tagged.at("/done")).as(tagged.body()).isEqualTo("1");
        assertThat(client.get("/api/v1/orders?tag=gift").at("/data/0/id")).isEqualTo(ids.getFirst());

        Answer assigned = client.post(
                BULK,
                "{\"action\": \"assign\", \"assigneeId\": \""
                        + workspace.owner().id() + "\", \"matching\": {\"tag\": \"gift\"}}");
        assertThat(assigned.at("/done")).as(assigned.body()).isEqualTo("1");
        assertThat(client.get("/api/v1/orders?assignee=" + workspace.owner().id())
                        .json()
                        .at("/data"))
                .hasSize(1);

        assertThat(client.post(BULK, body("cancel", ids.subList(1, 3), "")).at("/done"))
                .isEqualTo("2");
        assertThat(client.get("/api/v1/orders?view=cancelled").json().at("/data"))
                .hasSize(2);
    }

    @Test
    void ofMoreAJobSaysWhatBecameOfEach() {
        List<String> ids = orders(51);
        client.post("/api/v1/orders/" + ids.getFirst() + "/hold", "{}");

        ApiClient repeating = client.with("Idempotency-Key", "hold-all");
        Answer started = repeating.post(BULK, body("hold", ids, ""));
        Answer again = repeating.post(BULK, body("hold", ids, ""));

        assertThat(started.status()).as(started.body()).isEqualTo(200);
        assertThat(again.at("/jobId")).isEqualTo(started.at("/jobId"));
        String job = "/api/v1/jobs/" + started.at("/jobId");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.get(job).at("/state").equals("done"));
        assertThat(client.get(job).at("/failed")).isEqualTo("1");
        Answer failed = client.get(job + "/items?state=failed");
        assertThat(failed.at("/data/0/ref")).isEqualTo(ids.getFirst());
        assertThat(failed.at("/data/0/error/code")).isEqualTo("order/already-held");
    }

    @Test
    void whatIsAskedForWrongIsNamedAndNothingIsDone() {
        List<String> ids = orders(1);
        assertThat(client.post(BULK, body("burn", ids, "")).at("/errors/0/field"))
                .isEqualTo("/action");
        assertThat(client.post(BULK, body("tag", ids, "")).at("/errors/0/field"))
                .isEqualTo("/tag");
        assertThat(client.post(BULK, "{\"action\": \"hold\"}").at("/errors/0/field"))
                .isEqualTo("/ids");
        assertThat(client.post(BULK, body("hold", ids, ", \"matching\": {}")).at("/errors/0/code"))
                .isEqualTo("job/chosen-twice");
        assertThat(client.post(BULK, "{\"action\": \"hold\", \"matching\": {\"view\": \"hold\"}}")
                        .at("/errors/0/field"))
                .isEqualTo("/matching/view");
        ApiClient views = new ApiClient(
                stage.key(workspace.owner(), workspace, stage.top(workspace), Set.of(Permission.ORDERS_VIEW))
                        .token());
        assertThat(views.post(BULK, body("hold", ids, "")).status()).isEqualTo(403);
        assertThat(client.get("/api/v1/orders?view=held").json().at("/data")).isEmpty();
    }

    @Test
    void aKeyOfAnotherOutletChangesNoneOfThem() {
        List<String> ids = orders(1);
        UUID outlet = stage.node(workspace, stage.top(workspace), "Elsewhere");
        ApiClient elsewhere = stage.program(workspace.owner(), workspace, outlet);

        assertThat(elsewhere.post(BULK, body("hold", ids, "")).at("/data/0/error/code"))
                .isEqualTo("order/not-found");
        assertThat(elsewhere
                        .post(BULK, "{\"action\": \"cancel\", \"matching\": {}}")
                        .at("/done"))
                .isEqualTo("0");
        assertThat(client.get("/api/v1/orders/" + ids.getFirst()).at("/state")).isEqualTo("open");
    }

    @Test
    void theListIsCountedAndExportedAsItIsShown() {
        List<String> ids = orders(3);
        client.post(BULK, body("hold", ids.subList(0, 1), ""));

        assertThat(client.get("/api/v1/orders/counts").at("/all")).isEqualTo("3");
        assertThat(client.get("/api/v1/orders/counts").at("/held")).isEqualTo("1");
        assertThat(client.get("/api/v1/orders/counts?tag=none").at("/all")).isEqualTo("0");

        for (String view : OrderFilter.VIEWS) {
            assertThat(client.get("/api/v1/orders?view=" + view).status())
                    .as(view)
                    .isEqualTo(200);
            assertThat(client.get("/api/v1/orders/export?view=" + view).status())
                    .as(view)
                    .isEqualTo(200);
        }
        assertThat(client.get("/api/v1/orders/counts?view=held").problem()).isEqualTo("api/unknown-parameter");

        Answer file =
                client.with("Accept-Language", "zh-CN").get("/api/v1/orders/export?view=held&columns=number,total");
        assertThat(file.header("Content-Type")).startsWith("text/csv");
        assertThat(file.body().lines().toList()).hasSize(2);
        assertThat(file.body()).contains("订单", "15.00");
        ApiClient views = new ApiClient(
                stage.key(workspace.owner(), workspace, stage.top(workspace), Set.of(Permission.ORDERS_VIEW))
                        .token());
        assertThat(views.get("/api/v1/orders/export").status()).isEqualTo(200);
        assertThat(views.get("/api/v1/orders/export?personal=true").status()).isEqualTo(403);
        assertThat(Stage.<Long>one(
                        "select count(*) from core.audit_entry where tenant_id = ? and action = 'order.exported'",
                        workspace.tenant().value()))
                .isEqualTo(2 + OrderFilter.VIEWS.size());
    }
}
