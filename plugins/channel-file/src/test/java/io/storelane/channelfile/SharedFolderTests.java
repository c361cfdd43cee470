package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Files of orders that lie in a folder are taken by themselves, and those that go out are put there. */
class SharedFolderTests {

    private static final String ORDERS = """
            Order No,SKU,Quantity,Unit price
            S-1,CUP,1,10.00
            S-2,CUP,two,10.00
            """;

    private final Sender sender = new Sender("Folder");

    private Outcome change(Map<String, String> values) {
        return sender.shop
                .owner()
                .post("/w/" + sender.shop.slug() + "/channel-accounts/" + sender.account + "/edit", values);
    }

    private String version() {
        Matcher version = Pattern.compile("name=\"version\" value=\"(\\d+)\"")
                .matcher(sender.shop
                        .owner()
                        .get("/w/" + sender.shop.slug() + "/channel-accounts/" + sender.account + "/edit")
                        .body());
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    private Path folder() {
        return Path.of("target/storelane/exchange")
                .resolve(sender.shop.tenant().toString())
                .resolve("partner/in");
    }

    private void put(String name, String text, Duration age) throws IOException {
        Files.createDirectories(folder());
        Path file = Files.writeString(folder().resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    /** The task of the plugin comes now, and not in a minute. */
    private void due() throws SQLException {
        try (Connection db = TestServer.get().database();
                PreparedStatement statement = db.prepareStatement(
                        "update core.plugin_task set next_at = now() where plugin_id = 'channel-file' and name = 'watched-folders' and tenant_id = ?")) {
            statement.setObject(1, sender.shop.tenant());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        sender.shop.disable().enable();
    }

    @Test
    void ordersAreTakenOutAndStockIsPutIn() throws Exception {
        put("good.csv", ORDERS, Duration.ofMinutes(1));
        put("bad.csv", "Order No,SKU,Quantity,Unit price\nS-9,CUP,none,1\n", Duration.ofMinutes(1));
        put("no.xlsx", "this is no workbook \u0000\u0001", Duration.ofMinutes(1));
        put("half.csv", ORDERS.replace("S-", "H-"), Duration.ofMinutes(-10));
        put("notes.md", "not ours", Duration.ofMinutes(1));
        Outcome changed = change(Map.of(
                "name",
                "Partner's files",
                "version",
                version(),
                "field-address",
                "disk",
                "field-bucket",
                "partner",
                "field-prefix",
                "/in"));
        assertThat(changed.status()).as(changed.body()).isEqualTo(302);
        due();
        Patience.until(() -> sender.orders().contains("S-1"));
        Patience.until(() -> Files.exists(folder().resolve("failed/no.xlsx")));
        assertThat(folder().resolve("done/good.csv")).exists();
        assertThat(folder().resolve("done/good.csv.result.csv"))
                .content(StandardCharsets.UTF_8)
                .contains("S-1", "S-2", "two");
        assertThat(folder().resolve("failed/bad.csv.result.csv"))
                .content(StandardCharsets.UTF_8)
                .contains("S-9", "none");
        assertThat(folder().resolve("failed/no.xlsx.result.csv"))
                .content()
                .contains("No rows can be read in this file (");
        assertThat(folder().resolve("half.csv")).exists();
        assertThat(folder().resolve("notes.md")).exists();
        assertThat(sender.orders()).doesNotContain("S-2", "S-9", "H-1");
        Patience.until(() -> sender.shop.get("/files").body().contains("Folder: Looked at"));
        assertThat(sender.shop.get("/files").body())
                .contains("good.csv", "bad.csv")
                .doesNotContain("??");

        // stock that the channel was told lies there soon, and the same file again changes nothing
        put("again.csv", ORDERS, Duration.ofMinutes(1));
        Patience.until(() -> sender.shop
                .get("/accounts/" + sender.account + "/stock.csv")
                .body()
                .contains("BOWL"));
        due();
        Patience.until(() -> Files.exists(folder().resolve("out/stock.csv")));
        assertThat(folder().resolve("out/stock.csv"))
                .content(StandardCharsets.UTF_8)
                .contains("BOWL,0");
        Patience.until(() -> Files.exists(folder().resolve("done/again.csv")));
        assertThat(sender.shop.get("/files").body()).doesNotContain("again.csv");
    }

    @Test
    void aFolderThatCannotBeReachedIsSaidInWords() {
        Outcome refused = change(Map.of(
                "name",
                "Partner's files",
                "version",
                version(),
                "field-address",
                "https://10.0.0.1",
                "field-bucket",
                "b"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("This is no folder that can be reached");
    }
}
