package io.storelane.inventory;

import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads of the catalogue what stock has to know of a variant; changes nothing there. */
@Component
class Goods {

    private static final String SELECT = """
            select v.id, v.sku, p.title_zh, p.title_en, p.kind from core.variant v
            join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
            where v.tenant_id = ? and\s""";

    private final Database database;

    Goods(Database database) {
        this.database = database;
    }

    /** The variants with these SKUs, by SKU; those that do not exist are missing. */
    Map<String, StockItem> bySku(Collection<String> skus) {
        Map<String, StockItem> found = new HashMap<>();
        items("v.sku = any (?)", skus.toArray(String[]::new)).forEach(item -> found.put(item.sku(), item));
        return found;
    }

    /** The variants with these ids, by id; those that do not exist are missing. */
    Map<UUID, StockItem> byId(Collection<UUID> ids) {
        Map<UUID, StockItem> found = new HashMap<>();
        items("v.id = any (?)", ids.toArray(UUID[]::new)).forEach(item -> found.put(item.id(), item));
        return found;
    }

    /** @throws ProblemException if there is none */
    StockItem item(UUID id) {
        StockItem item = byId(List.of(id)).get(id);
        if (item == null) {
            throw new ProblemException(InventoryProblem.VARIANT_NOT_FOUND);
        }
        return item;
    }

    private List<StockItem> items(String condition, Object values) {
        return database.core()
                .sql(SELECT + condition)
                .param(Scope.currentTenant().value())
                .param(values)
                .query(Goods::item)
                .list();
    }

    static StockItem item(ResultSet rs, int row) throws SQLException {
        return new StockItem(
                rs.getObject("id", UUID.class),
                rs.getString("sku"),
                rs.getString("title_zh"),
                rs.getString("title_en"),
                rs.getString("kind"));
    }
}
