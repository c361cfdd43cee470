package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Keyset;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.Slice;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The long list of products: searched, filtered, sorted, page by page. */
@Service
public class ProductList {

    /** Products of a search that are looked at: who finds more adds a word. */
    public static final int MOST_FOUND = 2_000;

    private final Database database;
    private final Search search;

    ProductList(Database database, Search search) {
        this.database = database;
        this.search = search;
    }

    /**
     * A page of the products that match.
     *
     * @param cursor where it begins, from the page before or after; empty = at the beginning
     */
    @Transactional(readOnly = true)
    public Slice<ProductSummary> find(ProductFilter filter, String cursor, int size) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        return order(filter.sort()).page(cursor, size, (tail, values) -> {
            Map<String, Object> all = new HashMap<>(params);
            all.putAll(values);
            return rows(where + tail, all);
        });
    }

    /** How many products of each state match, whatever state the filter names. */
    @Transactional(readOnly = true)
    public Map<ProductState, Long> counts(ProductFilter filter) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter.in(null), params);
        Map<ProductState, Long> counts = new EnumMap<>(ProductState.class);
        for (ProductState state : ProductState.values()) {
            counts.put(state, 0L);
        }
        database.core()
                .sql("select p.state, count(*) as n from core.product p where p.tenant_id = :tenant" + where
                        + " group by p.state")
                .params(params)
                .query((rs, _) -> counts.put(ProductState.of(rs.getString("state")), rs.getLong("n")))
                .list();
        return counts;
    }

    /** The products that match, by id with their names. @param most how many at most */
    @Transactional(readOnly = true)
    Map<UUID, String> named(ProductFilter filter, int most) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params);
        params.put("most", most);
        return names(where + " order by p.updated_at desc, p.id limit :most", params);
    }

    /** Those of the products that there are, by id with their names. */
    @Transactional(readOnly = true)
    Map<UUID, String> named(List<UUID> ids) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return names(
                " and p.id = any(:ids)",
                Map.of("tenant", Scope.currentTenant().value(), "ids", new SqlArrayValue("uuid", ids.toArray())));
    }

    private Map<UUID, String> names(String tail, Map<String, Object> params) {
        Map<UUID, String> names = new LinkedHashMap<>();
        database.core()
                .sql("select p.id, p.name from core.product p where p.tenant_id = :tenant" + tail)
                .params(params)
                .query((rs, _) -> names.put(rs.getObject("id", UUID.class), rs.getString("name")))
                .list();
        return names;
    }

    /** Products for quick search; none if the caller may see none. */
    @Transactional(readOnly = true)
    public List<ProductSummary> search(String text, int most) {
        return Access.current().allows(Permission.PRODUCTS_VIEW)
                ? find(ProductFilter.of(text), "", most).rows()
                : List.of();
    }

    private static Keyset<ProductSummary> order(String sort) {
        boolean descending = sort.startsWith("-");
        return sort.endsWith("name")
                ? Keyset.byText("p.name", "p.id", descending, ProductSummary::name, ProductSummary::id)
                : Keyset.byTime("p.updated_at", "p.id", descending, ProductSummary::updatedAt, ProductSummary::id);
    }

    private String where(ProductFilter filter, Map<String, Object> params) {
        params.put("tenant", Scope.currentTenant().value());
        StringBuilder where = new StringBuilder();
        if (!filter.q().isBlank()) {
            Set<UUID> found = found(filter.q());
            where.append(found.isEmpty() ? " and false" : " and p.id = any(:found)");
            params.put("found", new SqlArrayValue("uuid", found.toArray()));
        }
        if (filter.state() != null) {
            where.append(" and p.state = :state");
            params.put("state", filter.state().code());
        }
        if (filter.kind() != null) {
            where.append(" and p.kind = :kind");
            params.put("kind", filter.kind().code());
        }
        if (filter.brandId() != null) {
            where.append(" and p.brand_id = :brand");
            params.put("brand", filter.brandId());
        }
        if (filter.categoryId() != null) {
            where.append(" and p.category_id in (select c.id from core.category t join core.category c on c.tenant_id ="
                    + " t.tenant_id and left(c.path, length(t.path)) = t.path"
                    + " where t.tenant_id = :tenant and t.id = :category)");
            params.put("category", filter.categoryId());
        }
        return where.toString();
    }

    /** By their text, and by the beginning of a SKU as it is written: the text of a product with many variants is cut off. */
    private Set<UUID> found(String q) {
        Set<UUID> found = new HashSet<>(search.find(SearchKind.PRODUCT, q, ProductRows.EVERYWHERE, MOST_FOUND));
        String sku = q.strip();
        database.core()
                .sql("""
                        select product_id from core.variant
                        where tenant_id = :tenant and sku >= :from and sku < :until order by sku limit 200""")
                .param("tenant", Scope.currentTenant().value())
                .param("from", sku)
                .param("until", sku + "\uFFFF")
                .query((rs, _) -> found.add(rs.getObject(1, UUID.class)))
                .list();
        return found;
    }

    private List<ProductSummary> rows(String tail, Map<String, Object> params) {
        return database.core()
                .sql("""
                        select p.id, p.name, p.title_zh, p.title_en, p.kind, p.state, b.name as brand, c.name_zh as category_zh,
                          c.name_en as category_en,
                          (select i.file_id from core.product_image i where i.tenant_id = p.tenant_id and i.product_id = p.id
                            order by i.position, i.id limit 1) as cover,
                          coalesce((select v.sku from core.variant v where v.tenant_id = p.tenant_id and v.product_id = p.id
                            order by v.position, v.id limit 1), '') as sku,
                          (select count(*) from core.variant v where v.tenant_id = p.tenant_id and v.product_id = p.id) as variants,
                          (select min(r.amount) from core.variant v join core.price r on r.tenant_id = v.tenant_id
                            and r.variant_id = v.id and r.price_list_id = l.id
                            where v.tenant_id = p.tenant_id and v.product_id = p.id and v.active) as lowest,
                          (select max(r.amount) from core.variant v join core.price r on r.tenant_id = v.tenant_id
                            and r.variant_id = v.id and r.price_list_id = l.id
                            where v.tenant_id = p.tenant_id and v.product_id = p.id and v.active) as highest,
                          l.currency, p.updated_at, p.version
                        from core.product p
                        left join core.brand b on b.tenant_id = p.tenant_id and b.id = p.brand_id
                        left join core.category c on c.tenant_id = p.tenant_id and c.id = p.category_id
                        left join core.price_list l on l.tenant_id = p.tenant_id and l.base
                        where p.tenant_id = :tenant""" + tail)
                .params(params)
                .query(new SimplePropertyRowMapper<>(ProductSummary.class))
                .list();
    }
}
