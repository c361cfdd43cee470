package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Shop;
import io.storelane.plugin.testkit.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
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

    /** The first takes over the second. */
    void merge(UUID into, UUID from) {
        Outcome done = shop.api().post("/api/v1/customers/" + into + "/merge", """
                        {"fromId": "%s"}""".formatted(from), version(into));
        assertThat(done.status()).as(done.body()).isLessThan(300);
    }

    private long version(UUID customer) {
        return Long.parseLong(shop.api().get("/api/v1/customers/" + customer).at("/version"));
    }

    /** Lets the workspace count its days in another zone. */
    void livesIn(String zone) throws SQLException {
        try (Connection connection = TestServer.get().database();
                PreparedStatement statement = connection.prepareStatement(
                        "update core.tenant_profile set time_zone = ? where tenant_id = ?")) {
            statement.setString(1, zone);
            statement.setObject(2, shop.tenant());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /** Rows of a table of the plugin about a customer. */
    long rows(String table, UUID customer) throws SQLException {
        try (Connection connection = TestServer.get().database();
                PreparedStatement statement = connection.prepareStatement(
                        "select count(*) from plugin_crm." + table + " where tenant_id = ? and customer_id = ?")) {
            statement.setObject(1, shop.tenant());
            statement.setObject(2, customer);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The day of a task. */
    LocalDate due(String title) throws SQLException {
        try (Connection connection = TestServer.get().database();
                PreparedStatement statement = connection.prepareStatement(
                        "select due from plugin_crm.task where tenant_id = ? and title = ?")) {
            statement.setObject(1, shop.tenant());
            statement.setString(2, title);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, LocalDate.class);
            }
        }
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
