package io.storelane.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.order.Orders;
import io.storelane.order.Placement;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A million fulfilment orders at a hundred locations: pages, searches and counts of the list stay quick. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "storelane.long", matches = "true")
class LongFulfilmentTests extends ServerTests {

    private static final int MANY = Integer.getInteger("storelane.fulfilments", 1_000_000);
    private static final int LOCATIONS = 100;

    /** On a machine that is busy with other things. */
    private static final Duration PAGE = Duration.ofMillis(300);

    private static final Duration COUNTS = Duration.ofSeconds(2);

    /** How often a table of them was read from its beginning to its end in this transaction. */
    private static final String WHOLE = """
            select sum(pg_stat_get_xact_numscans(t)) from (values ('core.fulfilment'::regclass), ('core.fulfilment_line'),
              ('core.parcel')) v (t)""";

    private static final Logger log = LoggerFactory.getLogger(LongFulfilmentTests.class);

    private final ApplicationContext context;
    private final Stage stage;
    private final FulfilmentList list;
    private final Database database;
    private final TransactionTemplate transaction;
    private final Set<String> inWhole = new TreeSet<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace workspace;

    /** Sees one location. */
    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person outlet;

    @Autowired
    LongFulfilmentTests(
            ApplicationContext context,
            FulfilmentList list,
            Database database,
            TransactionTemplate transactionTemplate) {
        this.database = database;
        this.transaction = transactionTemplate;
        this.context = context;
        this.stage = new Stage(context);
        this.list = list;
    }

    /** Nine in ten are delivered, as in a shop that has sold for some time; each belongs to the same order, which no list asks for. */
    @BeforeAll
    void aLargeShop() {
        workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        UUID tenant = workspace.tenant().value();
        UUID place = stage.node(workspace, stage.top(workspace), "Outlet");
        outlet = stage.member(workspace, "Otto", "node_manager", place);
        shop.location("L0", "", 1, place, Stage.one("select path from core.org_node where id = ?", place));
        for (int i = 1; i < LOCATIONS; i++) {
            shop.location("L" + i, "", i);
        }
        UUID cup = shop.goods("CUP", 1_000);
        UUID channel = shop.channel("web");
        shop.stock(cup, Stage.one("select id from core.location where tenant_id = ? limit 1", tenant), 9);
        UUID order = ((Placement.Placed) Objects.requireNonNull(stage.as(
                        workspace.owner(),
                        workspace,
                        () -> context.getBean(Orders.class).place(Shop.order(channel, "CUP", 1)))))
                .id();
        Stage.all("""
                insert into core.fulfilment (tenant_id, id, number, order_id, order_number, location_id, state, lines, units, due_at,
                  created_at, updated_at)
                select ?, md5('f' || g || ?)::uuid, 'N' || lpad(g::text, 8, '0') || '-1', ?, 'N' || lpad(g::text, 8, '0'), l.id,
                  case when g %% 10 > 0 then 'delivered' else (array['open','accepted','picking','packed','shipped'])[1 + g / 10 %% 5] end,
                  1, 1, now() - g * interval '10 seconds' + interval '10 days', now() - g * interval '10 seconds', now()
                from generate_series(1, %d) g
                join (select id, row_number() over (order by code) - 1 as n from core.location where tenant_id = ?) l on l.n = g / 7 %% %d
                """.formatted(MANY, LOCATIONS), tenant, tenant.toString(), order, tenant);
        // without figures of the table its key is looked for along any index that begins with the tenant
        Stage.all("vacuum analyze core.fulfilment");
        Stage.all("""
                insert into core.fulfilment_line (tenant_id, fulfilment_id, line_id, variant_id, sku, title, units)
                select ?, md5('f' || g || ?)::uuid, md5('l' || g)::uuid, ?, 'SKU-' || g %% 5000, '', 1 from generate_series(1, %d) g
                """.formatted(MANY), tenant, tenant.toString(), cup);
        Stage.all("""
                insert into core.parcel (tenant_id, id, fulfilment_id, order_id, state, carrier, tracking, units, shipped_at, delivered_at)
                select tenant_id, md5('p' || id)::uuid, id, order_id, 'delivered', 'SF', 'SF' || substr(number, 2, 8), 1, created_at, created_at
                from core.fulfilment where tenant_id = ? and state = 'delivered'""", tenant);
        Stage.all("vacuum analyze core.fulfilment_line");
        Stage.all("vacuum analyze core.parcel");
    }

    @Test
    void pagesSearchesAndCountsStayQuick() {
        Map<String, Long> slow = new LinkedHashMap<>();
        for (Person person : List.of(workspace.owner(), outlet)) {
            for (String view : FulfilmentFilter.VIEWS) {
                for (String sort : List.of("created", "-due")) {
                    if (view.equals("delivered") && sort.equals("-due")) {
                        continue;
                    }
                    FulfilmentFilter filter = new FulfilmentFilter(view, "", null, null, sort);
                    timed(person, "page of " + filter, PAGE, () -> list.find(filter, "", 50), slow);
                }
            }
            for (String q : List.of("N0000777", "SF00007771", "SKU-77", "nothing")) {
                FulfilmentFilter filter = new FulfilmentFilter("all", q, null, null, "");
                timed(person, "search " + q, PAGE, () -> list.find(filter, "", 50), slow);
            }
        }
        assertThat(inWhole).as("each page and search goes by an index").isEmpty();
        // counts of everything are kept for a while; where many are late the table is read until there are enough
        for (Person person : List.of(workspace.owner(), outlet)) {
            timed(person, "counts", COUNTS, () -> list.counts(new FulfilmentFilter("open", "", null, null, "")), slow);
            for (String view : List.of("open", "late")) {
                timed(person, "to-do " + view, PAGE, () -> list.count(view, 10_001), slow);
            }
        }
        assertThat(slow).isEmpty();
    }

    private void timed(Person person, String what, Duration most, Supplier<?> work, Map<String, Long> slow) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            long scans = stage.as(
                    person,
                    workspace,
                    () -> Objects.requireNonNull(transaction.execute(_ -> {
                        var _ = work.get();
                        return database.core().sql(WHOLE).query(Long.class).single();
                    })));
            best = Math.min(best, (System.nanoTime() - begin) / 1_000_000);
            if (scans > 0) {
                inWhole.add(person.name() + ": " + what);
            }
        }
        log.info("{}: {} {} ms", person.name(), what, best);
        if (best > most.toMillis()) {
            slow.put(person.name() + ": " + what, best);
        }
    }
}
