package io.storelane.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.Browser;
import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A server process that is killed while it makes a file: another one goes on where it was, and each row is there once. */
@Isolated
@EnabledIfSystemProperty(named = "storelane.long", matches = "true")
class ExportCrashTests extends ServerTests {

    private static final int ROWS = 400_000;

    private final Stage stage;
    private final ReadyMarks ready;

    @Autowired
    ExportCrashTests(ApplicationContext context, ReadyMarks ready) {
        this.stage = new Stage(context);
        this.ready = ready;
    }

    @Test
    void theFileOfAKilledServerIsWhole() throws Exception {
        Workspace shop = stage.shop();
        Stage.all(
                "insert into core.brand (tenant_id, id, name) select ?, gen_random_uuid(), 'Brand ' || lpad(n::text, 6, '0')"
                        + " from generate_series(1, ?) n",
                shop.tenant().value(),
                ROWS);
        UUID id;
        try (SecondServer second = SecondServer.start()) {
            Browser there = stage.signIn(new Browser(second.address()), shop.owner());
            id = UUID.fromString(there.post("/w/" + shop.slug() + "/exports/new", Map.of("list", "brands"))
                    .header("Location")
                    .replaceAll(".*/exports/", ""));
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Stage.<Long>one("select rows from core.export where id = ?", id) > 0);
            second.kill();
            second.awaitGone();
        }
        assertThat(Stage.<Long>one("select count(*) from core.export where id = ? and finished_at is not null", id))
                .isZero();
        Stage.all(
                "update core.job set lease_until = now() where id = (select job_id from core.export where id = ?)", id);
        ready.repair();
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        Stage.<Long>one("select count(*) from core.export where id = ? and finished_at is not null", id)
                                == 1);
        List<String> lines = stage.browser(shop.owner())
                .get("/w/" + shop.slug() + "/exports/" + id + "/file?format=csv")
                .body()
                .lines()
                .skip(1)
                .toList();
        assertThat(lines).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(lines.getLast()).isEqualTo("Brand %06d,0".formatted(ROWS));
    }
}
