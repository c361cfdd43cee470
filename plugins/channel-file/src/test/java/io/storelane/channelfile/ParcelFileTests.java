package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The file of parcels that a store gets: one row for each, whatever a carrier is called, and nothing of whom it must not name. */
class ParcelFileTests {

    private static final String ORDERS = """
            订单号,商家编码,数量,单价,收货人,手机,区划代码,详细地址,实付金额
            P-1,BOWL,3,10,王芳,13800138000,330106,文三路 1 号,30.00
            """;

    private static void run(String sql, Object... values) {
        try (Connection db = TestServer.get().database();
                PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).as(sql).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome asked(Sender sender, String path, String body) {
        Outcome answer = sender.shop.api().post("/api/v1" + path, body);
        assertThat(answer.status()).as(path + ": " + answer.body()).isLessThan(300);
        return answer;
    }

    private static String parcels(Sender sender, String language) {
        return sender.shop
                .owner()
                .speaking(language)
                .get(sender.shop.path("/accounts/" + sender.account + "/parcels.csv"))
                .body();
    }

    /** A place with some bowls, from which an order ships. */
    private static void stocked(Sender sender) {
        String node = sender.shop.api().get("/api/v1/channels").at("/data/0/nodeId");
        String place = asked(sender, "/locations", """
                        {"code": "HZ", "name": "Hangzhou", "kind": "own", "nodeId": "%s", "timeZone": "Asia/Shanghai", "priority": 1,
                         "ships": true, "address": {"country": "CN", "region": "330106", "street": "Wensan Road 1"}}""".formatted(node)).at("/id");
        asked(
                sender,
                "/stock/receipts",
                "{\"locationId\": \"%s\", \"reference\": \"R-1\", \"lines\": [{\"sku\": \"BOWL\", \"quantity\": 10}]}"
                        .formatted(place));
    }

    /** What has to be looked at before it ships is looked at by a person. */
    private static void checked(Sender sender, String order) {
        Outcome detail = sender.shop.api().get("/api/v1/orders/" + order);
        for (int i = 0; !detail.at("/tasks/" + i + "/id").isEmpty(); i++) {
            asked(sender, "/orders/" + order + "/tasks/" + detail.at("/tasks/" + i + "/id") + "/done", "");
        }
        assertThat(sender.shop.api().get("/api/v1/orders/" + order).at("/held"))
                .as(detail.body())
                .isEqualTo("false");
    }

    @Test
    void eachParcelThatLeavesIsARow() {
        Sender sender = new Sender("Parcels");
        stocked(sender);
        sender.shop.post(sender.uploaded("orders.csv", ORDERS) + "/import", Map.of());
        String open = "/api/v1/fulfilments?view=open";
        Patience.until(() -> sender.orders().contains("P-1"));
        checked(sender, sender.shop.api().get("/api/v1/orders").at("/data/0/id"));
        Patience.until(() -> !sender.shop.api().get(open).at("/data/0/id").isEmpty());
        String id = sender.shop.api().get(open).at("/data/0/id");
        assertThat(id).as(sender.orders()).isNotEmpty();
        String line = sender.shop.api().get("/api/v1/fulfilments/" + id).at("/lines/0/lineId");
        for (String step : new String[] {"accept", "pick", "pack"}) {
            asked(sender, "/fulfilments/" + id + "/" + step, "");
        }
        asked(sender, "/fulfilments/" + id + "/parcels", """
                        {"parcels": [{"carrier": "=顺丰, \\"快\\"", "tracking": "SF1234567890",
                          "lines": [{"lineId": "%s", "quantity": 2}]}]}""".formatted(line));
        asked(sender, "/fulfilments/" + id + "/parcels", """
                        {"parcels": [{"carrier": "YTO", "tracking": "YT0000000001",
                          "lines": [{"lineId": "%s", "quantity": 1}]}]}""".formatted(line));
        Patience.until(() -> parcels(sender, "en").lines().count() == 3);
        assertThat(parcels(sender, "en").lines())
                .hasSize(3)
                // the carrier's name is text for whoever opens the file in a spreadsheet program
                .anyMatch(row -> row.matches("P-1,\"'=顺丰, \"\"快\"\"\",SF1234567890,BOWL × 2,\\d{4}-\\d\\d-\\d\\dT.+Z"))
                .anyMatch(row -> row.matches("P-1,YTO,YT0000000001,BOWL × 1,\\d{4}-\\d\\d-\\d\\dT.+Z"));
        assertThat(parcels(sender, "zh-CN")).contains("YT0000000001").doesNotContain("??");
    }

    @Test
    void rowsThatHoldAnythingStayRows() {
        Sender sender = new Sender("Odd parcels");
        String[][] odd = {
            {"B-1", "SF", "", "BOWL × 1"},
            {"B-2", "two\nlines", "T,1", "a \"b\" × 1"},
            {"-B-3", "@SUM(A1)", "+1", "=1+1 × 1"},
        };
        for (int i = 0; i < odd.length; i++) {
            kept(sender, odd[i], i + " hours");
        }
        String file = parcels(sender, "en");
        assertThat(file)
                .contains("B-1,SF,,BOWL × 1,")
                .contains("B-2,\"two\nlines\",\"T,1\",\"a \"\"b\"\" × 1\",")
                .contains("'-B-3,'@SUM(A1),'+1,'=1+1 × 1,");
        assertThat(file.indexOf("B-1,")).as("the newest first").isLessThan(file.indexOf("B-3,"));
    }

    private static void kept(Sender sender, String[] row, String age) {
        run(
                "insert into plugin_channel_file.parcel (tenant_id, account_id, id, number, carrier, tracking, units, at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, now() - ?::interval)",
                sender.shop.tenant(),
                UUID.fromString(sender.account),
                UUID.randomUUID(),
                row[0],
                row[1],
                row[2],
                row[3],
                age);
    }

    private static Path folder(Sender sender) {
        return Path.of("target/storelane/exchange")
                .resolve(sender.shop.tenant().toString())
                .resolve("out-only");
    }

    private static void due(Sender sender, String task) {
        run(
                "update core.plugin_task set next_at = now() where plugin_id = 'channel-file' and name = ? and tenant_id = ?",
                task,
                sender.shop.tenant());
        sender.shop.disable().enable();
    }

    private static String lying(Sender sender) {
        Path file = folder(sender).resolve("out/parcels.csv");
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies in a folder says no longer than the pages whose parcel it was. */
    @Test
    void theFileInTheFolderIsWrittenAnewWhenParcelsAreEmptied() throws IOException {
        Sender sender = new Sender("Emptied parcels");
        Files.createDirectories(folder(sender));
        kept(sender, new String[] {"E-1", "SF", "SF0000000001", "BOWL × 1"}, "2 hours");
        kept(sender, new String[] {"E-2", "SF", "SF0000000002", "BOWL × 1"}, "1 hour");
        run(
                "update core.channel_account set settings = '{\"address\": \"disk\", \"bucket\": \"out-only\"}' where id = ?",
                UUID.fromString(sender.account));
        due(sender, "watched-folders");
        Patience.until(() -> lying(sender).contains("SF0000000001"));
        assertThat(lying(sender)).contains("E-1", "E-2", "SF0000000001", "SF0000000002");
        run(
                "update plugin_channel_file.parcel set at = now() - interval '91 days' where tenant_id = ? and number = 'E-1'",
                sender.shop.tenant());
        due(sender, "old-files");
        Patience.until(() -> !parcels(sender, "en").contains("E-1"));
        assertThat(parcels(sender, "en")).contains("E-2").doesNotContain("E-1", "SF0000000001");
        due(sender, "watched-folders");
        Patience.until(() -> !lying(sender).contains("E-1"));
        assertThat(lying(sender)).contains("E-2", "SF0000000002").doesNotContain("E-1", "SF0000000001");
    }
}
