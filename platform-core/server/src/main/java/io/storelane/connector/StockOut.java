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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** More than a batch is halved until one SKU is left: it is not one of them, the channel hears of no stock now. */
    private static final int PATIENCE = 12;

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

    /** @param sku empty if that is not known */
    private record Told(String sku, long units) {

        boolean is(String now, long units) {
            return this.units == units && sku.equals(now);
        }
    }

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
        Map<UUID, Told> told = told(run, variants);
        Map<UUID, Level> levels = new LinkedHashMap<>();
        promised.forEach((id, units) -> {
            SkuView sku = named.get(id);
            Told before = told.get(id);
            if (sku != null && (before == null || !before.is(sku.sku(), units))) {
                levels.put(id, new Level(id, sku.sku(), units));
            }
        });
        return levels;
    }

    private static Map<UUID, Told> told(AccountRun run, Collection<UUID> variants) {
        Map<UUID, Told> told = new HashMap<>();
        run.tools
                .transaction()
                .executeWithoutResult(_ -> run.tools
                        .database()
                        .core()
                        .sql(
                                "select variant_id, sku, units from core.channel_stock where tenant_id = ? and account_id = ? and variant_id = any (?)")
                        .param(Scope.currentTenant().value())
                        .param(run.account.id())
                        .param(new SqlArrayValue("uuid", variants.toArray()))
                        .query(rs -> {
                            told.put(
                                    rs.getObject("variant_id", UUID.class),
                                    new Told(rs.getString("sku"), rs.getLong("units")));
                        }));
        return told;
    }

    /** Tells them in one call; where that breaks, each half by itself, down to the one that breaks it. */
    private void tell(AccountRun run, List<Ledger.Entry> due) throws AccountRun.Unsaid {
        Map<UUID, Level> levels =
                levels(run, due.stream().map(StockOut::variant).toList());
        Map<UUID, ChannelFault> refused = new HashMap<>();
        if (!levels.isEmpty()) {
            try {
                Map<String, ChannelFault> faults = run.call(
                        "stock",
                        (connector, context) ->
                                new HashMap<>(connector.stock(context, run.connected(), List.copyOf(levels.values()))));
                levels.forEach((id, level) -> {
                    ChannelFault fault = faults.get(level.sku());
                    if (fault != null) {
                        refused.put(id, fault);
                    }
                });
            } catch (ChannelFault fault) {
                levels.keySet().forEach(id -> refused.put(id, fault));
            } catch (AccountRun.Unsaid e) {
                log.warn("Stock of account {} could not be told", run.account.id(), e.getCause());
                if (due.size() == 1) {
                    run.again(due.getFirst(), e, PATIENCE);
                } else {
                    run.bear(e, PATIENCE);
                    tell(run, due.subList(0, due.size() / 2));
                    tell(run, due.subList(due.size() / 2, due.size()));
                }
                return;
            }
        }
        settle(run, due, levels, refused);
    }

    private static UUID variant(Ledger.Entry record) {
        return UUID.fromString(record.name());
    }

    private static void settle(
            AccountRun run, List<Ledger.Entry> due, Map<UUID, Level> levels, Map<UUID, ChannelFault> refused) {
        run.stock += levels.size() - refused.size();
        run.failed += refused.size();
        run.tools.transaction().executeWithoutResult(_ -> {
            keep(
                    run,
                    levels.values().stream()
                            .filter(l -> !refused.containsKey(l.variant()))
                            .toList());
            List<Ledger.Entry> done = new ArrayList<>();
            for (Ledger.Entry record : due) {
                ChannelFault fault = refused.get(variant(record));
                if (fault == null) {
                    done.add(record);
                } else {
                    run.tools.ledger().failed(record, run.tools.causes().of(run.account.plugin(), fault));
                }
            }
            run.tools.ledger().done(done);
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
                        insert into core.channel_stock (tenant_id, account_id, variant_id, sku, units, told_at)
                        select :tenant, :account, l.variant, l.sku, l.units, :now
                        from unnest(:variants::uuid[], :skus::text[], :units::bigint[]) l (variant, sku, units)
                        on conflict (tenant_id, account_id, variant_id) do update set sku = excluded.sku, units = excluded.units,
                          told_at = excluded.told_at""")
                .param("tenant", Scope.currentTenant().value())
                .param("account", run.account.id())
                .param("now", Timestamp.from(run.now()))
                .param("variants", Rows.array("uuid", levels, Level::variant))
                .param("skus", Rows.array("text", levels, Level::sku))
                .param("units", Rows.array("bigint", levels, Level::units))
                .update();
    }
}
