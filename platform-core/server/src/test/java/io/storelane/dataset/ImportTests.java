package io.storelane.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Permission;
import io.storelane.file.Contents;
import io.storelane.file.FileSweep;
import io.storelane.problem.ProblemException;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files of each kind on their way in: looked at without a change, written once, told row by row. */
class ImportTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final ReadyMarks ready;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiClient program;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ImportDesk desk;

    @Autowired
    ImportTests(ApplicationContext context, ReadyMarks ready) {
        this.context = context;
        this.stage = new Stage(context);
        this.ready = ready;
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        program = stage.program(shop.owner(), shop, stage.top(shop));
        desk = new ImportDesk(program);
    }

    private long count(String sql) {
        return Stage.<Long>one(sql, shop.tenant().value());
    }

    private Shelf shelf() {
        return new Shelf(context, shop);
    }

    @Test
    void aFileOfPricesGoesThroughThePagesAndTheSameOneAgainChangesNothing() {
        shelf().variant("MUG");
        shelf().variant("POT");
        Browser browser = stage.browser(shop.owner());
        String base = "/w/" + shop.slug() + "/imports";
        byte[] file = "货号;售价;备注\nMUG;39.00;好\nPOT;12,5x;\nNONE;1;\nMUG;40;\n\n".getBytes(Charset.forName("GB18030"));

        assertThat(browser.get(base + "/new?kind=prices").body())
                .contains("GB18030")
                .doesNotContain("??");
        Browser.Answer uploaded = browser.upload(base + "/new?kind=prices", "file", "春季.csv", "text/csv", file);
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(302);
        String path = uploaded.header("Location");
        assertThat(browser.get(path).body())
                .contains("it was read as GB18030", "售价", "39.00 · 12,5x · 1", "match the columns of 4 rows")
                .doesNotContain("??");
        assertThat(browser.post(path + "/check", Map.of("column.sku", "0")).body())
                .contains("Choose the column for the field “price”");
        assertThat(browser.post(path + "/check", Map.of("column.sku", "0", "column.price", "1"))
                        .status())
                .isEqualTo(302);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> browser.get(path).body().contains("1 row can be imported"));
        assertThat(browser.get(path).body())
                .contains(
                        "3 rows with problems",
                        "12,5x",
                        "This is no amount of money",
                        "Row 2 is about the same",
                        "<code>售价</code>")
                .doesNotContain("??");
        assertThat(count("select count(*) from core.price where tenant_id = ?")).isZero();

        assertThat(browser.post(path + "/start", Map.of()).status()).isEqualTo(302);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> browser.get(path).body().contains("1 row imported"));
        assertThat(count("select amount from core.price where tenant_id = ?")).isEqualTo(3_900);
        assertThat(browser.get(path + "/progress").body()).contains("Download problem rows");
        assertThat(browser.get(path + "/result?faulty=true").body())
                .contains("3,POT,Problem,售价,\"12,5x\",")
                .doesNotContain("2,MUG,New");
        assertThat(browser.get(base).body()).contains("春季.csv", "Done").doesNotContain("??");

        // the same titles again: the columns are known, and nothing is left to do
        Browser.Answer again = browser.upload(base + "/new?kind=prices", "file", "again.csv", "text/csv", file);
        String second = again.header("Location");
        browser.post(second + "/check", Map.of("column.sku", "0", "column.price", "1"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> browser.get(second).body().contains("1 as they are already"));
        assertThat(browser.get(second).body()).doesNotContain("/start\"");
        assertThat(program.get(ImportDesk.IMPORTS).json().at("/data")).isEmpty();
    }

    @Test
    void theColumnsOfFilesWithTheSameTitlesAreRemembered() {
        shelf().variant("MUG");
        byte[] file = "A,B\nMUG,9\n".getBytes(StandardCharsets.UTF_8);
        Answer uploaded = desk.upload("prices", "text/csv", file);
        assertThat(uploaded.json().at("/mapping")).isEmpty();
        assertThat(uploaded.json().at("/unusedColumns")).hasSize(2);
        String path = uploaded.header("Location");
        assertThat(program.with("If-Match", "\"0\"")
                        .post(path + "/check", "{\"mapping\": {\"sku\": 0}}")
                        .at("/errors/0/code"))
                .isEqualTo("dataset/column-missing");
        assertThat(program.with("If-Match", "\"0\"")
                        .post(path + "/check", "{\"mapping\": {\"sku\": 0, \"price\": 0}}")
                        .at("/errors/0/code"))
                .isEqualTo("dataset/column-twice");
        assertThat(program.with("If-Match", "\"7\"")
                        .post(path + "/check", "{\"mapping\": {\"sku\": 0, \"price\": 1}}")
                        .status())
                .isEqualTo(412);
        assertThat(program.post(path + "/start", "").problem()).isEqualTo("dataset/not-checked");
        assertThat(program.with("If-Match", "\"0\"")
                        .post(path + "/check", "{\"mapping\": {\"sku\": 0, \"price\": 1}}")
                        .status())
                .isEqualTo(202);
        desk.until(path, "checked");
        Answer again = desk.upload("prices", "text/csv", file);
        assertThat(again.at("/mapping/sku")).isEqualTo("0");
        assertThat(again.at("/mapping/price")).isEqualTo("1");
        Answer more = desk.upload("prices", "text/csv", "sku,price,材质\nMUG,9,瓷\n".getBytes(StandardCharsets.UTF_8));
        assertThat(more.at("/unusedColumns/0")).isEqualTo("材质");
        String checked = desk.check(more, "{}");
        String page = checked.replace("/api/v1", "/w/" + shop.slug());
        assertThat(stage.browser(shop.owner()).get(page).body()).contains("材质");
        String templates = ImportDesk.IMPORTS + "/template?kind=prices";
        assertThat(program.get(templates).body()).contains("Price / 价格", "MUG-RED,39.00");
        Answer template = desk.upload(
                "orders",
                "text/csv",
                program.get(ImportDesk.IMPORTS + "/template?kind=orders").body().getBytes(StandardCharsets.UTF_8));
        assertThat(template.json().at("/mapping")).hasSize(25);
        assertThat(program.get(ImportDesk.IMPORTS + "/kinds").json().at("/data"))
                .hasSize(5);
    }

    @Test
    void stockIsCountedReceivedOnceAndKeptBack() {
        Shelf shelf = shelf();
        UUID place = shelf.location("N", stage.top(shop));
        shelf.variant("MUG");
        shelf.variant("TEA", "service", "茶", "Tea");
        shelf.receive(place, "MUG", 4);
        String file = "SKU,仓库,数量\nMUG,N,7\nTEA,N,1\nMUG,X,1\nmug,N,9\nMUG,N,-1\n";
        String counted = desk.checked("stock", file);
        assertThat(desk.counts(counted, "check")).isEqualTo("0 1 0 4");
        assertThat(desk.errors(counted)).isEqualTo("""
                3 sku inventory/not-stocked
                4 location inventory/location-code-unknown
                5  dataset/row-twice
                6  dataset/row-twice
                """);
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/onHand"))
                .isEqualTo("4");
        desk.start(counted);
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/onHand"))
                .isEqualTo("7");

        String receipt = "SKU,Location,Units\nMUG,N,5\n";
        Answer nameless = desk.upload("stock", "text/csv", receipt.getBytes(StandardCharsets.UTF_8));
        assertThat(program.with("If-Match", "\"0\"")
                        .post(
                                nameless.header("Location") + "/check",
                                "{\"mapping\": {\"sku\": 0, \"location\": 1, \"units\": 2}, \"options\": {\"meaning\": \"receive\"}}")
                        .at("/errors/0/code"))
                .isEqualTo("inventory/reference-missing");
        String options = "{\"meaning\": \"receive\", \"reference\": \"DN-7\"}";
        desk.imported("stock", receipt, options);
        assertThat(desk.counts(desk.checked("stock", receipt, options), "check"))
                .isEqualTo("0 0 1 0");
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/onHand"))
                .isEqualTo("12");
        assertThat(program.get("/api/v1/stock/moves?sku=MUG").at("/data/0/reference"))
                .isEqualTo("DN-7");
        String corrected = desk.checked("stock", "SKU,Location,Units\nMUG,N,6\n", options);
        assertThat(desk.errors(corrected)).isEqualTo("2 units inventory/received-otherwise\n");
        desk.imported("stock", receipt, "{\"meaning\": \"safety\"}");
        assertThat(program.get("/api/v1/stock/items/MUG").at("/levels/0/safety"))
                .isEqualTo("5");
        assertThat(count("select sum(on_hand)::bigint from core.stock_move where tenant_id = ?"))
                .isEqualTo(12);
    }

    @Test
    void customersComeByTheirNumberAndWhatTheFileDoesNotSayStays() {
        UUID south = stage.node(shop, stage.top(shop), "South");
        String file =
                "客户编号,姓名,手机,邮箱,组织\nC-1,王芳,13800001111,wang@example.com,\nC-2,Li,bad!,,South\nC-3,Zhao,,,Nowhere\nC-4,,,,\nC-5,\u200B\u3164,,,\n";
        String first = desk.imported("customers", file);
        assertThat(desk.counts(first, "run")).isEqualTo("1 0 0 4");
        assertThat(desk.errors(first)).isEqualTo("""
                3 phone customer/bad-phone
                4 node customer/node-name-unknown
                5 name customer/name-missing
                6 name customer/name-missing
                """);
        assertThat(count("select count(*) from core.customer where tenant_id = ?"))
                .isEqualTo(1);
        assertThat(program.get("/api/v1/customers?q=%E7%8E%8B%E8%8A%B3").json().at("/data"))
                .hasSize(1);
        // the masks of an export change nothing, and a cell that is empty does not either
        assertThat(desk.counts(
                        desk.checked("customers", "number,name,phone,email\nC-1,王芳,138****1111,w****@example.com\n"),
                        "check"))
                .isEqualTo("0 0 1 0");
        desk.imported("customers", "number,email,node\nC-1,wang@example.org,South\n");
        assertThat(count("select count(*) from core.customer where tenant_id = ? and phone = '13800001111'"
                        + " and email = 'wang@example.org' and version = 1"))
                .isEqualTo(1);

        // who reaches another outlet neither changes nor sees that customer
        UUID north = stage.node(shop, stage.top(shop), "North");
        ImportDesk northern = new ImportDesk(stage.program(shop.owner(), shop, north));
        String other = northern.checked("customers", "number,name\nC-1,Mine\nC-9,Own\n");
        assertThat(northern.errors(other)).isEqualTo("2 number customer/number-taken\n");
        assertThat(south).isNotEqualTo(north);
    }

    @Test
    void productsComeWithVariantsAndPrices() {
        stage.run(
                shop.owner(),
                shop,
                () -> context.getBean(io.storelane.catalog.Categories.class)
                        .add(new io.storelane.catalog.Categories.Details(
                                null, new io.storelane.catalog.Text("杯", "Mugs"), 1)));
        shelf().variant("OLD-1");
        String file = """
                product,sku,title_en,brand,category,option1,value1,gtin,weight_g,price
                MUG,MUG-R,Mug,Hill,Mugs,颜色 | Colour,红 | Red,4006381333931,350,39.00
                MUG,MUG-B,,,,,蓝 | Blue,,350,41
                ,OLD-1,New name,,,,,,120,
                ,BAD-1,Bad,,,,,4006381333932,,
                ,BAD-2,Bad,,Nowhere,,,,,
                ,BAD-3,,,,,,,,
                ,BAD-4,Bad,,,,,,heavy,
                ,MUG-R,Again,,,,,,,
                POT,POT-1,Pot,,,Size,S,,,1.999
                POT,POT-2,Pot,,,,L,,,
                """;
        String path = desk.checked("products", file);
        assertThat(desk.counts(path, "check")).isEqualTo("2 1 0 7");
        assertThat(desk.errors(path)).isEqualTo("""
                5 gtin catalog/gtin-invalid
                6 category catalog/category-name-unknown
                7 title_zh catalog/title-missing
                8 weight_g dataset/no-whole-number
                9  dataset/row-twice
                10 price dataset/too-many-decimals
                11  dataset/other-row-wrong
                """);
        assertThat(count("select count(*) from core.product where tenant_id = ?"))
                .isEqualTo(1);
        desk.start(path);
        assertThat(count("select count(*) from core.product p join core.variant v on v.product_id = p.id"
                        + " where p.tenant_id = ? and p.title_en = 'Mug' and p.state = 'draft' and p.brand_id is not null"
                        + " and p.category_id is not null and v.weight_g = 350"))
                .isEqualTo(2);
        assertThat(count("select sum(amount)::bigint from core.price where tenant_id = ?"))
                .isEqualTo(8_000);
        assertThat(program.get("/api/v1/products/by-sku?sku=OLD-1").at("/title/en"))
                .isEqualTo("New name");
        assertThat(program.get("/api/v1/products?q=MUG-B").json().at("/data")).hasSize(1);
        assertThat(desk.result(path)).contains("2,MUG-R,New", "4,OLD-1,Changed", "11,POT-2,Problem");
        String again = desk.checked("products", file);
        assertThat(desk.counts(again, "check")).isEqualTo("0 0 3 7");
        assertThat(program.post(again + "/start", "").problem()).isEqualTo("dataset/nothing-to-write");
    }

    @Test
    void productsThatAreThereChangeInWhatTheFileSays() {
        String first = """
                product,sku,title_en,brand,option1,value1,gtin,weight_g,price
                MUG,MUG-R,Mug,Hill,Colour,Red,4006381333931,350,39.00
                MUG,MUG-B,,,,Blue,,350,41
                POT,POT-1,Pot,,,,,,
                CUP,CUP-1,Cup,,,,,,
                """;
        assertThat(desk.counts(desk.imported("products", first), "run")).isEqualTo("4 0 0 0");
        String other = """
                product,sku,title_en,brand,option1,value1,gtin,weight_g,price,active
                MUG,MUG-R,Beaker,Dale,,Red,,360,39.00,
                MUG,MUG-B,,,,Blue,4006381333948,350,42,
                POT,POT-1,Kettle,,,,4006381333931,,,
                CUP,CUP-1,,,,,,,,no
                CUP,CUP-2,,,Size,L,,,,
                """;
        // the number of another SKU, and a new option that the one before lacks
        String refused = desk.imported("products", other);
        assertThat(desk.errors(refused)).startsWith("4 gtin catalog/gtin-taken\n");
        assertThat(desk.counts(refused, "run")).isEqualTo("0 2 0 3");
        assertThat(count("select count(*) from core.variant v join core.product p on p.id = v.product_id"
                        + " where v.tenant_id = ? and p.title_en = 'Beaker' and p.version = 1"
                        + " and (v.sku, v.weight_g) in (('MUG-R', 360), ('MUG-B', 350)) and v.gtin is not null"))
                .isEqualTo(2);
        assertThat(program.get("/api/v1/products?q=Beaker").json().at("/data")).hasSize(1);
        assertThat(program.get("/api/v1/products?q=4006381333948").json().at("/data"))
                .hasSize(1);
        assertThat(count("select count(*) from core.audit_entry where tenant_id = ? and action = 'product.changed'"
                        + " and before ->> 'brand' = 'Hill' and after ->> 'brand' = 'Dale' and target_label = 'Beaker'"
                        + " and before ->> 'titleEn' = 'Mug' and after -> 'kind' is null"))
                .isEqualTo(1);
        assertThat(count("select count(*) from core.audit_entry where tenant_id = ? and action = 'variant.changed'"
                        + " and (before ->> 'weight', after ->> 'weight') is not distinct from ('350', '360')"))
                .isEqualTo(1);
        assertThat(count("select count(*) from core.event where tenant_id = ? and type = 'variant.changed'"))
                .isEqualTo(2);

        // what a product is offered in goes the longer way, and ends the same
        String active = "product,sku,active\nPOT,POT-1,no\nCUP,CUP-1,no\n";
        assertThat(desk.counts(desk.imported("products", active), "run")).isEqualTo("0 2 0 0");
        assertThat(count("select count(*) from core.variant where tenant_id = ? and not active"))
                .isEqualTo(2);
        assertThat(desk.counts(desk.checked("products", active), "check")).isEqualTo("0 0 2 0");
    }

    @Test
    void ordersAreRoutedAndTheSameFileAgainChangesNothing() {
        Shop sells = new Shop(context, stage, shop);
        sells.channel("web");
        sells.stock(sells.goods("CUP", 1_500), sells.location("WH", "330106", 1), 9);
        sells.stock(sells.goods("POT", 2_500), sells.location("WH2", "330106", 2), 9);
        String header = "订单号,销售渠道,sku,数量,单价,下单时间,收货人,收货电话,省份,城市,区县,地址,实付,支付方式\n";
        String file = header
                + "A-1,web,CUP,2,14.50,2026-11-20 10:30,王芳,13800001111,浙江,杭州市,西湖区,文三路 1 号,54.00,alipay\n"
                + "A-1,web,POT,1,25,,,,,,,,,\n"
                + "A-2,web,NONE,1,,,,,,,,,,\n"
                + "A-3,nowhere,CUP,1,,,,,,,,,,\n"
                + "A-4,web,CUP,many,,05/06/2026,,,,,,,,\n"
                + "A-5,web,CUP,1,,,,12,,,,,,\n"
                + "A-6,web,CUP,1,,,\u2800,,,,,,,\n";
        String path = desk.checked("orders", file);
        assertThat(desk.counts(path, "check")).isEqualTo("2 0 0 5");
        assertThat(desk.errors(path)).isEqualTo("""
                4 sku order/unknown-sku
                5 channel order/channel-name-unknown
                6 quantity dataset/no-whole-number
                6 placed_at dataset/time-ambiguous
                7 ship_phone order/bad-phone
                8 ship_name order/name-unseen
                """);
        assertThat(count("select count(*) from core.sales_order where tenant_id = ?"))
                .isZero();
        desk.start(path);
        assertThat(desk.counts(path, "run")).isEqualTo("2 0 0 5");
        assertThat(count("select total from core.sales_order where tenant_id = ? and payment_state = 'paid'"
                        + " and ship_region = '330106' and placed_at = '2026-11-20 10:30Z'"))
                .isEqualTo(5_400);
        assertThat(count("select sum(reserved)::bigint from core.stock_level where tenant_id = ?"))
                .isEqualTo(3);
        assertThat(desk.counts(desk.checked("orders", file), "check")).isEqualTo("0 0 2 5");
        String other = desk.checked("orders", header + "A-1,web,CUP,3,14.50,,,,,,,,,\n");
        assertThat(desk.errors(other)).isEqualTo("2 order_number order/external-id-used\n");

        // what is not there is taken in as missing, or not at all, as the file is said to mean
        String much = header + "B-1,web,CUP,100,,,,,,,,,,\n";
        String refused = desk.imported("orders", much, "{\"short\": \"refuse\"}");
        assertThat(desk.errors(refused)).isEqualTo("2 quantity order/short\n");
        assertThat(desk.counts(desk.imported("orders", much), "run")).isEqualTo("1 0 0 0");
    }

    @Test
    void anOrderThatTheFileTearsApartIsNotWrittenInPart() {
        Shop sells = new Shop(context, stage, shop);
        sells.channel("web");
        sells.update(
                "update core.channel set name = 'Our shop' where tenant_id = ? and code = 'web'",
                shop.tenant().value());
        sells.stock(sells.goods("CUP", 1_500), sells.location("WH", "330106", 1), 99);
        String many = "A-5,web,CUP,1\n".repeat(1_001);
        String file = "order_number,channel,sku,quantity\n"
                + "A-1,web,CUP,1\n"
                + "A-2,web,CUP,1\n"
                + "A-1,web,CUP,2\n" // its first row stands two rows above
                + "A-3,web,CUP,1\n"
                + ",,CUP,1\n" // of A-3, most likely
                + "A-4,web,CUP,1\n"
                + many;
        String path = desk.checked("orders", file);
        assertThat(desk.counts(path, "check")).isEqualTo("2 0 0 1005");
        assertThat(desk.errors(path)).startsWith("""
                2  dataset/rows-apart
                4  dataset/rows-apart
                5  dataset/row-unnamed
                6 order_number dataset/cell-missing
                6 channel dataset/cell-missing
                8  dataset/too-many-together
                9  dataset/too-many-together
                """);
        assertThat(program.get(path + "/errors?limit=1").at("/data/0/detail"))
                .contains("Rows 2 and 4", "none of its rows");
        desk.start(path);
        assertThat(desk.counts(path, "run")).isEqualTo("2 0 0 1005");
        assertThat(count("select count(*) from core.sales_order where tenant_id = ?"))
                .isEqualTo(2);
        assertThat(count("select count(*) from core.sales_order where tenant_id = ? and external_id in ('A-2','A-4')"))
                .isEqualTo(2);

        // one order, though its rows name the channel by its code and by its name
        String both = "order_number,channel,sku,quantity\nB-1,WEB,CUP,1\nB-1,Our Shop,CUP,2\n";
        assertThat(desk.counts(desk.imported("orders", both), "run")).isEqualTo("2 0 0 0");
        assertThat(count("select count(*) from core.order_line l join core.sales_order o on o.id = l.order_id"
                        + " where o.tenant_id = ? and o.external_id = 'B-1'"))
                .isEqualTo(2);

        // products likewise; and an order of as many rows as may be is one
        String apart = desk.checked("products", "product,sku,title_en\nP,P-1,A\n,Q-1,B\nP,P-2,\n");
        assertThat(desk.errors(apart)).isEqualTo("2  dataset/rows-apart\n4  dataset/rows-apart\n");
        assertThat(desk.counts(apart, "check")).isEqualTo("1 0 0 2");
    }

    @Test
    void importsOfMoreThanAWeekAgoGoWithTheirFilesWhenTheStoreIsSwept() {
        String old = desk.upload(
                        "prices",
                        "text/csv",
                        ("sku,price\nOLD-" + Stage.tail() + ",1\n").getBytes(StandardCharsets.UTF_8))
                .header("Location");
        UUID id = UUID.fromString(old.replaceAll(".*/", ""));
        UUID piece = Stage.one("select pieces[1] from core.import_file where id = ?", id);
        String stored = Stage.one("select sha256 from core.file where id = ?", piece);
        String fresh = desk.upload(
                        "prices",
                        "text/csv",
                        ("sku,price\nNEW-" + Stage.tail() + ",1\n").getBytes(StandardCharsets.UTF_8))
                .header("Location");
        FileSweep sweep = context.getBean(FileSweep.class);
        sweep.run();
        assertThat(program.get(old).status()).isEqualTo(200);

        Stage.all("update core.import_file set created_at = now() - interval '9 days' where id = ?", id);
        Stage.all("update core.file set created_at = now() - interval '9 days' where id = ?", piece);
        sweep.run();
        assertThat(program.get(old).status()).isEqualTo(404);
        assertThat(program.get(fresh).status()).isEqualTo(200);
        assertThat(count("select count(*) from core.file where tenant_id = ?")).isEqualTo(1);
        assertThatThrownBy(() -> Scope.tenant(shop.tenant())
                        .run(() -> context.getBean(Contents.class).read(stored)))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void anImportThatAReleaseBeforeHasBegunEndsAndSaysWhatToDo() {
        UUID job = UUID.randomUUID();
        Stage.all("""
                insert into core.job (tenant_id, id, kind, params, state, total, requested_by, requester_name, locale, created_at,
                  lease_until)
                values (?, ?, 'products.import', '{}', 'waiting', 2, ?, 'Olive', 'en', now(), now())""", shop.tenant().value(), job, shop.owner().id());
        for (int position = 0; position < 2; position++) {
            Stage.all(
                    "insert into core.job_item (tenant_id, job_id, position, label, state) values (?, ?, ?, '1', 'waiting')",
                    shop.tenant().value(),
                    job,
                    position);
        }
        ready.repair();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Stage.<String>one("select state from core.job where id = ?", job)
                        .equals("done"));
        assertThat(Stage.<Integer>one("select failed from core.job where id = ?", job))
                .isEqualTo(2);
        assertThat(stage.browser(shop.owner())
                        .get("/w/" + shop.slug() + "/jobs/" + job)
                        .body())
                .contains("Import products", "Upload the file again under “Imports”")
                .doesNotContain("??");
    }

    private static String manyProducts(int rows) {
        StringBuilder csv = new StringBuilder("sku,title_en,price\n");
        for (int i = 0; i < rows; i++) {
            csv.append("P-").append(i).append(",Product ").append(i).append(",1.00\n");
        }
        return csv.toString();
    }

    @Test
    void anImportOfAKilledServerGoesOnWhereItWasAndWritesNothingTwice() {
        String path = desk.imported("products", manyProducts(700));
        UUID job = UUID.fromString(program.get(path).at("/jobId"));
        assertThat(program.get("/api/v1/jobs/" + job).at("/total")).isEqualTo("4");
        // as if the server had died after the second part, and in the third after it was written and before it was
        // marked
        Stage.all("""
                delete from core.price where tenant_id = ? and variant_id in (select id from core.variant where sku in
                  (select 'P-' || n from generate_series(600, 699) n))""", shop.tenant().value());
        Stage.all("""
                with gone as (delete from core.variant where tenant_id = ? and sku in
                  (select 'P-' || n from generate_series(600, 699) n) returning product_id)
                delete from core.product p using gone where p.id = gone.product_id""", shop.tenant().value());
        Stage.all(
                "delete from core.import_outcome where tenant_id = ? and phase = 'run' and position = 3",
                shop.tenant().value());
        Stage.all("update core.job_item set state = 'waiting' where job_id = ? and position >= 2", job);
        Stage.all(
                "update core.job set lease_until = now() - interval '1 second', state = 'running', worker = 'dead', done = 2,"
                        + " finished_at = null where id = ?",
                job);
        ready.repair();
        desk.until(path, "done");
        assertThat(desk.counts(path, "run")).isEqualTo("700 0 0 0");
        assertThat(count("select count(*) from core.variant where tenant_id = ?"))
                .isEqualTo(700);
        assertThat(count("select count(*) from core.price where tenant_id = ? and amount = 100"))
                .isEqualTo(700);
        assertThat(desk.result(path).lines().count()).isEqualTo(701);
    }

    @Test
    void anImportIsCancelledAndGoesOnLater() {
        String path = desk.checked("products", manyProducts(500));
        UUID job = UUID.fromString(program.post(path + "/start", "").at("/jobId"));
        desk.until(path, "done");
        Stage.all(
                "delete from core.import_outcome where tenant_id = ? and phase = 'run' and position > 0",
                shop.tenant().value());
        Stage.all("update core.job_item set state = 'waiting' where job_id = ? and position > 0", job);
        Stage.all(
                "update core.job set lease_until = now() + interval '1 hour', state = 'running', worker = 'mine', done = 1,"
                        + " finished_at = null where id = ?",
                job);
        assertThat(program.get(path).at("/state")).isEqualTo("running");
        assertThat(desk.counts(path, "run")).isEqualTo("200 0 0 0");
        assertThat(program.post(path + "/cancel", "").status()).isEqualTo(200);
        Stage.all("update core.job set lease_until = now() where id = ?", job);
        ready.repair();
        desk.until(path, "cancelled");
        assertThat(program.post(path + "/cancel", "").problem()).isEqualTo("dataset/not-running");
        assertThat(program.post(path + "/go-on", "").status()).isEqualTo(200);
        desk.until(path, "done");
        assertThat(desk.counts(path, "run")).isEqualTo("200 0 300 0");
    }

    @Test
    void nobodyElseSeesAFileAndEachKindAsksForItsPermission() {
        String path = desk.checked("products", manyProducts(1));
        Person other = stage.member(shop, "Ada", "administrator", stage.top(shop));
        ApiClient theirs = stage.program(other, shop, stage.top(shop));
        for (String part : new String[] {"", "/errors", "/result"}) {
            assertThat(theirs.get(path + part).status()).isEqualTo(404);
        }
        assertThat(theirs.post(path + "/start", "").status()).isEqualTo(404);
        assertThat(stage.browser(other)
                        .get(path.replace("/api/v1", "/w/" + shop.slug()))
                        .status())
                .isEqualTo(404);
        ImportDesk views = new ImportDesk(
                new ApiClient(stage.key(shop.owner(), shop, stage.top(shop), Set.of(Permission.PRODUCTS_MANAGE))
                        .token()));
        byte[] file = "sku,price\nA,1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(views.upload("prices", "text/csv", file).status()).isEqualTo(403);
        assertThat(views.upload("stock", "text/csv", file).status()).isEqualTo(403);
        assertThat(views.upload("products", "text/csv", "sku,title_en\nA,B\n".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(201);
    }
}
