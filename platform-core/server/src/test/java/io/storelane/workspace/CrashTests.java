package io.storelane.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.tenancy.Ids;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A server process that is killed in the middle of making a workspace leaves nothing of it. */
@Isolated
class CrashTests extends ServerTests {

    private final Stage stage;

    @Autowired
    CrashTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    @Test
    void aServerKilledInTheMiddleOfProvisioningLeavesNothing() throws Exception {
        Person founder = stage.person("Ming");
        SecondServer first = SecondServer.start();
        List<@Nullable Object> strays = strays();
        Map<String, String> form = form();
        String slug = form.getOrDefault("slug", "");
        Browser browser = stage.signIn(new Browser(first.address()), founder);
        try (Connection holder = TestStack.get().admin();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            // tenant, membership, subscription, profile, tree and departments are written when the roles are waited for
            statement.execute("lock table core.role in share mode");
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> browser.post("/workspaces/new", form));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(5))
                    .until(first::waits);
            first.kill();
            assertThat(answer).failsWithin(Duration.ofSeconds(5));
            holder.rollback();
            first.awaitGone();
        }
        assertNothingLeft(founder, slug);
        assertThat(strays()).isEqualTo(strays);

        try (SecondServer _ = first.again()) {
            Answer again = browser.post("/workspaces/new", form);
            assertThat(again.status()).isEqualTo(302);
            assertThat(again.header("Location")).endsWith("/w/" + slug);
            assertThat(browser.post("/workspaces/new", form).header("Location")).endsWith("/w/" + slug);
            assertThat(browser.get("/w/" + slug).status()).isEqualTo(200);
            assertThat(Stage.<Long>one("select count(*) from platform.tenant where created_by = ?", founder.id()))
                    .isOne();
            assertThat(Stage.<Long>one("select count(*) from core.role_assignment where user_id = ?", founder.id()))
                    .isOne();
        }
    }

    private static void assertNothingLeft(Person founder, String slug) {
        assertThat(Stage.all("select id from platform.tenant where slug = ? or created_by = ?", slug, founder.id()))
                .isEmpty();
        assertThat(Stage.all("select tenant_id from platform.membership where user_id = ?", founder.id()))
                .isEmpty();
    }

    /** Tenants of which a table has rows, though there is no such tenant. */
    private static List<@Nullable Object> strays() {
        return Stage.all(Stream.of("tenant_profile", "org_level", "org_node", "department", "position", "role", "event")
                .map(table -> "select '" + table + " ' || x.tenant_id from core." + table
                        + " x where not exists (select from platform.tenant t where t.id = x.tenant_id)")
                .collect(Collectors.joining(" union ", "", " order by 1")));
    }

    private static Map<String, String> form() {
        return Map.of(
                "requestId", Ids.next().toString(),
                "name", "Killed",
                "slug", "killed-" + Stage.tail(),
                "locale", "en",
                "currency", "USD",
                "timeZone", "UTC");
    }
}
