package io.storelane.catalog;

import io.storelane.access.Permission;
import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportField.Form;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportRow;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Prices from a file: a row for each price list and SKU. */
@Component
class PriceImport implements ImportKind {

    private final Database database;
    private final Prices prices;
    private final PriceLists lists;

    PriceImport(Database database, Prices prices, PriceLists lists) {
        this.database = database;
        this.prices = prices;
        this.lists = lists;
    }

    @Override
    public String code() {
        return "prices";
    }

    @Override
    public String permissionKey() {
        return Permission.PRICES_MANAGE.key();
    }

    @Override
    public List<ImportField> fields() {
        return List.of(
                ImportField.needed("sku", Form.CODE, "MUG-RED", "item number", "货号", "商品编码", "SKU编码"),
                ImportField.needed("price", Form.AMOUNT, "39.00", "amount", "unit price", "单价", "售价", "金额"),
                ImportField.of("price_list", Form.TEXT, "", "list", "价格表", "价目表名称"),
                ImportField.of("currency", Form.TEXT, "", "币种"));
    }

    @Override
    public String key(ImportRow row) {
        return row.get("price_list").toLowerCase(Locale.ROOT) + "\n"
                + row.get("sku").toLowerCase(Locale.ROOT);
    }

    @Override
    public String label(ImportRow row) {
        return row.get("price_list").isEmpty() ? row.get("sku") : row.get("sku") + " · " + row.get("price_list");
    }

    @Override
    public void check(ImportBatch batch) {
        changes(batch);
    }

    @Override
    public void write(ImportBatch batch) {
        for (Map.Entry<UUID, Map<UUID, @Nullable Long>> of : changes(batch).entrySet()) {
            prices.set(of.getKey(), null, of.getValue());
        }
    }

    /** What differs from what is stored, by list. */
    private Map<UUID, Map<UUID, @Nullable Long>> changes(ImportBatch batch) {
        Map<String, PriceList> known = new HashMap<>();
        lists.all().forEach(l -> {
            known.put(l.name().toLowerCase(Locale.ROOT), l);
            if (l.base()) {
                known.put("", l);
            }
        });
        List<ImportRow> rows = batch.rows();
        Map<String, UUID> variants =
                prices.variants(rows.stream().map(r -> r.get("sku")).toList());
        Map<List<UUID>, Long> stored =
                stored(known.values().stream().map(PriceList::id).distinct().toList(), variants);
        Map<UUID, Map<UUID, @Nullable Long>> changes = new LinkedHashMap<>();
        for (ImportRow row : rows) {
            PriceList list = known.get(row.get("price_list").toLowerCase(Locale.ROOT));
            UUID variant = variants.get(row.get("sku"));
            if (variant == null) {
                batch.wrong(row, "sku", CatalogProblem.SKU_UNKNOWN, row.get("sku"));
            }
            if (list == null) {
                batch.wrong(row, "price_list", CatalogProblem.LIST_NAME_UNKNOWN, row.get("price_list"));
                continue;
            }
            Long amount = batch.amount(row, "price", list.currency());
            if (row.has("currency") && !row.get("currency").equalsIgnoreCase(list.currency())) {
                batch.wrong(row, "currency", CatalogProblem.LIST_CURRENCY, list.name(), list.currency());
            }
            if (variant == null || amount == null || batch.isWrong(row)) {
                continue;
            }
            Long before = stored.get(List.of(list.id(), variant));
            if (Objects.equals(before, amount)) {
                batch.unchanged(row);
                continue;
            }
            if (before == null) {
                batch.added(row);
            } else {
                batch.changed(row);
            }
            changes.computeIfAbsent(list.id(), _ -> new LinkedHashMap<>()).put(variant, amount);
        }
        return changes;
    }

    private Map<List<UUID>, Long> stored(List<UUID> lists, Map<String, UUID> variants) {
        Map<List<UUID>, Long> stored = new HashMap<>();
        database.core()
                .sql("""
                        select price_list_id, variant_id, amount from core.price
                        where tenant_id = :tenant and price_list_id = any (:lists) and variant_id = any (:variants)""")
                .param("tenant", Scope.currentTenant().value())
                .param("lists", new SqlArrayValue("uuid", lists.toArray()))
                .param("variants", new SqlArrayValue("uuid", variants.values().toArray()))
                .query((rs, _) ->
                        stored.put(List.of(rs.getObject(1, UUID.class), rs.getObject(2, UUID.class)), rs.getLong(3)))
                .list();
        return stored;
    }
}
