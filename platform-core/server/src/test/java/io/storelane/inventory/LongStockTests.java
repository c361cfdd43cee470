package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Slice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Stock of a hundred thousand SKUs at two locations: pages and searches stay quick. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongStockTests extends ServerTests {

    private static final int MANY = 100_000;

    /** On a machine that is busy with other things; a statement is ended by the database after five seconds. */
    private static final Duration IN_TIME = Duration.ofMillis(2_500);

    private final ApplicationContext context;
    private final Stage stage;
    private final StockList list;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private UUID one;

    /** Sees half of all levels. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person half;

    /** Sees one in two thousand. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person little;

    @Autowired
    LongStockTests(ApplicationContext context, StockList list) {
        this.context = context;
        stage = new Stage(context);
        this.list = list;
    }

    @BeforeAll
    void aLargeShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        Shelf shelf = new Shelf(context, shop);
        UUID first = stage.node(shop, stage.top(shop), "One");
        one = shelf.location("ONE", first);
        half = stage.member(shop, "Hanna", "node_manager", first);
        UUID third = stage.node(shop, stage.top(shop), "Three");
        UUID three = shelf.location("THREE", third);
        little = stage.member(shop, "Lin", "node_manager", third);
        UUID two = shelf.location("TWO", stage.node(shop, stage.top(shop), "Two"));
        UUID tenant = shop.tenant().value();
        String crowd = """
                with crowd as (select g, md5('product' || g || '%1$s')::uuid as product, md5('variant' || g || '%1$s')::uuid as variant
                  from generate_series(1, %2$d) g)
                """.formatted(tenant, MANY);
        Stage.all(crowd + """
                insert into core.product (tenant_id, id, kind, state, title_zh, title_en, created_at, updated_at)
                select ?, product, 'goods', 'listed', '商品' || g, 'Product ' || g, now(), now() from crowd""", tenant);
        Stage.all(crowd + """
                insert into core.variant (tenant_id, id, product_id, sku)
                select ?, variant, product, 'SKU-' || lpad(g::text, 6, '0') from crowd""", tenant);
        for (UUID location : List.of(one, two)) {
            Stage.all(crowd + """
                    insert into core.stock_level (tenant_id, variant_id, location_id, on_hand, safety)
                    select ?, variant, ?, g % 500, 20 from crowd""", tenant, location);
        }
        Stage.all(crowd + """
                insert into core.stock_level (tenant_id, variant_id, location_id, on_hand, safety)
                select ?, variant, ?, 900 + g, 20 from crowd where g <= 100""", tenant, three);
        Stage.all("analyze core.product");
        Stage.all("analyze core.variant");
        Stage.all("analyze core.stock_level");
        UUID named =
                Stage.one("select product_id from core.variant where tenant_id = ? and sku = 'SKU-077777'", tenant);
        stage.run(
                shop.owner(),
                shop,
                () -> context.getBean(TransactionTemplate.class)
                        .executeWithoutResult(_ -> context.getBean(Search.class)
                                .put(SearchKind.PRODUCT, List.of(new SearchText(named, "/", "云雾绿茶 SKU-077777")))));
    }

    @Test
    void pagesAndSearchesStayQuick() {
        Map<String, Long> millis = new LinkedHashMap<>();
        for (String sort : List.of("sku", "-sku", "location", "available", "-available")) {
            StockList.Filter filter = new StockList.Filter("", null, null, "", sort);
            measure(millis, "first page by " + sort, () -> list.find(filter, "", 50));
        }
        // and the second page, and the one before the last of the first location
        for (String sort : List.of("location", "-location", "available", "-available")) {
            StockList.Filter filter = new StockList.Filter("", null, null, "", sort);
            String next = Objects.requireNonNull(stage.as(shop.owner(), shop, () -> list.find(filter, "", 50))
                    .next());
            Slice<StockLevelView> second = measure(millis, "second page by " + sort, () -> list.find(filter, next, 50));
            assertThat(second.rows()).hasSize(50);
            assertThat(stage.as(
                                    shop.owner(),
                                    shop,
                                    () -> list.find(filter, Objects.requireNonNull(second.previous()), 50))
                            .rows())
                    .isEqualTo(stage.as(shop.owner(), shop, () -> list.find(filter, "", 50))
                            .rows());
        }
        measure(
                millis,
                "low, by location",
                () -> list.find(new StockList.Filter("", null, null, "low", "location"), "", 50));
        measure(
                millis,
                "of a location, by available",
                () -> list.find(new StockList.Filter("", one, null, "", "available"), "", 50));
        StockList.Filter all = StockList.Filter.ALL;
        Slice<StockLevelView> last = measure(millis, "last page", () -> {
            Slice<StockLevelView> end = list.find(new StockList.Filter("", null, null, "", "-sku"), "", 1);
            return list.find(new StockList.Filter(end.rows().getFirst().sku(), null, null, "", "sku"), "", 50);
        });
        assertThat(last.rows()).hasSize(2);
        assertThat(measure(millis, "count", () -> list.count(all))).isEqualTo(2L * MANY + 100);
        measure(millis, "low", () -> list.find(new StockList.Filter("", null, null, "low", "sku"), "", 50));
        measure(millis, "low, count", () -> list.count(new StockList.Filter("", null, null, "low", "sku")));
        measure(millis, "of a location", () -> list.find(new StockList.Filter("", one, null, "", "sku"), "", 50));
        assertThat(measure(
                                millis,
                                "by SKU",
                                () -> list.find(new StockList.Filter("sku-0500", null, null, "", "sku"), "", 50))
                        .rows())
                .hasSize(50);
        assertThat(measure(
                                millis,
                                "two Chinese characters",
                                () -> list.find(new StockList.Filter("绿茶", null, null, "", "sku"), "", 50))
                        .rows())
                .extracting(StockLevelView::sku)
                .containsOnly("SKU-077777");
        System.getLogger("stock").log(System.Logger.Level.INFO, "milliseconds: " + millis);
        assertThat(millis.values()).allMatch(m -> m < IN_TIME.toMillis());
        // a quiet machine: 5 ms by location, 60 ms by what is available; joined before it is sorted it is more than 300
        // ms
        assertThat(millis)
                .allSatisfy((name, m) -> assertThat(m)
                        .as(name)
                        .isLessThan(
                                name.contains("by location") || name.contains("by SKU") ? 150 : IN_TIME.toMillis()));
    }

    @Test
    void pagesByWhatIsAvailableSortLevelsAndNothingElseWhateverSomebodyReaches() {
        Map<String, Long> millis = new LinkedHashMap<>();
        for (String sort : List.of("available", "-available")) {
            for (UUID location : java.util.Arrays.asList(null, one)) {
                for (String state : List.of("", "out")) {
                    byAvailable(millis, shop.owner(), new StockList.Filter("", location, null, state, sort));
                    byAvailable(millis, half, new StockList.Filter("", location, null, state, sort));
                }
            }
            Slice<StockLevelView> page = byAvailable(millis, little, new StockList.Filter("", null, null, "", sort));
            assertThat(page.rows()).hasSize(50);
        }
        System.getLogger("stock").log(System.Logger.Level.INFO, "milliseconds by available: " + millis);
        // 50 to 80 ms on a quiet machine; joined before they are sorted more than 300
        assertThat(millis).allSatisfy((name, m) -> assertThat(m).as(name).isLessThan(250));
    }

    /** Reads two pages, which are what a sort of all would give; the quickest of a few runs counts. @return the first */
    private Slice<StockLevelView> byAvailable(Map<String, Long> millis, Person person, StockList.Filter filter) {
        String name = person.name() + " " + filter.sort() + " " + filter.state()
                + (filter.locationId() == null ? "" : " one");
        Slice<StockLevelView> first = quickest(millis, person, name, () -> list.find(filter, "", 50));
        String next = first.next();
        List<StockLevelView> rows = new java.util.ArrayList<>(first.rows());
        if (next != null) {
            rows.addAll(quickest(millis, person, name + ", second", () -> list.find(filter, next, 50))
                    .rows());
        }
        long hidden = stage.as(person, shop, () -> list.count(filter)) - rows.size();
        assertThat(rows.size() == 100 || hidden == 0).as(name).isTrue();
        List<@Nullable Object> expected = Stage.all(
                "select s.available from core.stock_level s join core.location l on l.tenant_id = s.tenant_id"
                        + " and l.id = s.location_id where s.tenant_id = ? and (? or l.name = ?)"
                        + (filter.locationId() == null ? "" : " and l.id = '" + one + "'")
                        + (filter.state().isEmpty() ? "" : " and s.available = 0")
                        + " order by s.available" + (filter.sort().startsWith("-") ? " desc" : "") + " limit 100",
                shop.tenant().value(),
                person.equals(shop.owner()),
                person.equals(half) ? "Place ONE" : "Place THREE");
        assertThat(rows.stream().<Object>map(StockLevelView::available).toList())
                .as(name)
                .isEqualTo(expected);
        return first;
    }

    private <T> T quickest(Map<String, Long> millis, Person person, String name, Supplier<T> work) {
        T found = null;
        for (int i = 0; i < 6; i++) {
            long begin = System.nanoTime();
            found = stage.as(person, shop, work);
            millis.merge(name, Duration.ofNanos(System.nanoTime() - begin).toMillis(), Math::min);
        }
        return Objects.requireNonNull(found);
    }

    /** The quicker of two runs. */
    private <T> T measure(Map<String, Long> millis, String name, Supplier<T> work) {
        T found = null;
        for (int i = 0; i < 2; i++) {
            long begin = System.nanoTime();
            found = stage.as(shop.owner(), shop, work);
            millis.merge(name, Duration.ofNanos(System.nanoTime() - begin).toMillis(), Math::min);
        }
        return Objects.requireNonNull(found);
    }
}
