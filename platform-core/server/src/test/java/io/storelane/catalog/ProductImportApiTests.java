package io.storelane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Permission;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Products from a file and changes of all that match, by programs. */
class ProductImportApiTests extends ServerTests {

    private static final String IMPORTS = "/api/v1/products/imports";

    private static final String FILE = """
            product,sku,title_zh,title_en,price
            MUG,API-MUG,马克杯,Mug,39.00
            POT,API-POT,茶壶,Pot,99.00
            BAD,API-MUG,杯,Cup,1.00
            """;

    private final Stage stage;

    @Autowired
    ProductImportApiTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    private static Answer send(ApiClient program, String path, String file) {
        return program.with("Content-Type", "text/csv").send("POST", path, file.getBytes(StandardCharsets.UTF_8));
    }

    private static void awaitDone(ApiClient program, String job) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> program.get(job).at("/state").equals("done"));
    }

    @Test
    void aFileIsCheckedThenImportedOnce() {
        Workspace shop = stage.shop();
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));

        Answer checked = send(program, IMPORTS + "?fileName=spring.csv", FILE);
        assertThat(checked.status()).as(checked.body()).isEqualTo(201);
        assertThat(checked.at("/added")).isEqualTo("2");
        assertThat(checked.at("/faulty")).isEqualTo("1");
        assertThat(checked.at("/errors/0/line")).isEqualTo("4");
        assertThat(checked.at("/errors/0/code")).isEqualTo("catalog/sku-twice");
        assertThat(program.get("/api/v1/products?q=API-MUG").json().at("/data")).isEmpty();

        String path = checked.header("Location");
        Answer started = program.post(path + "/start", "");
        assertThat(started.status()).as(started.body()).isEqualTo(202);
        assertThat(program.post(path + "/start", "").header("Location")).isEqualTo(started.header("Location"));
        awaitDone(program, started.header("Location"));
        assertThat(program.get("/api/v1/products/by-sku?sku=API-POT").at("/title/zh"))
                .isEqualTo("茶壶");
        Answer prices = program.get("/api/v1/products/"
                + program.get("/api/v1/products/by-sku?sku=API-POT").at("/id") + "/prices");
        assertThat(prices.at("/data/0/amount/amount")).as(prices.body()).isEqualTo("9900");
        assertThat(prices.json().at("/data/0/channelId").isNull()).isTrue();
        assertThat(program.get(path).at("/jobId")).isEqualTo(started.at("/jobId"));

        Answer delisted = program.post("/api/v1/products/bulk", """
                {"action": "categorise", "matching": {"q": "API-POT"}}""");
        assertThat(delisted.status()).as(delisted.body()).isEqualTo(200);
        awaitDone(program, "/api/v1/jobs/" + delisted.at("/jobId"));
        assertThat(program.get("/api/v1/jobs/" + delisted.at("/jobId")).at("/total"))
                .isEqualTo("1");
        assertThat(program.post("/api/v1/products/bulk", "{\"action\": \"list\"}")
                        .at("/errors/0/field"))
                .isEqualTo("/ids");
    }

    @Test
    void whatCannotBeReadIsRefusedAndNobodyElseSeesAFile() {
        Workspace shop = stage.shop();
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));
        assertThat(send(program, IMPORTS, "sku,colour\nA,red\n").problem()).isEqualTo("catalog/import-column-unknown");
        assertThat(program.post(IMPORTS, "{}").status()).isEqualTo(415);
        String path = send(program, IMPORTS, FILE).header("Location");

        Person other = stage.member(shop, "Ada", "administrator", stage.top(shop));
        ApiClient theirs = stage.program(other, shop, stage.top(shop));
        ApiClient views = new ApiClient(stage.key(shop.owner(), shop, stage.top(shop), Set.of(Permission.PRODUCTS_VIEW))
                .token());
        assertThat(theirs.get(path).status()).isEqualTo(404);
        assertThat(theirs.post(path + "/start", "").status()).isEqualTo(404);
        assertThat(views.get(path).status()).isEqualTo(403);
        assertThat(send(views, IMPORTS, FILE).status()).isEqualTo(403);
    }
}
