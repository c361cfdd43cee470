package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Reach;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.workspace.Workspaces;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Products as rows: read as a whole, locked for a change, and their text written for the search. Runs in the caller's transaction. */
@Component
class ProductRows {

    /** Products stand at no place of the organisation: whoever may see products finds all of them. */
    static final Reach EVERYWHERE = Reach.of(List.of(Access.ROOT_PATH));

    private final Database database;
    private final Search search;
    private final Workspaces workspaces;
    private final JsonMapper json;
    private final Clock clock;

    ProductRows(Database database, Search search, Workspaces workspaces, JsonMapper json, Clock clock) {
        this.database = database;
        this.search = search;
        this.workspaces = workspaces;
        this.json = json;
        this.clock = clock;
    }

    private record Head(
            UUID id,
            ProductState state,
            ProductDetails details,
            @Nullable String brand,
            boolean exclusive,
            java.time.Instant createdAt,
            java.time.Instant updatedAt,
            long version) {}

    /** The product, held against changes by others until the transaction ends. */
    Product locked(UUID id, @Nullable Long version) {
        Long current = database.core()
                .sql("select version from core.product where tenant_id = :tenant and id = :id for update")
                .param("tenant", tenant())
                .param("id", id)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new ProblemException(CatalogProblem.PRODUCT_NOT_FOUND));
        if (version != null && !version.equals(current)) {
            throw new ProblemException(CatalogProblem.CHANGED_MEANWHILE);
        }
        return product(id).orElseThrow();
    }

    Optional<Product> product(UUID id) {
        return database.core()
                .sql("""
                        select p.*, p.options::text as options_text, p.attributes::text as attributes_text, b.name as brand
                        from core.product p left join core.brand b on b.tenant_id = p.tenant_id and b.id = p.brand_id
                        where p.tenant_id = :tenant and p.id = :id""")
                .param("tenant", tenant())
                .param("id", id)
                .query((rs, _) -> head(rs))
                .optional()
                .map(this::whole);
    }

    /** Many at once, with their variants and nothing else of what hangs on them: no channels, images, components, categories. */
    Map<UUID, Product> bare(Collection<UUID> ids) {
        SqlArrayValue wanted = new SqlArrayValue("uuid", ids.toArray());
        Map<UUID, List<Variant>> variants = new HashMap<>();
        database.core()
                .sql("""
                        select v.*, v.option_values::text as values_text from core.variant v
                        where v.tenant_id = :tenant and v.product_id = any (:ids) order by v.position, v.id""")
                .param("tenant", tenant())
                .param("ids", wanted)
                .query((rs, _) -> variant(rs, Map.of()))
                .list()
                .forEach(v -> variants.computeIfAbsent(v.productId(), _ -> new ArrayList<>())
                        .add(v));
        Map<UUID, Product> products = new HashMap<>();
        database.core()
                .sql("""
                        select p.*, p.options::text as options_text, p.attributes::text as attributes_text, null::text as brand
                        from core.product p where p.tenant_id = :tenant and p.id = any (:ids)""")
                .param("tenant", tenant())
                .param("ids", wanted)
                .query((rs, _) -> head(rs))
                .list()
                .forEach(head -> products.put(
                        head.id(),
                        new Product(
                                head.id(),
                                head.state(),
                                head.details(),
                                null,
                                List.of(),
                                head.exclusive(),
                                List.of(),
                                variants.getOrDefault(head.id(), List.of()),
                                List.of(),
                                head.createdAt(),
                                head.updatedAt(),
                                head.version())));
        return products;
    }

    private Product whole(Head head) {
        return new Product(
                head.id(),
                head.state(),
                head.details(),
                head.brand(),
                categoryPath(head.details().categoryId()),
                head.exclusive(),
                channels(head.id()),
                variants(head.id()),
                images(head.id()),
                head.createdAt(),
                head.updatedAt(),
                head.version());
    }

    private Head head(ResultSet rs) throws SQLException {
        ProductDetails details = new ProductDetails(
                ProductKind.of(rs.getString("kind")),
                new Text(rs.getString("title_zh"), rs.getString("title_en")),
                new Text(rs.getString("description_zh"), rs.getString("description_en")),
                rs.getObject("brand_id", UUID.class),
                rs.getObject("category_id", UUID.class),
                json.readValue(rs.getString("options_text"), new TypeReference<List<ProductOption>>() {}),
                json.readValue(rs.getString("attributes_text"), new TypeReference<List<ProductAttribute>>() {}));
        return new Head(
                rs.getObject("id", UUID.class),
                ProductState.of(rs.getString("state")),
                details,
                rs.getString("brand"),
                rs.getBoolean("exclusive"),
                rs.getTimestamp("created_at").toInstant(),
                rs.getTimestamp("updated_at").toInstant(),
                rs.getLong("version"));
    }

    private List<Text> categoryPath(@Nullable UUID category) {
        if (category == null) {
            return List.of();
        }
        return database.core()
                .sql("""
                        select a.name_zh, a.name_en from core.category c
                        join core.category a on a.tenant_id = c.tenant_id and left(c.path, length(a.path)) = a.path
                        where c.tenant_id = :tenant and c.id = :id order by a.depth""")
                .param("tenant", tenant())
                .param("id", category)
                .query((rs, _) -> new Text(rs.getString(1), rs.getString(2)))
                .list();
    }

    private List<UUID> channels(UUID product) {
        return database.core()
                .sql("select channel_id from core.channel_authorization where tenant_id = :tenant and product_id = :id")
                .param("tenant", tenant())
                .param("id", product)
                .query((rs, _) -> rs.getObject(1, UUID.class))
                .list();
    }

    private List<ProductImage> images(UUID product) {
        return database.core()
                .sql("""
                        select id, file_id, alt_zh, alt_en from core.product_image
                        where tenant_id = :tenant and product_id = :id order by position, id""")
                .param("tenant", tenant())
                .param("id", product)
                .query((rs, _) -> new ProductImage(
                        rs.getObject("id", UUID.class),
                        rs.getObject("file_id", UUID.class),
                        new Text(rs.getString("alt_zh"), rs.getString("alt_en"))))
                .list();
    }

    private List<Variant> variants(UUID product) {
        Map<UUID, List<Variant.Component>> components = new HashMap<>();
        database.core()
                .sql("""
                        select b.bundle_id, b.quantity, v.id, v.product_id, v.sku, p.title_zh, p.title_en, p.kind,
                          case when p.exclusive then array(select a.channel_id from core.channel_authorization a
                            where a.tenant_id = p.tenant_id and a.product_id = p.id) end as only_by
                        from core.variant o
                        join core.bundle_component b on b.tenant_id = o.tenant_id and b.bundle_id = o.id
                        join core.variant v on v.tenant_id = b.tenant_id and v.id = b.component_id
                        join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where o.tenant_id = :tenant and o.product_id = :id order by v.sku""")
                .param("tenant", tenant())
                .param("id", product)
                .query((rs, _) -> components
                        .computeIfAbsent(rs.getObject("bundle_id", UUID.class), _ -> new ArrayList<>())
                        .add(new Variant.Component(
                                rs.getObject("id", UUID.class),
                                rs.getObject("product_id", UUID.class),
                                rs.getString("sku"),
                                new Text(rs.getString("title_zh"), rs.getString("title_en")),
                                rs.getString("kind"),
                                rs.getLong("quantity"),
                                ids(rs.getArray("only_by")))))
                .list();
        return database.core()
                .sql("""
                        select v.*, v.option_values::text as values_text from core.variant v
                        where v.tenant_id = :tenant and v.product_id = :id order by v.position, v.id""")
                .param("tenant", tenant())
                .param("id", product)
                .query((rs, _) -> variant(rs, components))
                .list();
    }

    private static @Nullable List<UUID> ids(java.sql.@Nullable Array ids) throws SQLException {
        return ids == null ? null : List.of((UUID[]) ids.getArray());
    }

    private Variant variant(ResultSet rs, Map<UUID, List<Variant.Component>> components) throws SQLException {
        UUID id = rs.getObject("id", UUID.class);
        VariantDetails details = new VariantDetails(
                new Sku(rs.getString("sku")),
                Gtin.of(rs.getString("gtin")),
                json.readValue(rs.getString("values_text"), new TypeReference<List<Text>>() {}),
                rs.getObject("weight_g", Long.class),
                new VariantDetails.Size(
                        rs.getObject("length_mm", Long.class),
                        rs.getObject("width_mm", Long.class),
                        rs.getObject("height_mm", Long.class)),
                rs.getBoolean("active"));
        return new Variant(
                id,
                rs.getObject("product_id", UUID.class),
                details,
                components.getOrDefault(id, List.of()),
                rs.getLong("version"));
    }

    /** Counts a change of the product or of anything that belongs to it, and writes its text anew. */
    void touched(UUID id) {
        database.core()
                .sql("""
                        update core.product set version = version + 1, updated_at = :now
                        where tenant_id = :tenant and id = :id""")
                .param("tenant", tenant())
                .param("id", id)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        index(id);
    }

    void index(UUID id) {
        search.put(
                SearchKind.PRODUCT,
                database.core()
                        .sql("""
                                select p.title_zh || ' ' || p.title_en || ' ' || coalesce((
                                  select string_agg(v.sku || ' ' || coalesce(v.gtin, ''), ' ' order by v.position, v.id)
                                  from core.variant v where v.tenant_id = p.tenant_id and v.product_id = p.id), '') as text
                                from core.product p where p.tenant_id = :tenant and p.id = :id""")
                        .param("tenant", tenant())
                        .param("id", id)
                        .query((rs, _) -> new SearchText(id, Access.ROOT_PATH, rs.getString("text")))
                        .list());
    }

    /** What a product is found by, as {@link #index} writes it. */
    static String text(Text title, List<VariantDetails> variants) {
        return title.zh() + " " + title.en() + " "
                + variants.stream()
                        .map(v -> {
                            Gtin gtin = v.gtin();
                            return v.sku().value() + " " + (gtin == null ? "" : gtin.value());
                        })
                        .collect(Collectors.joining(" "));
    }

    /** The title by which lists are sorted. */
    String sortName(Text title) {
        return title.in(language());
    }

    Locale language() {
        return workspaces.current().settings().locale();
    }

    String json(Object value) {
        return json.writeValueAsString(value);
    }

    private static UUID tenant() {
        return Scope.currentTenant().value();
    }
}
