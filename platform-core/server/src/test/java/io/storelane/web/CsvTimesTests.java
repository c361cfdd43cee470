package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Wares;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files write times in one way, whatever list they come from. */
class CsvTimesTests extends ServerTests {

    private static final Pattern BEGINS_AS_A_DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+08:00");

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    CsvTimesTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
    }

    @Test
    void aTimeHasSecondsAndTheOffsetOfTheZone() {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(Csv.time(noon, ZoneId.of("Asia/Shanghai"))).isEqualTo("2026-03-01T20:00:00+08:00");
        assertThat(Csv.time(noon.plusMillis(7), ZoneId.of("UTC"))).isEqualTo("2026-03-01T12:00:00+00:00");
        assertThat(Csv.time(null, ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void allFilesOfAWorkspaceWriteTimesInItsZone() throws IOException {
        Workspace shop = stage.shop();
        Stage.all(
                "update core.tenant_profile set time_zone = 'Asia/Shanghai' where tenant_id = ?",
                shop.tenant().value());
        Map<String, UUID> ids =
                new Wares(context, shop, "Common", "Outlet").at(stage.node(shop, stage.top(shop), "North"));
        stage.program(shop.owner(), shop, stage.top(shop));
        stage.member(shop, "Mary", "auditor", stage.top(shop));
        Browser browser = stage.browser(shop.owner());
        String base = "/w/" + shop.slug();
        for (String page : List.of(
                "/products/export",
                "/customers/export",
                "/orders/export?columns=number,placed,updated",
                "/stock/" + ids.get("stock") + "/export",
                "/transfers/export",
                "/fulfilments/export?view=all",
                "/hand-overs/export?view=all",
                "/imports/export",
                "/members/export",
                "/keys/export",
                "/audit/export")) {
            assertThat(times(browser.get(base + page).body()))
                    .as(page)
                    .isNotEmpty()
                    .allMatch(t -> TIME.matcher(t).matches());
        }
        for (String page : List.of("/staff/export", "/organization/export", "/price-lists/export", "/jobs/export")) {
            assertThat(times(browser.get(base + page).body()))
                    .as(page)
                    .allMatch(t -> TIME.matcher(t).matches());
        }
    }

    private static List<String> times(String file) throws IOException {
        return CSVFormat.EXCEL.parse(new StringReader(file)).stream()
                .flatMap(CSVRecord::stream)
                .filter(cell -> BEGINS_AS_A_DAY.matcher(cell).matches())
                .toList();
    }
}
