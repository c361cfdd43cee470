package io.storelane.channelvendure;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.Shop;
import io.storelane.plugin.testkit.TestServer;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A workspace with a location, and a channel for a shop that it connects. */
final class Merchant {

    private static final byte[] DOT = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    final Shop shop;
    final String channel;
    private final String node;
    private final String location;
    private String account = "";

    Merchant(String name) {
        shop = TestServer.get().shop(name).enable();
        node = shop.api().get("/api/v1/nodes").at("/data/0/id");
        channel = made("/api/v1/channels", """
                {"code": "vendure", "name": "Vendure", "kind": "api", "nodeId": "%s", "currency": "USD"}""".formatted(node));
        location = made("/api/v1/locations", """
                {"code": "HZ", "name": "Hangzhou", "kind": "own", "nodeId": "%s", "address": {"country": "CN", "region": "330106"},
                 "timeZone": "Asia/Shanghai", "priority": 10, "ships": true}""".formatted(node));
    }

    private String made(String path, String json) {
        Outcome outcome = shop.api().post(path, json);
        assertThat(outcome.status()).as(outcome.body()).isBetween(200, 299);
        return outcome.at("/id");
    }

    /** A product that is sold in all channels, with units on the shelf. */
    void sells(String sku, long units) {
        String category = made("/api/v1/categories", "{\"name\": {\"en\": \"%s\"}}".formatted(sku));
        String product = made("/api/v1/products", """
                {"kind": "goods", "title": {"en": "%1$s"}, "categoryId": "%2$s", "variants": [{"sku": "%1$s", "weight": 350}]}""".formatted(sku, category));
        Outcome picture = shop.api().post("/api/v1/products/" + product + "/images", DOT, "image/png");
        assertThat(picture.status()).as(picture.body()).isBetween(200, 299);
        JsonNode list = JsonMapper.shared()
                .readTree(shop.api().get("/api/v1/price-lists").body())
                .at("/data/0");
        String prices = "/api/v1/price-lists/" + list.path("id").asString();
        Outcome priced = shop.api()
                .put(
                        prices + "/prices",
                        """
                {"prices": [{"sku": "%s", "price": {"amount": 900, "currency": "USD"}}]}""".formatted(sku),
                        Long.parseLong(shop.api().get(prices).at("/version")));
        assertThat(priced.status()).as(priced.body()).isBetween(200, 299);
        Outcome listed = shop.api().post("/api/v1/products/" + product + "/list", "");
        assertThat(listed.status()).as(listed.body()).isBetween(200, 299);
        receives(sku, units);
    }

    void receives(String sku, long units) {
        Outcome received =
                shop.api().post("/api/v1/stock/receipts", """
                {"locationId": "%s", "reference": "DN-%s-%d", "lines": [{"sku": "%s", "quantity": %d}]}""".formatted(location, sku, System.nanoTime(), sku, units));
        assertThat(received.status()).as(received.body()).isBetween(200, 299);
    }

    /** Fills in the form of an account. */
    Outcome connects(String language, Map<String, String> fields) {
        Map<String, String> form =
                new HashMap<>(Map.of("plugin", "channel-vendure", "name", "Vendure shop", "channelId", channel));
        fields.forEach((field, value) -> form.put("field-" + field, value));
        return shop.owner().speaking(language).post("/w/" + shop.slug() + "/channel-accounts/new", form);
    }

    /** Connects the real shop. */
    Merchant connects(RealVendure vendure) {
        return connects(vendure, RealVendure.USER);
    }

    Merchant connects(RealVendure vendure, String user) {
        Outcome connected =
                connects("en", Map.of("address", vendure.adminApi(), "user", user, "password", RealVendure.PASSWORD));
        assertThat(connected.location()).as(connected.body()).contains("/channel-accounts/");
        account = connected.location().replaceFirst(".*/", "");
        return this;
    }

    String account() {
        return shop.owner()
                .get("/w/" + shop.slug() + "/channel-accounts/" + account)
                .body();
    }

    /** Presses a button on the account's page. */
    void press(String button) {
        Outcome pressed =
                shop.owner().post("/w/" + shop.slug() + "/channel-accounts/" + account + "/" + button, Map.of());
        assertThat(pressed.status()).as(pressed.body()).isLessThan(400);
    }

    /** The order with this number in the shop; missing if there is none. */
    JsonNode order(String code) {
        JsonNode found = JsonMapper.shared()
                .readTree(shop.api().get("/api/v1/orders?q=" + code).body())
                .at("/data/0/id");
        return JsonMapper.shared()
                .readTree(
                        found.isMissingNode()
                                ? "{}"
                                : shop.api()
                                        .get("/api/v1/orders/" + found.asString())
                                        .body());
    }

    /** Asks for orders until it is so: a run that is at work when the button is pressed may have looked already. */
    void asksUntil(BooleanSupplier so) {
        AtomicReference<Instant> pressed = new AtomicReference<>(Instant.EPOCH);
        Patience.until(() -> {
            if (so.getAsBoolean()) {
                return true;
            }
            if (pressed.get().isBefore(Instant.now().minusSeconds(3))) {
                press("hurry");
                pressed.set(Instant.now());
            }
            return false;
        });
    }

    JsonNode arrived(String code) {
        asksUntil(() -> order(code).has("id"));
        JsonNode order = order(code);
        assertThat(order.path("externalId").asString("")).as(account()).isEqualTo(code);
        return order;
    }

    /** Its fulfilment order is packed; the answer. */
    JsonNode packed(String order) {
        String path = "/api/v1/orders/" + order + "/fulfilments";
        Patience.until(() -> !shop.api().get(path).at("/data/0/id").isEmpty());
        String id = shop.api().get(path).at("/data/0/id");
        assertThat(id).as(shop.api().get(path).body()).isNotEmpty();
        made("/api/v1/fulfilments/" + id + "/accept", "");
        made("/api/v1/fulfilments/" + id + "/pack", "");
        return JsonMapper.shared()
                .readTree(shop.api().get("/api/v1/fulfilments/" + id).body());
    }

    void ships(JsonNode fulfilment, String parcels) {
        made(
                "/api/v1/fulfilments/" + fulfilment.path("id").asString() + "/parcels",
                "{\"parcels\": [" + parcels + "]}");
    }
}
