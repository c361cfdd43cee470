package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Products with their variants, many in two statements, for programs. */
@Service
public class ProductRecords {

    private final Database database;

    ProductRecords(Database database) {
        this.database = database;
    }

    /** A product. */
    public record Told(
            UUID id,
            String kind,
            String state,
            Text title,
            @Nullable UUID brand,
            @Nullable UUID category,
            Instant updatedAt,
            long version,
            List<Item> variants) {}

    /** A variant. @param gtin as it is printed; empty if there is none @param weight gram */
    public record Item(
            UUID id,
            String sku,
            String gtin,
            boolean active,
            @Nullable Long weight,
            long version) {}

    @Transactional(readOnly = true)
    public Optional<Told> find(UUID id) {
        return read("p.id = :id", Map.of("id", id)).stream().findFirst();
    }

    @Transactional(readOnly = true)
    public Optional<Told> withSku(String sku) {
        return read(
                        "p.id = (select v.product_id from core.variant v where v.tenant_id = :tenant and "
                                + Sku.in(":skus") + ")",
                        Map.of("skus", new SqlArrayValue("text", sku.strip())))
                .stream()
                .findFirst();
    }

    /** Those that follow in the order of their ids. @param after null = from the beginning */
    @Transactional(readOnly = true)
    public List<Told> after(@Nullable UUID after, int most) {
        return read(
                "p.id > :after order by p.id limit :most",
                Map.of("after", after == null ? new UUID(0, 0) : after, "most", most));
    }

    private List<Told> read(String tail, Map<String, ?> params) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        List<Told> products = database.core()
                .sql("select p.* from core.product p where p.tenant_id = :tenant and " + tail)
                .params(params)
                .param("tenant", Scope.currentTenant().value())
                .query((rs, _) -> new Told(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("state"),
                        new Text(rs.getString("title_zh"), rs.getString("title_en")),
                        rs.getObject("brand_id", UUID.class),
                        rs.getObject("category_id", UUID.class),
                        rs.getTimestamp("updated_at").toInstant(),
                        rs.getLong("version"),
                        new ArrayList<>()))
                .list();
        Map<UUID, Told> byId = new HashMap<>();
        products.forEach(p -> byId.put(p.id(), p));
        if (!byId.isEmpty()) {
            variants(byId);
        }
        return products;
    }

    private void variants(Map<UUID, Told> products) {
        database.core()
                .sql("""
                        select v.* from core.variant v where v.tenant_id = :tenant and v.product_id = any (:products)
                        order by v.product_id, v.position, v.id""")
                .param("tenant", Scope.currentTenant().value())
                .param("products", new SqlArrayValue("uuid", products.keySet().toArray()))
                .query(rs -> {
                    Told product = products.get(rs.getObject("product_id", UUID.class));
                    if (product != null) {
                        product.variants()
                                .add(new Item(
                                        rs.getObject("id", UUID.class),
                                        rs.getString("sku"),
                                        Gtin.shown(rs.getString("gtin")),
                                        rs.getBoolean("active"),
                                        rs.getObject("weight_g", Long.class),
                                        rs.getLong("version")));
                    }
                });
    }
}
