package io.storelane.connector;

import io.storelane.catalog.ProductRecords;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.inventory.Availability;
import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.StockLevel;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Stock that the channel is to hear of: for each SKU the whole number of now, if it is another than it was told last. Once a day all that
 * the workspace sells is looked at, so that what no event told of is told all the same.
 */
@Component
class StockOut {

    private static final Logger log = LoggerFactory.getLogger(StockOut.class);
    private static final int TOGETHER = 200;
    private static final int CALLS = 5;
    private static final int ALONE = 5;
    private static final int PRODUCTS = 100;
    private static final int STEPS = 10;
    private static final Duration DAY = Duration.ofDays(1);

    private final Availability availability;
    private final Skus skus;
    private final ProductRecords products;

    StockOut(Availability availability, Skus skus, ProductRecords products) {
        this.availability = availability;
        this.skus = skus;
        this.products = products;
    }

    private record Level(UUID variant, String sku, long units) implements StockLevel {}

    /** @return true if there is more to do at once */
    boolean work(AccountRun run) throws AccountRun.Unsaid {
        if (!run.does(ConnectorForm.Feature.STOCK)) {
            run.tools
                    .transaction()
                    .executeWithoutResult(_ -> run.tools.ledger().drop(run.account.id(), Ledger.Kind.STOCK));
            return false;
        }
        boolean more = walk(run);
        for (int i = 0; i < CALLS; i++) {
            List<Ledger.Entry> due = due(run, false, TOGETHER);
            if (due.isEmpty()) {
                break;
            }
            tell(run, due);
            more |= i == CALLS - 1;
        }
        for (Ledger.Entry one : due(run, true, ALONE)) { // those that may be what made others fail
            tell(run, List.of(one));
        }
        return more;
    }

    private static List<Ledger.Entry> due(AccountRun run, boolean tried, int most) {
        return Objects.requireNonNull(run.tools
                .transaction()
                .execute(_ -> run.tools.ledger().due(run.account.id(), Ledger.Kind.STOCK, tried, most)));
    }

    private boolean walk(AccountRun run) {
        if (run.held.walkFrom() == null && run.held.walkAt().isAfter(run.now())) {
            return false;
        }
        for (int i = 0; i < STEPS; i++) {
            List<ProductRecords.Told> page = products.after(run.held.walkFrom(), PRODUCTS);
            List<UUID> variants = page.stream()
                    .flatMap(p -> p.variants().stream())
                    .map(ProductRecords.Item::id)
                    .toList();
            run.tools.transaction().executeWithoutResult(_ -> {
                run.tools.ledger().want(different(run, variants), Duration.ZERO);
                boolean end = page.size() < PRODUCTS;
                run.tools
                        .leases()
                        .walked(
                                run.held,
                                end ? null : page.getLast().id(),
                                end ? run.now().plus(DAY) : run.held.walkAt());
            });
            if (page.size() < PRODUCTS) {
                return false;
            }
        }
        return true;
    }

    private List<Ledger.Wanted> different(AccountRun run, List<UUID> variants) {
        List<Ledger.Wanted> wanted = new ArrayList<>();
        levels(run, variants)
                .forEach((id, level) -> wanted.add(
                        new Ledger.Wanted(run.account.id(), Ledger.Kind.STOCK, id.toString(), level.sku(), "{}")));
        return wanted;
    }

    /** What is other than the channel was told last; within a transaction or not. */
    private Map<UUID, Level> levels(AccountRun run, Collection<UUID> variants) {
        if (variants.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Long> promised = availability.atp(run.account.channelId(), variants);
        Map<UUID, SkuView> named = skus.byId(promised.keySet());
        Map<UUID, Long> told = told(run, variants);
        Map<UUID, Level> levels = new LinkedHashMap<>();
        promised.forEach((id, units) -> {
            SkuView sku = named.get(id);
            if (sku != null && !units.equals(told.get(id))) {
                levels.put(id, new Level(id, sku.sku(), units));
            }
        });
        return levels;
    }

    private static Map<UUID, Long> told(AccountRun run, Collection<UUID> variants) {
        Map<UUID, Long> told = new HashMap<>();
        run.tools
                .transaction()
                .executeWithoutResult(_ -> run.tools
                        .database()
                        .core()
                        .sql(
                                "select variant_id, units from core.channel_stock where tenant_id = ? and account_id = ? and variant_id = any (?)")
                        .param(Scope.currentTenant().value())
                        .param(run.account.id())
                        .param(new SqlArrayValue("uuid", variants.toArray()))
                        .query(rs -> {
                            told.put(rs.getObject("variant_id", UUID.class), rs.getLong("units"));
                        }));
        return told;
    }

    private void tell(AccountRun run, List<Ledger.Entry> due) {
        Map<UUID, Level> levels =
                levels(run, due.stream().map(r -> UUID.fromString(r.name())).toList());
        Set<String> refused = new HashSet<>();
        if (!levels.isEmpty()) {
            try {
                Map<String, ChannelFault> faults = run.call(
                        "stock",
                        (connector, context) ->
                                connector.stock(context, run.connected(), List.copyOf(levels.values())));
                refused.addAll(faults.keySet());
                settle(run, levels.values(), faults);
            } catch (ChannelFault fault) {
                settle(run, levels.values(), all(levels.values(), fault));
                levels.values().forEach(l -> refused.add(l.sku()));
            } catch (AccountRun.Unsaid e) {
                again(run, due, e);
                return;
            }
        }
        run.tools
                .transaction()
                .executeWithoutResult(_ -> run.tools
                        .ledger()
                        .done(due.stream()
                                .filter(r -> !refused.contains(r.label()))
                                .toList()));
    }

    private static Map<String, ChannelFault> all(Collection<Level> levels, ChannelFault fault) {
        Map<String, ChannelFault> all = new HashMap<>();
        levels.forEach(level -> all.put(level.sku(), fault));
        return all;
    }

    private static void settle(AccountRun run, Collection<Level> levels, Map<String, ChannelFault> faults) {
        List<Level> taken =
                levels.stream().filter(l -> !faults.containsKey(l.sku())).toList();
        run.stock += taken.size();
        run.failed += levels.size() - taken.size();
        run.tools.transaction().executeWithoutResult(_ -> {
            keep(run, taken);
            levels.stream()
                    .filter(l -> faults.containsKey(l.sku()))
                    .forEach(l -> run.tools
                            .ledger()
                            .failed(
                                    run.account.id(),
                                    Ledger.Kind.STOCK,
                                    l.variant().toString(),
                                    l.sku(),
                                    run.tools
                                            .causes()
                                            .of(run.account.plugin(), Objects.requireNonNull(faults.get(l.sku())))));
        });
    }

    private static void keep(AccountRun run, List<Level> levels) {
        if (levels.isEmpty()) {
            return;
        }
        run.tools
                .database()
                .core()
                .sql("""
                        insert into core.channel_stock (tenant_id, account_id, variant_id, units, told_at)
                        select :tenant, :account, l.variant, l.units, :now from unnest(:variants::uuid[], :units::bigint[]) l (variant, units)
                        on conflict (tenant_id, account_id, variant_id) do update set units = excluded.units, told_at = excluded.told_at""")
                .param("tenant", Scope.currentTenant().value())
                .param("account", run.account.id())
                .param("now", Timestamp.from(run.now()))
                .param("variants", Rows.array("uuid", levels, Level::variant))
                .param("units", Rows.array("bigint", levels, Level::units))
                .update();
    }

    private static void again(AccountRun run, List<Ledger.Entry> due, AccountRun.Unsaid e) {
        log.warn("Stock of account {} could not be told", run.account.id(), e.getCause());
        run.failed += due.size();
        Cause cause = run.tools.causes().of(ConnectorProblem.FAILED_AGAIN, e.name());
        run.tools
                .transaction()
                .executeWithoutResult(
                        _ -> due.forEach(record -> run.tools.ledger().again(record, cause)));
    }
}
