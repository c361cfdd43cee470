package io.storelane.plugin.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.HostServer;
import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Shop;
import io.storelane.plugin.tool.Signatures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide is done from its first line to its last; between its sections somebody looks whether it is so. */
class GuideTests {

    private static final String PLUGIN = "loyalty-cards";
    private static final int INSTALLED = 9;
    private static final int UPGRADED = 10;
    private static final int REMOVED = 11;

    @Test
    void guideLeadsFromNothingToAPluginThatIsRemovedAgain(@TempDir Path home) throws Exception {
        Guide guide = Guide.of(Files.readString(Path.of(System.getProperty("storelane.guide"))));
        assertThat(guide.steps()).extracting(Guide.Step::section).contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        Author author = new Author(home);
        Signatures.generate(author.keys());
        try (HostServer server = HostServer.start(
                home.resolve("server"),
                author.keys(),
                Map.of(
                        "STORELANE_DEVELOPER_REPOSITORY",
                        Path.of(System.getProperty("storelane.repository"))
                                .toRealPath()
                                .toString()))) {
            author.knows(server.address(), server.operatorToken());
            Shop hill = server.shop("Hill Coffee", PLUGIN);
            Shop lake = server.shop("Lake Books", PLUGIN);

            follow(author, guide, 0, INSTALLED);
            assertThat(hill.get("/cards").status())
                    .as("installed is not enabled")
                    .isEqualTo(404);
            hill.enable();
            works(hill);
            assertThat(lake.get("/cards").status()).as("enabled elsewhere").isEqualTo(404);
            assertThat(hill.owner().get("/w/" + hill.slug() + "/audit").body()).contains(PLUGIN);

            follow(author, guide, INSTALLED, UPGRADED);
            assertThat(hill.get("/cards").body()).contains("Ann", "Order A-1");
            assertThat(asked(server, "select points::text from plugin_loyalty_cards.card"))
                    .containsOnly("100");

            follow(author, guide, UPGRADED, REMOVED);
            assertThat(hill.get("/cards").status()).isNotEqualTo(200);
            assertThat(asked(server, "select nspname from pg_namespace where nspname = 'plugin_loyalty_cards'"))
                    .isEmpty();
            assertThat(asked(server, "select action || ' ' || version from infra.plugin_entry e order by e.at, e.id"))
                    .containsExactly("installed 0.1.0", "upgraded 0.2.0", "removed-with-data 0.2.0");
        }
    }

    /** Does what sections behind {@code from} up to {@code to} say. */
    private static void follow(Author author, Guide guide, int from, int to) throws IOException, InterruptedException {
        for (Guide.Step step : guide.steps()) {
            if (step.section() > from && step.section() <= to) {
                author.does(step);
            }
        }
    }

    /** Page, card of the home page, listener, both languages. */
    private static void works(Shop hill) {
        assertThat(hill.post("/cards", Map.of("holder", "Ann")).status()).isEqualTo(302);
        hill.happened("order.completed", "order", UUID.randomUUID(), "{\"number\": \"A-1\"}");
        assertThat(hill.getUntil("/cards", "Order A-1").body()).contains("Ann", "Order A-1");
        // until then a new workspace shows what to do first
        hill.owner().post("/w/" + hill.slug() + "/first-steps", Map.of("hidden", "true"));
        Outcome home = hill.owner().get("/w/" + hill.slug());
        assertThat(home.body()).contains("Cards given", hill.path("/cards"));
        assertThat(hill.owner().speaking("zh-CN").get(hill.path("/cards")).body())
                .contains("会员卡");
    }

    private static List<String> asked(HostServer server, String sql) throws SQLException {
        try (Connection connection = server.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answer = new ArrayList<>();
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
            return answer;
        }
    }
}
