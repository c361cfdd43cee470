package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Shop;
import io.storelane.plugin.testkit.TestServer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** A workspace with the plugin and a channel, and what happens there. */
final class Market {

    final Shop shop;
    private final String node;
    private final String channel;

    Market(String name) {
        this(TestServer.get().shop(name).enable());
    }

    /** One that has not enabled the plugin yet. */
    static Market before(String name) {
        return new Market(TestServer.get().shop(name));
    }

    private Market(Shop shop) {
        this.shop = shop;
        node = shop.api().get("/api/v1/nodes").at("/data/0/id");
        channel = made(shop.api().post("/api/v1/channels", """
                        {"code": "web", "name": "Web shop", "kind": "api", "nodeId": "%s", "currency": "USD"}""".formatted(node)));
    }

    private static String made(Outcome outcome) {
        assertThat(outcome.status()).as(outcome.body()).isBetween(200, 299);
        return outcome.at("/id");
    }

    UUID customer(String name) {
        return UUID.fromString(made(shop.api().post("/api/v1/customers", """
                        {"kind": "person", "name": "%s", "nodeId": "%s"}""".formatted(name, node))));
    }

    void livesIn(UUID customer, String city) {
        made(shop.api().post("/api/v1/customers/" + customer + "/addresses", """
                        {"label": "", "name": "Home", "phone": "", "country": "US", "province": "", "city": "%s", "district": "",
                         "street": "1 Main St", "postalCode": "", "main": true}""".formatted(city)));
    }

    void agrees(UUID customer, String way, boolean given) {
        made(shop.api().post("/api/v1/customers/" + customer + "/consents", """
                        {"channel": "%s", "given": %s, "source": "form"}""".formatted(way, given)));
    }

    void tag(UUID customer, String... tags) {
        String list = List.of(tags).stream().map(t -> "\"" + t + "\"").collect(Collectors.joining(","));
        Outcome done =
                shop.api().post("/api/v1/customers/tag", "{\"ids\": [\"%s\"], \"tag\": %s}".formatted(customer, list));
        assertThat(done.status()).as(done.body()).isEqualTo(200);
    }

    /** @param cents what it costs */
    UUID order(UUID customer, long cents) {
        return shop.sold(UUID.fromString(channel), customer, cents);
    }

    void delivered(UUID order) {
        shop.happened("order.delivered", "order", order, "{\"number\": \"x\", \"units\": {\"CUP\": 1}}");
    }

    /** Waits until a page of the plugin says so. */
    Outcome says(String page, String text) {
        Outcome answer = shop.getUntil(page, text);
        assertThat(answer.body()).contains(text);
        return answer;
    }
}
