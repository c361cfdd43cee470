package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Products and their life: made as a draft, listed, delisted, listed again. */
@Service
public class Products {

    private final Database database;
    private final ProductRows rows;
    private final Variants variants;
    private final Images images;
    private final CheckList checkList;
    private final Trail trail;
    private final Search search;
    private final Clock clock;

    Products(
            Database database,
            ProductRows rows,
            Variants variants,
            Images images,
            CheckList checkList,
            Trail trail,
            Search search,
            Clock clock) {
        this.images = images;
        this.checkList = checkList;
        this.database = database;
        this.rows = rows;
        this.variants = variants;
        this.trail = trail;
        this.search = search;
        this.clock = clock;
    }

    /** @throws ProblemException if there is none */
    @Transactional(readOnly = true)
    public Product product(UUID id) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return rows.product(id).orElseThrow(() -> new ProblemException(CatalogProblem.PRODUCT_NOT_FOUND));
    }

    /** The product of a variant. @throws ProblemException if there is none */
    @Transactional(readOnly = true)
    public Product bySku(String sku) {
        Access.current().require(Permission.PRODUCTS_VIEW);
        return database.core()
                .sql("select v.product_id from core.variant v where v.tenant_id = :tenant and " + Sku.in(":sku"))
                .param("tenant", Scope.currentTenant().value())
                .param("sku", new SqlArrayValue("text", sku))
                .query(UUID.class)
                .optional()
                .flatMap(rows::product)
                .orElseThrow(() -> new ProblemException(CatalogProblem.VARIANT_NOT_FOUND));
    }

    /**
     * A new draft.
     *
     * @param items its variants, 100 at most; may be none so far
     */
    @Transactional
    public UUID add(ProductDetails details, List<VariantDetails> items) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        UUID id = Ids.next();
        write("""
                insert into core.product (tenant_id, id, kind, name, title_zh, title_en, description_zh, description_en, brand_id,
                  category_id, options, attributes, created_at, updated_at)
                values (:tenant, :id, :kind, :name, :titleZh, :titleEn, :descriptionZh, :descriptionEn, :brand, :category,
                  :options::jsonb, :attributes::jsonb, :now, :now)""", id, details);
        Product product = rows.locked(id, null);
        for (int i = 0; i < items.size(); i++) {
            try {
                variants.insert(product, items.get(i));
            } catch (ProblemException e) {
                throw e.below("/variants/" + i);
            }
            product = rows.product(id).orElseThrow();
        }
        rows.index(id);
        trail.record("product.added", product, Map.of(), values(product));
        return id;
    }

    /**
     * @param version the version that the caller saw
     * @throws ProblemException if it was changed meanwhile
     */
    @Transactional
    public void change(UUID id, long version, ProductDetails details) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product before = rows.locked(id, version);
        requireKind(before, details.kind());
        if (before.state() == ProductState.LISTED
                && !before.variants().stream()
                        .filter(Variant::active)
                        .allMatch(v -> details.offers(v.details().optionValues()))) {
            throw new ProblemException(CatalogProblem.OPTION_IN_USE);
        }
        Map<Requirement, String> places = Map.of(
                Requirement.TITLE, "/title/" + (rows.language().getLanguage().equals("zh") ? "zh" : "en"),
                Requirement.WEIGHT, "/kind",
                Requirement.COMPONENT, "/kind");
        checkList.keeping(before, places, () -> write("""
                update core.product set kind = :kind, name = :name, title_zh = :titleZh, title_en = :titleEn,
                  description_zh = :descriptionZh, description_en = :descriptionEn, brand_id = :brand, category_id = :category,
                  options = :options::jsonb, attributes = :attributes::jsonb
                where tenant_id = :tenant and id = :id and :now::timestamptz is not null""", id, details));
        rows.touched(id);
        Product after = rows.product(id).orElseThrow();
        trail.record("product.changed", after, values(before), values(after));
    }

    /** A product that is a component stays none but itself; a bundle keeps its kind while it has components. */
    private void requireKind(Product product, ProductKind kind) {
        ProductKind before = product.details().kind();
        if (kind == before) {
            return;
        }
        if (before == ProductKind.BUNDLE
                && product.variants().stream().anyMatch(v -> !v.components().isEmpty())) {
            throw new ProblemException(CatalogProblem.HAS_COMPONENTS);
        }
        if (kind == ProductKind.BUNDLE && isComponent(product.id())) {
            throw new ProblemException(CatalogProblem.IS_COMPONENT);
        }
    }

    private boolean isComponent(UUID product) {
        return database.core()
                .sql("""
                        select exists (select from core.bundle_component c
                          join core.variant v on v.tenant_id = c.tenant_id and v.id = c.component_id
                          where c.tenant_id = :tenant and v.product_id = :id)""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", product)
                .query(Boolean.class)
                .single();
    }

    /** The check-list of what the product must have to be listed. */
    @Transactional(readOnly = true)
    public List<Requirement.Check> checks(UUID id) {
        return checkList.of(product(id));
    }

    /** Begins to sell it. @throws ProblemException naming each open point of the check-list; one that is listed stays so */
    @Transactional
    public void list(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = rows.locked(id, null);
        if (!product.state().canBecome(ProductState.LISTED)) {
            return;
        }
        var open = new FieldErrors();
        checkList.of(product).stream()
                .filter(c -> !c.met())
                .map(c -> c.requirement().lack())
                .forEach(lack -> open.add("/" + lack.field(), lack));
        open.throwIfAny(CatalogProblem.NOT_READY, open.faults().size());
        become(product, ProductState.LISTED, "product.listed");
    }

    /** Stops selling it; one that is not listed stays as it is. */
    @Transactional
    public void delist(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = rows.locked(id, null);
        if (product.state().canBecome(ProductState.DELISTED)) {
            become(product, ProductState.DELISTED, "product.delisted");
        }
    }

    private void become(Product product, ProductState state, String action) {
        database.core()
                .sql("update core.product set state = :state where tenant_id = :tenant and id = :id")
                .param("state", state.code())
                .param("tenant", Scope.currentTenant().value())
                .param("id", product.id())
                .update();
        rows.touched(product.id());
        trail.record(action, product, Map.of("state", product.state().code()), Map.of("state", state.code()));
    }

    /** Deletes a draft that nothing else knows. */
    @Transactional
    public void delete(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = rows.locked(id, null);
        if (product.state() != ProductState.DRAFT) {
            throw new ProblemException(CatalogProblem.NOT_A_DRAFT);
        }
        try {
            variants.clear(product);
            images.clear(product);
            for (String table : List.of("channel_authorization", "variant")) {
                database.core()
                        .sql("delete from core." + table + " where tenant_id = :tenant and product_id = :id")
                        .param("tenant", Scope.currentTenant().value())
                        .param("id", id)
                        .update();
            }
            database.core()
                    .sql("delete from core.product where tenant_id = :tenant and id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(CatalogProblem.VARIANT_IN_USE);
        }
        search.drop(SearchKind.PRODUCT, id);
        trail.record("product.deleted", product, values(product), Map.of());
    }

    private void write(String sql, UUID id, ProductDetails d) {
        try {
            database.core().sql(sql).params(columns(id, d)).update();
        } catch (DataIntegrityViolationException e) {
            // the message of the database names the key; the one around it all columns of the statement
            String constraint = String.valueOf(e.getMostSpecificCause().getMessage());
            throw new ProblemException(
                    constraint.contains("brand") ? CatalogProblem.BRAND_UNKNOWN : CatalogProblem.CATEGORY_UNKNOWN);
        }
    }

    private Map<String, @Nullable Object> columns(UUID id, ProductDetails d) {
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("tenant", Scope.currentTenant().value());
        columns.put("id", id);
        columns.put("kind", d.kind().code());
        columns.put("name", rows.sortName(d.title()));
        columns.put("titleZh", d.title().zh());
        columns.put("titleEn", d.title().en());
        columns.put("descriptionZh", d.description().zh());
        columns.put("descriptionEn", d.description().en());
        columns.put("brand", d.brandId());
        columns.put("category", d.categoryId());
        columns.put("options", rows.json(d.options()));
        columns.put("attributes", rows.json(d.attributes()));
        columns.put("now", Timestamp.from(clock.instant()));
        return columns;
    }

    private static Map<String, Object> values(Product p) {
        return values(
                p.details(),
                Objects.requireNonNullElse(p.brand(), ""),
                joined(p.category()),
                p.variants().stream().map(Variant::sku).toList());
    }

    /** What the trail says of a product. @param category names from the top */
    static Map<String, Object> values(ProductDetails d, String brand, String category, List<String> skus) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", d.kind().code());
        values.put("titleZh", d.title().zh());
        values.put("titleEn", d.title().en());
        values.put("textZh", d.description().zh());
        values.put("textEn", d.description().en());
        values.put("brand", brand);
        values.put("category", category);
        values.put(
                "options", joined(d.options().stream().map(ProductOption::name).toList()));
        values.put(
                "attributes",
                joined(d.attributes().stream().map(ProductAttribute::name).toList()));
        values.put("skus", String.join(", ", skus));
        return values;
    }

    static String joined(List<Text> texts) {
        return String.join(" / ", texts.stream().map(t -> t.in(Locale.ENGLISH)).toList());
    }
}
