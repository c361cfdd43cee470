package io.storelane.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files of 100,000 rows of each kind, each in less than three minutes. Fewer rows: {@code -Dstorelane.rows=20000}. */
@Isolated
@EnabledIfSystemProperty(named = "storelane.long", matches = "true")
class ManyRowsTests extends ServerTests {

    private static final Logger log = LoggerFactory.getLogger(ManyRowsTests.class);
    private static final int ROWS = Integer.getInteger("storelane.rows", 100_000);
    private static final Duration IN_TIME =
            Duration.ofMinutes(3).multipliedBy(ROWS).dividedBy(100_000);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int GOODS = 200;

    private final ApplicationContext context;
    private final Stage stage;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiClient program;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @Autowired
    ManyRowsTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        program = stage.program(shop.owner(), shop, stage.top(shop));
    }

    private Answer until(String path, String state) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> program.get(path).at("/state").equals(state));
        return program.get(path);
    }

    /** A file that was looked at. @return its path */
    private String checked(String kind, String header, String options, IntFunction<String> row) {
        StringBuilder csv = new StringBuilder(header).append('\n');
        for (int i = 0; i < ROWS; i++) {
            csv.append(row.apply(i)).append('\n');
        }
        ImportDesk desk = new ImportDesk(program);
        Answer uploaded = desk.upload(kind, "text/csv", csv.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(201);
        String path = uploaded.header("Location");
        Answer check = program.with("If-Match", uploaded.header("ETag"))
                .post(
                        path + "/check",
                        "{\"mapping\": " + uploaded.json().at("/mapping") + ", \"options\": " + options + "}");
        assertThat(check.status()).as(check.body()).isEqualTo(202);
        until(path, "checked");
        return path;
    }

    private void inTime(String kind, String header, String options, IntFunction<String> row) {
        long begun = System.nanoTime();
        String path = checked(kind, header, options, row);
        Duration check = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(program.post(path + "/start", "").status()).isEqualTo(202);
        Answer done = until(path, "done");
        Duration all = Duration.ofNanos(System.nanoTime() - begun);
        log.info("{} rows of {}: checked after {}, written after {}", ROWS, kind, check, all);
        assertThat(done.at("/run/faulty")).as(kind).isEqualTo("0");
        assertThat(done.at("/run/added")).as(kind).isEqualTo(String.valueOf(ROWS));
        assertThat(all).as(kind).isLessThan(IN_TIME);
    }

    @Test
    void eachKindIsWrittenInTime() {
        Shop sells = new Shop(context, stage, shop);
        sells.channel("web");
        var place = sells.location("HZ", "330106", 1);
        for (int i = 0; i < GOODS; i++) {
            sells.stock(sells.goods("GOODS-" + i, 1_500), place, 1_000_000);
        }
        inTime(
                "products",
                "sku,title_en,title_zh,price",
                "{}",
                i -> "IMP-" + i + ",Product " + i + ",商品 " + i + ",10.00");
        // the same again, with other prices: nothing is new
        long begun = System.nanoTime();
        String again = checked(
                "products",
                "sku,title_en,title_zh,price",
                "{}",
                i -> "IMP-" + i + ",Product " + i + ",商品 " + i + ",12.00");
        assertThat(program.get(again).at("/check/changed")).isEqualTo(String.valueOf(ROWS));
        assertThat(program.post(again + "/start", "").status()).isEqualTo(202);
        until(again, "done");
        Duration repeated = Duration.ofNanos(System.nanoTime() - begun);
        log.info("{} rows of products that are there: {}", ROWS, repeated);
        assertThat(repeated).isLessThan(IN_TIME);
        inTime("stock", "sku,location,units", "{\"meaning\":\"count\"}", i -> "IMP-" + i + ",HZ,1000");
        inTime(
                "customers",
                "number,name,phone,email",
                "{}",
                i -> "C-" + i + ",王芳 " + i + ",138" + String.format(Locale.ROOT, "%08d", i) + ",c" + i
                        + "@example.com");
        inTime(
                "orders",
                "order_number,channel,sku,quantity,ship_name,ship_phone,ship_province,ship_city,ship_district,ship_street",
                "{}",
                i -> "O-" + i + ",web,GOODS-" + (i % GOODS) + ",1,王芳,13800000000,浙江省,杭州市,西湖区,文三路 1 号");
    }

    /** The worst file: each order has its rows at both ends. */
    @Test
    void aFileThatTearsAllItsOrdersApartWritesNoneOfThem() {
        Shop sells = new Shop(context, stage, shop);
        sells.channel("web");
        sells.goods("CUP", 1_500);
        String path =
                checked("orders", "order_number,channel,sku,quantity", "{}", i -> "O-" + i % (ROWS / 2) + ",web,CUP,1");
        assertThat(program.get(path).at("/check/faulty")).isEqualTo(String.valueOf(ROWS));
        assertThat(program.post(path + "/start", "").problem()).isEqualTo("dataset/nothing-to-write");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.sales_order where tenant_id = ?",
                        shop.tenant().value()))
                .isZero();
    }
}
