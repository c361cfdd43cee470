package io.storelane.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Releases;
import io.storelane.plugin.testkit.SourcePlugin;
import io.storelane.plugin.testkit.TestServer;
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

/** Releases of the plugin follow each other and go, and another plugin depends on it. */
class LifeTests {

    private static final String MASTER = """
            databaseChangeLog:
              - include: {file: db/changelog/0001-create-profile.sql}
              - include: {file: db/changelog/0002-create-attribute-and-segment.sql}
              - include: {file: db/changelog/0003-create-task.sql}
              - include: {file: db/changelog/0004-index-days.sql}
              - include: {file: db/changelog/0005-next.sql}
            """;

    private static Map<String, String> next(String sql) {
        return Map.of(
                "db/changelog/master.yaml",
                MASTER,
                "db/changelog/0005-next.sql",
                "--liquibase formatted sql\n\n--changeset crm:0005-next\n" + sql + "\n");
    }

    private static List<String> asked(String sql) throws SQLException {
        try (Connection connection = TestServer.get().database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answer = new ArrayList<>();
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
            return answer;
        }
    }

    private static List<String> entries() throws SQLException {
        return asked(
                "select e.action || ' ' || e.version from infra.plugin_entry e where e.plugin_id = 'crm' order by e.at, e.id");
    }

    @Test
    void anotherPluginAsksForSegments(@TempDir Path folder) {
        Releases releases = TestServer.get().releases();
        Path jar = SourcePlugin.jar(Path.of("src/test/plugins/greeter"), folder.resolve("greeter-0.1.0.jar"));
        Outcome installed = releases.install(jar);
        assertThat(installed.status()).as(installed.body()).isLessThan(300);
        try {
            Market hill = new Market("Hill Coffee");
            hill.shop.enable("greeter");
            UUID ann = hill.customer("Ann Miller");
            hill.says("/customers/" + ann, "Added");
            SegmentTests.added(hill.shop, SegmentTests.form("Known", "all", "ORDERS", "AT_MOST", "9", ""));
            SegmentTests.added(hill.shop, SegmentTests.form("Loyal", "all", "ORDERS", "AT_LEAST", "2", ""));

            String page = "/w/" + hill.shop.slug() + "/p/greeter/greetings?customer=" + ann;
            assertThat(hill.shop.owner().get(page).body()).isEqualTo("Known [" + ann + "] true; Loyal [] false");
            assertThat(releases.remove("crm", false).status()).isEqualTo(409);
        } finally {
            assertThat(releases.remove("greeter", true).status()).isLessThan(300);
        }
    }

    @Test
    void upgradeKeepsWhatIsThereAndRemovalLeavesNothing() throws SQLException {
        Releases releases = TestServer.get().releases();
        Market hill = new Market("Hill Coffee");
        UUID ann = hill.customer("Ann Miller");
        String page = "/customers/" + ann;
        hill.says(page, "Added");
        hill.shop.post(page + "/notes", Map.of("text", "Likes it strong"));

        Outcome upgraded = releases.upgrade("0.2.0", next("alter table person add column phone text;"));
        assertThat(upgraded.status()).as(upgraded.body()).isLessThan(300);
        assertThat(hill.shop.get(page).body()).contains("Likes it strong");
        assertThat(columns()).contains("phone");

        Outcome refused = releases.upgrade("0.3.0", next("alter table person drop column name;"));
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("crm", "0.3.0");
        assertThat(hill.shop.get(page).body()).contains("Likes it strong");
        assertThat(releases.list().body()).contains("0.2.0").doesNotContain("0.3.0");

        assertThat(releases.remove("crm", true).status()).isLessThan(300);
        try {
            assertThat(hill.shop.get(page).status()).isNotEqualTo(200);
            assertThat(asked("select nspname from pg_namespace where nspname = 'plugin_crm'"))
                    .isEmpty();
            assertThat(asked("select rolname from pg_roles where rolname like 'plugin\\_crm%'"))
                    .isEmpty();
            assertThat(entries()).containsSubsequence("installed 0.1.0", "upgraded 0.2.0", "removed-with-data 0.2.0");
        } finally {
            Outcome again = releases.install();
            assertThat(again.status()).as(again.body()).isLessThan(300);
        }
    }

    private static List<String> columns() throws SQLException {
        return asked(
                "select column_name from information_schema.columns where table_schema = 'plugin_crm' and table_name = 'person'");
    }
}
