package io.storelane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A catalogue of a hundred thousand SKUs: what is looked for is found at once, whatever part of it is typed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated
class ProductSearchTests extends ServerTests {

    private static final int MANY = 100_000;
    private static final int CHUNK = 5_000;

    /** Generous: the machine is busy with other things. */
    private static final Duration IN_TIME = Duration.ofMillis(500);

    private final Stage stage;
    private final ProductList list;
    private final Database database;
    private final TransactionTemplate transaction;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace shop;

    @Autowired
    ProductSearchTests(
            ApplicationContext context, ProductList list, Database database, TransactionTemplate transactionTemplate) {
        stage = new Stage(context);
        this.list = list;
        this.database = database;
        this.transaction = transactionTemplate;
    }

    @BeforeAll
    void aLargeCatalogue() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        UUID tenant = shop.tenant().value();
        String crowd = """
                with crowd as (select g, md5('product' || g || '%s')::uuid as product, md5('variant' || g || '%s')::uuid as variant
                  from generate_series(1, %d) g)
                """.formatted(tenant, tenant, MANY);
        Stage.all(crowd + """
                insert into core.product (tenant_id, id, kind, state, name, title_zh, title_en, created_at, updated_at)
                select ?, product, 'goods', 'listed', 'Product ' || lpad(g::text, 6, '0'), chr(19968 + g %% 8000) || chr(20968 + g / 13)
                  || '咖啡杯', 'Product ' || lpad(g::text, 6, '0'), now(), now() - g * interval '1 second' from crowd""".replace("%%", "%"), tenant);
        Stage.all(crowd + """
                insert into core.variant (tenant_id, id, product_id, sku, gtin)
                select ?, variant, product, 'SKU-' || lpad(g::text, 6, '0'), lpad(g::text, 14, '0') from crowd""", tenant);
        Stage.all("analyze core.product, core.variant"); // joined by their keys, not by a look at all for each
        for (int from = 1; from <= MANY; from += CHUNK) {
            int first = from;
            stage.run(
                    shop.owner(),
                    shop,
                    () -> transaction.executeWithoutResult(_ -> database.core()
                            .sql("""
                            select core.search_put_all('product', array_agg(p.id), array_agg('/'::text), array_agg(
                              lower(p.title_zh || ' ' || p.title_en || ' ' || v.sku || ' ' || v.gtin)))
                            from core.variant v join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                            where v.tenant_id = :tenant and v.sku >= :from and v.sku < :until""")
                            .param("tenant", tenant)
                            .param("from", "SKU-%06d".formatted(first))
                            .param("until", "SKU-%06d".formatted(first + CHUNK))
                            .query((_, _) -> 1)
                            .list()));
        }
        Stage.all("analyze");
    }

    /** Other tests hash every table after each request. */
    @AfterAll
    void aSmallCatalogueAgain() {
        for (String table : List.of("search_entry", "variant", "product")) {
            Stage.all(
                    "delete from core." + table + " where tenant_id = ?",
                    shop.tenant().value());
        }
    }

    @Test
    void eachPartOfANameOrNumberIsFoundInTime() {
        String zh = Stage.one(
                "select title_zh from core.product where tenant_id = ? and title_en = 'Product 077777'",
                shop.tenant().value());
        find("SKU-077777", 1);
        find("ku-0777", 100);
        find("00000000077777", 1);
        find("product 077777", 1);
        find("duct 0777", 100);
        find("077777", 1);
        find(zh.substring(0, 2), 1);
        find("咖啡", ProductList.MOST_FOUND);
        find("nothing-has-this", 0);
        find("", MANY);
    }

    /** The first page with its counts, as the page of products reads them; the best of three, as a warm server has it. */
    private void find(String q, int atLeast) {
        ProductFilter filter = ProductFilter.of(q);
        long best = Long.MAX_VALUE;
        long count = 0;
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            List<ProductSummary> rows = stage.as(shop.owner(), shop, () -> list.find(filter, "", 50))
                    .rows();
            long found = System.nanoTime() - began;
            count = stage.as(shop.owner(), shop, () -> list.counts(filter)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long all = System.nanoTime() - began;
            best = Math.min(best, found);
            System.out.println("[search] " + Duration.ofNanos(found).toMillis() + " ms, with counts "
                    + Duration.ofNanos(all).toMillis() + " ms, " + count + " for '" + q + "'");
            assertThat(rows.isEmpty()).as(q).isEqualTo(atLeast == 0);
        }
        assertThat(count).as(q).isGreaterThanOrEqualTo(atLeast);
        assertThat(Duration.ofNanos(best)).as(q).isLessThan(IN_TIME);
    }
}
