package io.storelane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The catalogue and the channels as programs reach them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogApiTests extends ServerTests {

    private static final String PRODUCTS = "/api/v1/products";

    private final Stage stage;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private ApiClient program;

    @Autowired
    CatalogApiTests(ApplicationContext context) {
        stage = new Stage(context);
    }

    @BeforeAll
    void aShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        program = stage.program(shop.owner(), shop, stage.top(shop));
    }

    @Test
    void aProductIsMadePricedAndSoughtByPrograms() {
        ApiClient.Answer made = program.post(
                PRODUCTS,
                "{\"kind\": \"goods\", \"title\": {\"zh\": \"杯子\", \"en\": \"Mug\"},"
                        + " \"variants\": [{\"sku\": \"API-1\", \"gtin\": \"4006381333931\", \"weight\": 350}]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String product = made.header("Location");
        assertThat(made.at("/variants/0/gtin")).isEqualTo("4006381333931");
        assertThat(program.get(PRODUCTS + "?q=api-1").at("/data/0/sku")).isEqualTo("API-1");
        assertThat(program.get(PRODUCTS + "/by-sku?sku=API-1").at("/title/en")).isEqualTo("Mug");

        String list =
                "/api/v1/price-lists/" + program.get("/api/v1/price-lists").at("/data/0/id");
        ApiClient.Answer priced = program.with("If-Match", "\"0\"")
                .put(
                        list + "/prices",
                        "{\"prices\": [{\"sku\": \"API-1\", \"price\": {\"amount\": 1234, \"currency\": \"USD\"}}]}");
        assertThat(priced.status()).as(priced.body()).isEqualTo(200);
        assertThat(program.get(list + "/prices").at("/data/0/price/amount")).isEqualTo("1234");
        ApiClient.Answer unknown = program.with("If-Match", "\"1\"")
                .put(list + "/prices", "{\"prices\": [{\"sku\": \"NONE\", \"price\": null}]}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.at("/errors/0/field")).isEqualTo("/prices/0/sku");
        ApiClient.Answer twice = program.with("If-Match", "\"1\"")
                .put(
                        list + "/prices",
                        "{\"prices\": [{\"sku\": \"API-1\", \"price\": null}, {\"sku\": \"api-1\", \"price\": null}]}");
        assertThat(twice.status()).isEqualTo(422);
        assertThat(twice.at("/errors/0/field")).isEqualTo("/prices/1/sku");
        assertThat(twice.at("/errors/0/code")).isEqualTo("catalog/price-twice");

        ApiClient.Answer refused = program.post(product + "/list", "");
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("catalog/not-ready");
        assertThat(refused.at("/errors/0/field")).isEqualTo("/categoryId");
        assertThat(refused.at("/errors/0/code")).isEqualTo("catalog/lacks-category");
        assertThat(refused.at("/errors/1/field")).isEqualTo("/images");
        assertThat(refused.at("/errors/2/field")).isEmpty();
        assertThat(program.get(product + "/checks").body()).contains("image");

        String change = "{\"kind\": \"goods\", \"title\": {\"en\": \"Cup\"}}";
        assertThat(program.put(product, change).status()).isEqualTo(428);
        assertThat(program.with("If-Match", made.header("ETag"))
                        .put(product, change)
                        .at("/title/en"))
                .isEqualTo("Cup");
        ApiClient.Answer stale = program.with("If-Match", made.header("ETag")).put(product, change);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.problem()).isEqualTo("catalog/changed-meanwhile");
    }

    @Test
    void combinationsOfOptionsBecomeVariants() {
        ApiClient.Answer made = program.post(PRODUCTS, """
                {"kind": "goods", "title": {"en": "Shirt"}, "options": [
                 {"name": {"en": "Colour"}, "values": [{"en": "Red"}, {"en": "Blue"}]},
                 {"name": {"zh": "尺码"}, "values": [{"zh": "大"}, {"zh": "小"}]}]}""");
        String product = made.header("Location");
        assertThat(program.get(product + "/combinations?prefix=SH").at("/data/3/sku"))
                .isEqualTo("SH-BLUE-2");
        ApiClient.Answer combined = program.post(product + "/combinations", "{\"weight\": 200}");
        assertThat(combined.status()).as(combined.body()).isEqualTo(200);
        assertThat(combined.at("/variants/0/sku")).isEqualTo("SHIRT-RED-1");
        assertThat(combined.at("/variants/3/weight")).isEqualTo("200");
        assertThat(program.get(product + "/combinations").at("/data/0/sku")).isEmpty();
        assertThat(program.post(product + "/combinations", "{}").at("/variants/4/sku"))
                .isEmpty();
    }

    @Test
    void manyProductsAreChangedAtOnceOrByAJob() {
        String ready = id("BULK-1");
        String unready = id("BULK-2");
        ApiClient.Answer answer = program.post(
                PRODUCTS + "/bulk",
                "{\"action\": \"list\", \"ids\": [\"%s\", \"%s\"]}".formatted(ready, UUID.randomUUID()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.at("/data/0/error/code")).isEqualTo("catalog/not-ready");
        assertThat(answer.at("/data/0/error/detail")).contains("Category", "Image");
        assertThat(answer.at("/data/1/error/code")).isEqualTo("catalog/product-not-found");
        assertThat(program.post(PRODUCTS + "/bulk", "{\"action\": \"burn\", \"ids\": [\"" + unready + "\"]}")
                        .problem())
                .isEqualTo("catalog/action-unknown");
        String ids = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(ready, unready),
                        java.util.stream.Stream.generate(() -> UUID.randomUUID().toString())
                                .limit(50))
                .map(i -> '"' + i + '"')
                .collect(java.util.stream.Collectors.joining(","));
        ApiClient.Answer job = program.post(PRODUCTS + "/bulk", "{\"action\": \"authorise\", \"ids\": [" + ids + "]}");
        assertThat(job.status()).as(job.body()).isEqualTo(200);
        assertThat(job.at("/jobId")).hasSize(36);
    }

    private String id(String sku) {
        return program.post(
                        PRODUCTS,
                        "{\"kind\": \"goods\", \"title\": {\"en\": \"%s\"}, \"variants\": [{\"sku\": \"%s\"}]}"
                                .formatted(sku, sku))
                .at("/id");
    }

    @Test
    void allFaultsOfVariantsAreNamedAndNothingIsWritten() {
        ApiClient.Answer answer = program.post(
                PRODUCTS,
                "{\"kind\": \"goods\", \"title\": {\"en\": \"Faulty\"}, \"variants\": [{\"sku\": \"\"},"
                        + " {\"sku\": \"OK\"}, {\"sku\": \"F-2\", \"gtin\": \"4006381333932\"}]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/errors/0/field")).isEqualTo("/variants/0/sku");
        assertThat(answer.at("/errors/1/field")).isEqualTo("/variants/2/gtin");
        assertThat(program.get(PRODUCTS + "?q=faulty").at("/data/0/id")).isEmpty();
    }

    @Test
    void channelsBrandsAndCategoriesAreKeptByPrograms() {
        String body =
                "{\"code\": \"web\", \"name\": \"Web\", \"kind\": \"direct\", \"nodeId\": \"%s\", \"currency\": \"USD\"}"
                        .formatted(stage.top(shop));
        ApiClient.Answer channel = program.post("/api/v1/channels", body);
        assertThat(channel.status()).as(channel.body()).isEqualTo(201);
        assertThat(program.post("/api/v1/channels", body).problem()).isEqualTo("channel/code-taken");
        assertThat(program.post(channel.header("Location") + "/close", "").at("/active"))
                .isEqualTo("false");
        ApiClient.Answer brand = program.post("/api/v1/brands", "{\"name\": \"Hill\"}");
        assertThat(brand.status()).isEqualTo(201);
        assertThat(program.delete(brand.header("Location")).status()).isEqualTo(204);
        ApiClient.Answer category = program.post("/api/v1/categories", "{\"name\": {\"en\": \"Mugs\"}}");
        assertThat(category.status()).as(category.body()).isEqualTo(201);
        assertThat(category.at("/depth")).isEqualTo("0");
    }

    @Test
    void aPictureIsUploadedBeforeItsProductKnowsIt() throws Exception {
        ApiClient png = program.with("Content-Type", "image/png");
        String product = "/api/v1/products/"
                + program.post(PRODUCTS, "{\"kind\": \"goods\", \"title\": {\"zh\": \"杯\", \"en\": \"Mug\"}}")
                        .at("/id");
        String file = png.send("POST", "/api/v1/files", picture()).at("/id");
        String use = "{\"fileId\": \"" + file + "\", \"alt\": {\"zh\": \"杯\", \"en\": \"A mug\"}}";

        assertThat(program.get("/api/v1/files/" + file).header("Content-Type"))
                .as("whoever uploaded it sees it at once")
                .isEqualTo("image/png");
        ApiClient another =
                stage.program(stage.member(shop, "Otto", "administrator", stage.top(shop)), shop, stage.top(shop));
        assertThat(another.get("/api/v1/files/" + file).status())
                .as("nobody else, before it is a product's")
                .isEqualTo(404);
        ApiClient.Answer added = program.post(product + "/images/uploaded", use);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        assertThat(added.at("/images/0/fileId")).isEqualTo(file);
        assertThat(added.at("/images/0/alt/en")).isEqualTo("A mug");
        assertThat(another.get("/api/v1/files/" + file).status()).isEqualTo(200);
        ApiClient.Answer read = program.get("/api/v1/files/" + file + "?size=list");
        assertThat(read.header("Content-Type")).isEqualTo("image/png");
        assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(program.get("/api/v1/files/" + file + "?size=huge").problem())
                .isEqualTo("api/unknown-value");
        assertThat(program.post(product + "/images/uploaded", use).problem()).isEqualTo("file/not-found");
        String image = product + "/images/" + added.at("/images/0/id");
        assertThat(program.put(image, "{\"alt\": {\"zh\": \"杯\", \"en\": \"Blue\"}}")
                        .at("/images/0/alt/en"))
                .isEqualTo("Blue");
        assertThat(png.send("POST", "/api/v1/files", new byte[] {1, 2, 3}).problem())
                .isEqualTo("file/not-a-picture");
    }

    private static byte[] picture() throws java.io.IOException {
        var out = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_INT_ARGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void listsAreFilteredAndSortedAsOnThePages() {
        Workspace own = stage.workspace(stage.person("Lin"), "Sorted");
        UUID top = stage.top(own);
        ApiClient client = stage.program(own.owner(), own, top);
        String channel = client.post(
                        "/api/v1/channels",
                        "{\"code\": \"zoo\", \"name\": \"Zoo\", \"kind\": \"store\", \"nodeId\": \"%s\", \"currency\": \"USD\"}"
                                .formatted(top))
                .at("/id");
        assertThat(client.get("/api/v1/channels?q=zo").at("/data/0/code")).isEqualTo("zoo");
        assertThat(client.get("/api/v1/channels?q=nothing").json().at("/data")).isEmpty();
        assertThat(client.get("/api/v1/channels?kind=store").json().at("/data")).hasSize(1);
        assertThat(client.get("/api/v1/channels?state=closed").json().at("/data"))
                .isEmpty();
        assertThat(client.get("/api/v1/channels?sort=-code").at("/data/0/code")).isEqualTo("zoo");

        for (String name : new String[] {"Aaa", "Zzz"}) {
            assertThat(client.post("/api/v1/brands", "{\"name\": \"%s\"}".formatted(name))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(client.get("/api/v1/brands?sort=-name").at("/data/0/name")).isEqualTo("Zzz");

        String lists = "/api/v1/price-lists";
        assertThat(client.post(
                                lists,
                                "{\"name\": \"!Sale\", \"currency\": \"USD\", \"channelId\": \"%s\", \"active\": false}"
                                        .formatted(channel))
                        .status())
                .isEqualTo(201);
        assertThat(client.get(lists).at("/data/0/base")).isEqualTo("true");
        assertThat(client.get(lists + "?sort=name").at("/data/0/name")).isEqualTo("!Sale");
        for (String filter : new String[] {"q=sale", "channel=" + channel, "state=inactive"}) {
            assertThat(client.get(lists + "?" + filter).json().at("/data"))
                    .as(filter)
                    .hasSize(1);
        }

        String parent = client.post("/api/v1/categories", "{\"name\": {\"zh\": \"厨房\", \"en\": \"Kitchen\"}}")
                .at("/id");
        client.post(
                "/api/v1/categories",
                "{\"parentId\": \"%s\", \"name\": {\"zh\": \"杯子\", \"en\": \"Mugs\"}}".formatted(parent));
        client.post("/api/v1/categories", "{\"name\": {\"zh\": \"书\", \"en\": \"Books\"}}");
        ApiClient.Answer found = client.get("/api/v1/categories?q=MUG");
        assertThat(found.json().at("/data")).as(found.body()).hasSize(2);
        assertThat(found.at("/data/0/name/en")).isEqualTo("Kitchen");

        for (String unknown : new String[] {
            "/channels?sort=kind",
            "/channels?kind=shop",
            "/brands?sort=products",
            "/price-lists?sort=prices",
            "/price-lists?state=open",
            "/customers?sort=orders",
            "/locations?sort=kind",
            "/stock?sort=onHand",
            "/stock/transfers?sort=note",
            "/jobs?kind=nothing",
            "/orders/export?columns=number,junk",
            "/orders/export?view=junk",
            "/orders/counts?payment=junk"
        }) {
            ApiClient.Answer refused = client.get("/api/v1" + unknown);
            assertThat(refused.status()).as(unknown).isEqualTo(400);
            assertThat(refused.problem()).isEqualTo("api/unknown-value");
            assertThat(refused.at("/errors/0/field")).isEqualTo(unknown.replaceFirst(".*\\?(.*)=.*", "$1"));
        }
    }
}
