package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files of stock by the API: looked at first, then imported by a job. */
class StockImportApiTests extends ServerTests {

    private static final String IMPORTS = "/api/v1/stock/imports";

    private final ApplicationContext context;
    private final Stage stage;

    @Autowired
    StockImportApiTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
    }

    private static Answer send(ApiClient program, String path, String file) {
        return program.with("Content-Type", "text/csv").send("POST", path, file.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileIsCheckedThenImportedRowByRow() {
        Workspace shop = stage.workspace(stage.person("Ming"), "Lantern");
        Shelf shelf = new Shelf(context, shop);
        UUID north = stage.node(shop, stage.top(shop), "North");
        UUID south = stage.node(shop, stage.top(shop), "South");
        shelf.location("N", north);
        shelf.location("S", south);
        shelf.variant("MUG");
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));
        String good = "sku,location,units\nMUG,N,7\n";
        String bad = good + "NONE,N,1\nMUG,NOWHERE,2\nMUG,N,many\n";

        Answer checked = send(program, IMPORTS + "/check?meaning=receive", bad);
        assertThat(checked.status()).as(checked.body()).isEqualTo(200);
        assertThat(checked.at("/rows")).isEqualTo("4");
        assertThat(checked.at("/errors/0/line")).isEqualTo("3");
        assertThat(checked.at("/errors/0/code")).isEqualTo("inventory/sku-unknown");
        assertThat(checked.at("/errors/1/line")).isEqualTo("4");
        assertThat(checked.at("/errors/1/code")).isEqualTo("inventory/location-code-unknown");
        assertThat(checked.at("/errors/1/detail")).contains("NOWHERE");
        assertThat(checked.at("/errors/2/code")).isEqualTo("inventory/bad-row");

        Answer refused = send(program, IMPORTS + "?meaning=receive", bad);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/field")).isEqualTo("/lines/5");
        assertThat(send(program, IMPORTS + "?meaning=guess", good).at("/errors/0/field"))
                .isEqualTo("meaning");
        assertThat(program.post(IMPORTS + "?meaning=receive", "{}").status()).isEqualTo(415);
        assertThat(Stage.<Long>one(
                        "select count(*) from core.job where tenant_id = ?",
                        shop.tenant().value()))
                .isZero();

        ApiClient repeating = program.with("Idempotency-Key", "delivery-7");
        Answer started = send(repeating, IMPORTS + "?meaning=receive&reference=DN-7", good + "NONE,N,1\n");
        Answer again = send(repeating, IMPORTS + "?meaning=receive&reference=DN-7", good + "NONE,N,1\n");
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo(started.header("Location"));
        String job = started.header("Location");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> program.get(job).at("/state").equals("done"));
        assertThat(program.get(job + "/items?state=failed").at("/data/0/error/code"))
                .isEqualTo("inventory/sku-unknown");
        assertThat(program.get("/api/v1/stock/moves?sku=MUG").at("/data/0/reference"))
                .isEqualTo("DN-7");
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/onHand"))
                .isEqualTo("7");

        // a key of one outlet can neither see nor change the locations of another
        ApiClient southern = stage.program(shop.owner(), shop, south);
        assertThat(send(southern, IMPORTS + "/check?meaning=count", good).at("/errors/0/code"))
                .isEqualTo("inventory/location-code-unknown");
        assertThat(send(southern, IMPORTS + "/check?meaning=count", "MUG,S,1\n")
                        .json()
                        .at("/errors"))
                .isEmpty();
    }

    @Test
    void aCountNamesEachSkuAndLocationOnce() {
        Workspace shop = stage.workspace(stage.person("Ming"), "Lantern");
        Shelf shelf = new Shelf(context, shop);
        shelf.location("N", stage.top(shop));
        shelf.location("S", stage.top(shop));
        shelf.variant("MUG");
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));
        String file = "sku,location,units\nMUG,N,7\nMUG,S,1\nmug,N,9\n";

        Answer checked = send(program, IMPORTS + "/check?meaning=count", file);
        assertThat(checked.at("/rows")).isEqualTo("3");
        assertThat(checked.at("/errors/0/line")).isEqualTo("4");
        assertThat(checked.at("/errors/0/code")).isEqualTo("inventory/row-twice");
        assertThat(checked.at("/errors/0/detail")).startsWith("Line 2 names");
        assertThat(checked.at("/errors/1/line")).isEmpty();
        Answer refused = send(program, IMPORTS + "?meaning=count", file);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/field")).isEqualTo("/lines/4");
        assertThat(stage.browser(shop.owner())
                        .post(
                                "/w/" + shop.slug() + "/stock/import",
                                java.util.Map.of("meaning", "count", "pasted", file))
                        .body())
                .contains("line 4 names")
                .contains("as line 2 does");

        // two boxes of one delivery are both taken in
        assertThat(send(program, IMPORTS + "/check?meaning=receive", file)
                        .json()
                        .at("/errors"))
                .isEmpty();
    }

    @Test
    void aFileInTheEncodingOfChineseProgramsIsRead() {
        Workspace shop = stage.workspace(stage.person("Ming"), "Lantern");
        Shelf shelf = new Shelf(context, shop);
        shelf.location("N", stage.top(shop));
        shelf.variant("MUG");
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));

        Answer checked = program.with("Content-Type", "text/csv")
                .send(
                        "POST",
                        IMPORTS + "/check?meaning=count",
                        "商品编码,仓库,数量\nMUG,N,1\n".getBytes(Charset.forName("GB18030")));

        assertThat(checked.at("/rows")).as(checked.body()).isEqualTo("1");
        assertThat(checked.json().at("/errors")).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsNamedForWhatItIs() {
        Workspace shop = stage.workspace(stage.person("Ming"), "Lantern");
        Shelf shelf = new Shelf(context, shop);
        shelf.location("N", stage.top(shop));
        shelf.variant("MUG");
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));
        String count = IMPORTS + "?meaning=count";

        Answer nothing = send(program, count, "");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.problem()).isEqualTo("api/file-missing");
        assertThat(send(program, "/api/v1/products/imports", "").problem()).isEqualTo("api/file-missing");

        Answer header = send(program, count, "sku,location,units\n");
        assertThat(header.problem()).isEqualTo("inventory/file-empty");
        assertThat(header.json().has("errors")).as(header.body()).isFalse();

        Answer negative = send(program.with("Accept-Language", "zh-CN"), count, "MUG,N,1\nMUG,N,-5\n");
        assertThat(negative.at("/errors/0/field")).isEqualTo("/lines/2");
        assertThat(negative.at("/errors/0/code")).isEqualTo("inventory/units-negative");
        assertThat(negative.at("/errors/0/detail")).contains("-5").contains("0");

        byte[] workbook = {'P', 'K', 3, 4, 20, 0, 6, 0};
        ApiClient csv = program.with("Content-Type", "text/csv");
        assertThat(csv.send("POST", count, workbook).problem()).isEqualTo("inventory/file-not-csv");
        Answer products = csv.send("POST", "/api/v1/products/imports", workbook);
        assertThat(products.problem()).isEqualTo("catalog/import-not-csv");
        assertThat(products.json().has("errors")).as(products.body()).isFalse();
    }
}
