package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Locations and stock by the API. */
class InventoryApiTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shelf shelf;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiClient program;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID north;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID south;

    @Autowired
    InventoryApiTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
    }

    @BeforeEach
    void aShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        shelf = new Shelf(context, shop);
        north = stage.node(shop, stage.top(shop), "North");
        south = stage.node(shop, stage.top(shop), "South");
        program = stage.program(shop.owner(), shop, stage.top(shop));
    }

    @Test
    void aLocationIsMadeReadChangedAndClosed() {
        String body = """
                {"code": "HZ", "name": "Hangzhou", "kind": "own", "nodeId": "%s", "address": {"country": "CN", "region": "%s"},
                 "timeZone": "Asia/Shanghai", "cutOff": "16:00", "priority": 10, "ships": true}""";
        Answer made = program.post("/api/v1/locations", body.formatted(north, "330106"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.at("/address/district")).isEqualTo("西湖区");
        String path = made.header("Location");
        assertThat(program.put(path, body.formatted(north, "330108")).status()).isEqualTo(428);
        Answer changed = program.with("If-Match", made.header("ETag")).put(path, body.formatted(north, "330108"));
        assertThat(changed.at("/address/district")).isEqualTo("滨江区");
        Answer stale = program.with("If-Match", made.header("ETag")).put(path, body.formatted(north, "330108"));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(program.post(path + "/close", "").at("/active")).isEqualTo("false");
        Answer wrong = program.post(
                "/api/v1/locations", body.formatted(north, "999999").replace("\"HZ\"", "\"B\""));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.problem()).isEqualTo("inventory/region-unknown");
        assertThat(program.get("/api/v1/locations?state=closed").at("/data/0/code"))
                .isEqualTo("HZ");
        assertThat(program.delete(path).status()).isEqualTo(204);
    }

    @Test
    void stockIsReceivedCountedAndExplained() {
        UUID place = shelf.location("N", north);
        shelf.variant("MUG");
        String line = """
                {"locationId": "%s", "reference": "DN-7", "lines": [{"sku": "%s", "quantity": %d}]}""";
        Answer received = program.with("Idempotency-Key", "receipt-1")
                .post("/api/v1/stock/receipts", line.formatted(place, "MUG", 12));
        assertThat(received.status()).as(received.body()).isEqualTo(200);
        assertThat(received.at("/data/0/available")).isEqualTo("12");
        // the same once more is answered as before and changes nothing
        Answer again = program.with("Idempotency-Key", "receipt-1")
                .post("/api/v1/stock/receipts", line.formatted(place, "MUG", 12));
        assertThat(again.body()).isEqualTo(received.body());
        assertThat(program.post("/api/v1/stock/counts", line.formatted(place, "MUG", 10))
                        .at("/data/0/onHand"))
                .isEqualTo("10");
        assertThat(program.post("/api/v1/stock/damages", line.formatted(place, "MUG", 1))
                        .at("/data/0/onHand"))
                .isEqualTo("9");
        for (String missing : new String[] {"{\"sku\": \"MUG\"}", "{\"sku\": \"MUG\", \"quantity\": null}"}) {
            Answer needed = program.post(
                    "/api/v1/stock/counts", "{\"locationId\": \"%s\", \"lines\": [%s]}".formatted(place, missing));
            assertThat(needed.at("/errors/0/field")).as(needed.body()).isEqualTo("/lines/0/quantity");
            assertThat(needed.at("/errors/0/code")).isEqualTo("api/required");
        }
        Answer unknown = program.post("/api/v1/stock/adjustments", line.formatted(place, "NONE", 1));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.at("/errors/0/field")).isEqualTo("/lines/0/sku");
        Answer tooMuch = program.post("/api/v1/stock/adjustments", line.formatted(place, "MUG", -10));
        assertThat(tooMuch.status()).isEqualTo(409);
        assertThat(tooMuch.problem()).isEqualTo("inventory/not-enough");
        Answer moves = program.get("/api/v1/stock/moves?sku=MUG");
        assertThat(moves.at("/data/0/reason")).isEqualTo("damage");
        assertThat(moves.at("/data/2/reason")).isEqualTo("receipt");
        assertThat(moves.at("/data/2/onHandAfter")).isEqualTo("12");
        assertThat(program.post("/api/v1/stock/safety", """
                {"locationId": "%s", "sku": "MUG", "safety": 20}""".formatted(place)).at("/safety"))
                .isEqualTo("20");
        assertThat(program.get("/api/v1/stock?state=low").at("/data/0/sku")).isEqualTo("MUG");
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/onHand"))
                .isEqualTo("9");
    }

    @Test
    void aSkuMayHaveAnyCharacters() {
        UUID place = shelf.location("N", north);
        String sku = "A/B%C;D\\E?F#G";
        UUID variant = shelf.variant(sku);
        shelf.receive(place, sku, 3);
        Answer read = program.get(
                "/api/v1/stock/item?sku=" + java.net.URLEncoder.encode(sku, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.at("/sku")).isEqualTo(sku);
        assertThat(read.at("/levels/0/onHand")).isEqualTo("3");
        assertThat(program.get("/api/v1/stock/item?sku=NONE").problem()).isEqualTo("inventory/variant-not-found");
        assertThat(stage.browser(shop.owner())
                        .get("/w/" + shop.slug() + "/stock")
                        .body())
                .contains("/stock/" + variant);
    }

    @Test
    void listsAreSortedAsOnThePages() {
        UUID first = shelf.location("A", north);
        UUID last = shelf.location("Z", south);
        shelf.variant("MUG");
        shelf.variant("POT");
        shelf.receive(first, "POT", 3);
        shelf.receive(last, "MUG", 5);
        assertThat(program.get("/api/v1/locations?sort=-code").at("/data/0/code"))
                .isEqualTo("Z");
        assertThat(program.get("/api/v1/locations").at("/data/0/code")).isEqualTo("A");
        assertThat(program.get("/api/v1/stock").at("/data/0/sku")).isEqualTo("MUG");
        assertThat(program.get("/api/v1/stock?sort=-sku").at("/data/0/sku")).isEqualTo("POT");
        assertThat(program.get("/api/v1/stock?sort=available").at("/data/0/sku"))
                .isEqualTo("POT");
        for (String note : new String[] {"one", "two"}) {
            assertThat(program.post(
                                    "/api/v1/stock/transfers",
                                    "{\"fromId\": \"%s\", \"toId\": \"%s\", \"note\": \"%s\", \"lines\": [{\"sku\": \"MUG\", \"quantity\": 1}]}"
                                            .formatted(last, first, note))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(program.get("/api/v1/stock/transfers").at("/data/0/note")).isEqualTo("two");
        assertThat(program.get("/api/v1/stock/transfers?sort=created").at("/data/0/note"))
                .isEqualTo("one");
        for (String name : new String[] {"Anna", "Zoe"}) {
            assertThat(program.post(
                                    "/api/v1/customers",
                                    "{\"kind\": \"person\", \"name\": \"%s\", \"nodeId\": \"%s\"}"
                                            .formatted(name, north))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(program.get("/api/v1/customers?sort=-name").at("/data/0/name"))
                .isEqualTo("Zoe");
    }

    @Test
    void nothingAtAllIsNamedAtItsPlace() {
        UUID place = shelf.location("N", north);
        for (String change : new String[] {"receipts", "adjustments", "counts", "damages"}) {
            Answer empty = program.post("/api/v1/stock/" + change, """
                    {"locationId": "%s", "lines": []}""".formatted(place));
            assertThat(empty.status()).as(empty.body()).isEqualTo(422);
            assertThat(empty.at("/errors/0/field")).isEqualTo("/lines");
        }
        Answer bulk = program.post("/api/v1/stock/adjustments/bulk", "{\"items\": []}");
        assertThat(bulk.status()).as(bulk.body()).isEqualTo(422);
        UUID other = shelf.location("S", south);
        Answer transfer = program.post("/api/v1/stock/transfers", """
                {"fromId": "%s", "toId": "%s", "lines": []}""".formatted(place, other));
        assertThat(transfer.status()).as(transfer.body()).isEqualTo(422);
        shelf.variant("MUG");
        Answer nowhere = program.post("/api/v1/stock/transfers", """
                {"fromId": "%s", "toId": "%s", "lines": [{"sku": "MUG", "quantity": 1}]}""".formatted(place, UUID.randomUUID()));
        assertThat(nowhere.at("/errors/0/field")).as(nowhere.body()).isEqualTo("/toId");
    }

    @Test
    void ofManyTheGoodOnesAreDoneAndEachBadOneIsNamed() {
        UUID place = shelf.location("N", north);
        UUID beyond = shelf.location("S", south);
        shelf.variant("MUG");
        shelf.receive(place, "MUG", 5);
        String item = """
                {"locationId": "%s", "sku": "%s", "quantity": %d}""";
        ApiClient northern = stage.program(shop.owner(), shop, north);
        Answer answer = northern.with("Idempotency-Key", "many")
                .post(
                        "/api/v1/stock/adjustments/bulk",
                        "{\"items\": ["
                                + String.join(
                                        ", ",
                                        item.formatted(place, "MUG", -2),
                                        item.formatted(place, "NONE", 1),
                                        item.formatted(beyond, "MUG", 1),
                                        item.formatted(place, "MUG", -4),
                                        item.formatted(place, "MUG", 1).replace("}", ", \"colour\": 1}"),
                                        item.formatted(place, "NONE", 1),
                                        item.formatted(place, "MUG", 3))
                                + "]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.at("/data/0/onHand")).isEqualTo("3");
        assertThat(answer.at("/data/1/error/code")).isEqualTo("inventory/sku-unknown");
        assertThat(answer.at("/data/2/error/field")).isEqualTo("/items/2/locationId");
        assertThat(answer.at("/data/3/error/code")).isEqualTo("inventory/not-enough");
        assertThat(answer.at("/data/4/error/field")).isEqualTo("/items/4/colour");
        assertThat(answer.at("/data/4/error/code")).isEqualTo("api/unknown-field");
        assertThat(answer.at("/data/5/error/field")).isEqualTo("/items/5/sku");
        assertThat(answer.at("/data/6/onHand")).isEqualTo("6");
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/onHand"))
                .isEqualTo("6");
    }

    @Test
    void aTransferIsSentAndTakenInInParts() {
        UUID from = shelf.location("N", north);
        UUID to = shelf.location("S", south);
        shelf.variant("MUG");
        shelf.receive(from, "MUG", 8);
        Answer sent = program.post("/api/v1/stock/transfers", """
                {"fromId": "%s", "toId": "%s", "lines": [{"sku": "MUG", "quantity": 6}]}""".formatted(from, to));
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        String path = sent.header("Location");
        ApiClient northern = stage.program(shop.owner(), shop, north);
        String part = """
                {"lines": [{"sku": "MUG", "quantity": 4}]}""";
        assertThat(northern.get(path).status()).isEqualTo(200);
        assertThat(northern.with("If-Match", sent.header("ETag"))
                        .post(path + "/receive", part)
                        .status())
                .isEqualTo(404);
        Answer received = program.with("If-Match", sent.header("ETag")).post(path + "/receive", part);
        assertThat(received.at("/received")).isEqualTo("4");
        Answer last = program.with("If-Match", received.header("ETag"))
                .post(path + "/receive", "{\"lines\": [], \"last\": true, \"note\": \"torn\"}");
        assertThat(last.at("/state")).isEqualTo("received");
        assertThat(last.at("/lost")).isEqualTo("2");
        assertThat(last.at("/lines/0/lost")).isEqualTo("2");
        assertThat(last.at("/lostNote")).isEqualTo("torn");
        Answer moves = program.get("/api/v1/stock/moves?sku=MUG");
        assertThat(moves.at("/data/0/reason")).isEqualTo("transfer_lost");
        assertThat(moves.at("/data/0/inTransit")).isEqualTo("-2");
        assertThat(moves.at("/data/0/onHand")).isEqualTo("0");
        assertThat(program.get("/api/v1/stock/transfers?state=received").at("/data/0/received"))
                .isEqualTo("4");
    }

    @Test
    void aKeyOfOneNodeSeesItsStockOnly() {
        shelf.variant("MUG");
        shelf.receive(shelf.location("N", north), "MUG", 1);
        shelf.receive(shelf.location("S", south), "MUG", 2);
        ApiClient northern = stage.program(shop.owner(), shop, north);
        assertThat(northern.get("/api/v1/stock").json().at("/data").size()).isEqualTo(1);
        assertThat(northern.get("/api/v1/locations").json().at("/data").size()).isEqualTo(1);
        assertThat(northern.get("/api/v1/stock/moves?sku=MUG")
                        .json()
                        .at("/data")
                        .size())
                .isEqualTo(1);
    }
}
