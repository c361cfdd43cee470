package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Files with so many orders that nobody waits for them, and those beside them. */
class LargeFileTests {

    private static final int ORDERS = 20_000;

    @Test
    void aLargeFileIsTakenToItsEndAndABrokenOneStopsNoOther() throws SQLException {
        Sender sender = new Sender("Large");
        resting(sender);
        String broken = sender.uploaded("broken.csv", file("B", 1));
        String half = sender.uploaded("half.csv", file("L", 700)); // its orders come again in the large one
        String large = sender.uploaded("large.csv", file("L", ORDERS));
        assertThat(sender.shop.get(large).body()).contains("Orders that can be taken: 20,000.");
        run("update plugin_channel_file.upload set content = '\\xd0cf11e0' where id = ?", id(broken));
        run("update plugin_channel_file.upload set state = 'running' where id = ?", id(broken));
        sender.shop.post(half + "/import", Map.of());
        assertThat(sender.shop.get(half).body()).contains("700 new, 0 known before");

        sender.shop.post(large + "/import", Map.of());
        assertThat(sender.shop.get(large).body()).contains("being taken");
        for (int i = 0; i < 3 && !isDone(sender, large); i++) {
            due(sender);
            Patience.until(() -> isDone(sender, large));
        }
        assertThat(sender.shop.get(large).body()).contains("19,300 new, 700 known before");
    }

    private static boolean isDone(Sender sender, String page) {
        return !sender.shop.get(page).body().contains("being taken");
    }

    private static String file(String prefix, int orders) {
        StringBuilder file = new StringBuilder("订单号,商家编码,数量,单价,收货人\n");
        for (int i = 1; i <= orders; i++) {
            file.append(prefix).append('-').append(i).append(",BOWL,1,10,王芳\n");
        }
        return file.toString();
    }

    private static UUID id(String page) {
        return UUID.fromString(page.replaceFirst(".*/", ""));
    }

    /** The server takes nothing out of the book: that is not what is looked at here. */
    private static void resting(Sender sender) throws SQLException {
        run(
                "update core.channel_account set calls = 1000000, calls_since = now() + interval '1 day' where id = ?",
                UUID.fromString(sender.account));
    }

    /** The task of the plugin comes now, and not in a minute. */
    private static void due(Sender sender) throws SQLException {
        run(
                "update core.plugin_task set next_at = now() where plugin_id = 'channel-file' and name = 'unfinished-files' and tenant_id = ?",
                sender.shop.tenant());
        sender.shop.disable().enable();
    }

    private static void run(String sql, UUID id) throws SQLException {
        try (Connection db = TestServer.get().database();
                PreparedStatement statement = db.prepareStatement(sql)) {
            statement.setObject(1, id);
            assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
        }
    }
}
