package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What files say of people goes, and what became of the files stays. */
class ForgottenFileTests {

    private static final String FILE = "订单号,商家编码,数量,单价,收货人\n%1$s-1,BOWL,1,10,王芳\n%1$s-2,BOWL,1,10,李雷\n";

    private static Sender taken(String name) {
        Sender sender = new Sender(name);
        String page = sender.uploaded(name + ".csv", FILE.formatted(name));
        sender.shop.post(page + "/import", Map.of());
        Patience.until(
                () -> sender.orders().contains(name + "-1") && sender.orders().contains(name + "-2"));
        assertThat(named(sender)).isPositive();
        return sender;
    }

    /** Two parcels of each order, as the server tells them when they have left. */
    private static void left(Sender sender, String name) throws SQLException {
        for (int i = 1; i <= 4; i++) {
            run(
                    "insert into plugin_channel_file.parcel (tenant_id, account_id, id, number, carrier, tracking, at, units)"
                            + " values (?, ?, ?, ?, 'SF', ?, now() - interval '1 hour', 'BOWL × 1')",
                    sender.shop.tenant(),
                    UUID.fromString(sender.account),
                    UUID.randomUUID(),
                    name + "-" + (i + 1) / 2,
                    "SF77700" + i);
        }
        assertThat(parcels(sender)).contains("SF777001", "SF777002", "SF777003", "SF777004", name + "-1");
    }

    private static String parcels(Sender sender) {
        return sender.shop.get("/accounts/" + sender.account + "/parcels.csv").body();
    }

    private static long followed(Sender sender) {
        return count(
                sender,
                "select count(*) from plugin_channel_file.parcel where tenant_id = ? and (number <> '' or tracking <> '' or units <> '')");
    }

    /** Files and orders in the tables of the plugin that say something of somebody. */
    private static long named(Sender sender) {
        return count(
                sender,
                "select (select count(*) from plugin_channel_file.upload where tenant_id = ? and length(content) > 0)"
                        + " + (select count(*) from plugin_channel_file.file_order where tenant_id = ? and draft <> '')");
    }

    private static long count(Sender sender, String sql) {
        try (Connection db = TestServer.get().database();
                PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setObject(i, sender.shop.tenant());
            }
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(String sql, Object... values) throws SQLException {
        try (Connection db = TestServer.get().database();
                PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).as(sql).isPositive();
        }
    }

    /** Somebody whose order this is, and who is forgotten. */
    private static void forget(Sender sender, String number) throws SQLException {
        String node = sender.shop.api().get("/api/v1/channels").at("/data/0/nodeId");
        Outcome made = sender.shop.api().post("/api/v1/customers", """
                        {"kind": "person", "name": "王芳", "nodeId": "%s"}""".formatted(node));
        String customer = made.at("/id");
        assertThat(customer).as(made.body()).isNotEmpty();
        run(
                "update core.sales_order set customer_id = ?, state = 'cancelled' where tenant_id = ? and external_id = ?",
                UUID.fromString(customer),
                sender.shop.tenant(),
                number);
        Outcome erased = sender.shop.api().post("/api/v1/customers/" + customer + "/erase", "", 0);
        assertThat(erased.status()).as(erased.body()).isLessThan(300);
    }

    @Test
    void whoIsForgottenIsForgottenInFilesToo() throws SQLException {
        Sender sender = taken("Gone");
        left(sender, "Gone");
        String other = sender.uploaded("seen.csv", FILE.formatted("Seen"));
        forget(sender, "Gone-1");
        Patience.until(() -> named(sender) == 1);
        // the other order says nothing of them
        assertThat(
                        count(
                                sender,
                                "select count(*) from plugin_channel_file.file_order where tenant_id = ? and number = 'Gone-2' and draft <> ''"))
                .isEqualTo(1);
        assertThat(named(sender)).isEqualTo(1);
        assertThat(followed(sender)).as("parcels of the other order").isEqualTo(2);
        assertThat(parcels(sender))
                .contains("Gone-2", "SF777003", "SF777004")
                .doesNotContain("Gone-1", "SF777001", "SF777002");
        String page = "/files/" + upload(sender);
        assertThat(sender.shop.get(page).body()).contains("The content of this file is gone", "2 new, 0 known before");
        assertThat(sender.shop
                        .owner()
                        .speaking("zh-CN")
                        .get(sender.shop.path(page))
                        .body())
                .contains("文件内容已清除")
                .doesNotContain("??");
        assertThat(sender.shop.get(page + "/result.csv").body()).contains("Gone-1", "Gone-2", "taken");
        assertThat(sender.shop.get(other).status()).isEqualTo(404);
        // the same file is known, and brings nothing again
        assertThat(sender.upload("Gone.csv", FILE.formatted("Gone").getBytes(StandardCharsets.UTF_8))
                        .location())
                .contains(page);
    }

    private static UUID upload(Sender sender) throws SQLException {
        try (Connection db = TestServer.get().database();
                PreparedStatement statement =
                        db.prepareStatement("select id from plugin_channel_file.upload where tenant_id = ?")) {
            statement.setObject(1, sender.shop.tenant());
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getObject(1, UUID.class);
            }
        }
    }

    @Test
    void whereThePluginIsOffAllOfItGoes() throws SQLException {
        Sender sender = taken("Off");
        left(sender, "Off");
        sender.shop.disable();
        forget(sender, "Off-1");
        Patience.until(() -> named(sender) == 0);
        assertThat(named(sender)).isZero();
        assertThat(followed(sender)).isZero();
    }

    @Test
    void oldFilesAreEmptied() throws SQLException {
        Sender sender = taken("Old");
        left(sender, "Old");
        run(
                "update plugin_channel_file.parcel set at = now() - interval '91 days' where tenant_id = ? and tracking = 'SF777001'",
                sender.shop.tenant());
        run(
                "update plugin_channel_file.parcel set at = now() - interval '89 days' where tenant_id = ? and tracking = 'SF777002'",
                sender.shop.tenant());
        String kept = sender.uploaded("kept.csv", FILE.formatted("Kept"));
        run(
                "update plugin_channel_file.upload set at = now() - interval '91 days' where tenant_id = ? and name = 'Old.csv'",
                sender.shop.tenant());
        run(
                "update core.plugin_task set next_at = now() where plugin_id = 'channel-file' and name = 'old-files' and tenant_id = ?",
                sender.shop.tenant());
        sender.shop.disable().enable();
        Patience.until(() -> named(sender) == 1);
        assertThat(named(sender)).isEqualTo(1);
        assertThat(sender.shop.get(kept).body()).contains("Orders that can be taken: 2.");
        assertThat(parcels(sender)).contains("SF777002", "SF777004").doesNotContain("SF777001");
    }
}
