package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The variants of products, and what bundles consist of. */
@Service
public class Variants {

    /** Variants that a product may have. */
    public static final int MOST = 100;

    /** Components that a bundle may have. */
    public static final int MOST_COMPONENTS = 50;

    public static final long MOST_UNITS = 9_999;

    private final Database database;
    private final ProductRows rows;
    private final CheckList checkList;
    private final Trail trail;

    Variants(Database database, ProductRows rows, CheckList checkList, Trail trail) {
        this.database = database;
        this.rows = rows;
        this.checkList = checkList;
        this.trail = trail;
    }

    @Transactional
    public UUID add(UUID productId, VariantDetails details) {
        Product product = managed(productId);
        UUID id = insert(product, details);
        rows.touched(productId);
        trail.record("variant.added", product, Map.of(), values(details));
        return id;
    }

    /** A new row, after the others of its product. */
    UUID insert(Product product, VariantDetails details) {
        if (product.variants().size() >= MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_VARIANTS, MOST);
        }
        requireFit(product, null, details);
        UUID id = Ids.next();
        write("""
                insert into core.variant (tenant_id, id, product_id, sku, gtin, option_values, weight_g, length_mm, width_mm,
                  height_mm, active, position)
                values (:tenant, :id, :product, :sku, :gtin, :values::jsonb, :weight, :length, :width, :height, :active,
                  (select coalesce(max(position), 0) + 1 from core.variant where tenant_id = :tenant and product_id = :product))""", product.id(), id, details);
        return id;
    }

    /**
     * @param version the version of the variant that the caller saw
     * @throws ProblemException if it was changed meanwhile, or a listed product would have nothing left to sell
     */
    @Transactional
    public void change(UUID productId, UUID id, long version, VariantDetails details) {
        Product product = managed(productId);
        Variant before = in(product, id);
        if (before.version() != version) {
            throw new ProblemException(CatalogProblem.CHANGED_MEANWHILE);
        }
        requireFit(product, id, details);
        if (!details.active()) {
            requireOther(product, id);
        }
        Map<Requirement, String> places =
                Map.of(Requirement.WEIGHT, "/weight", Requirement.PRICE, "/active", Requirement.COMPONENT, "/active");
        checkList.keeping(product, places, () -> write("""
                update core.variant set sku = :sku, gtin = :gtin, option_values = :values::jsonb, weight_g = :weight,
                  length_mm = :length, width_mm = :width, height_mm = :height, active = :active, version = version + 1
                where tenant_id = :tenant and product_id = :product and id = :id""", productId, id, details));
        rows.touched(productId);
        trail.record("variant.changed", product, values(before.details()), values(details));
    }

    /** Deletes a variant that neither orders nor stock nor bundles know. */
    @Transactional
    public void delete(UUID productId, UUID id) {
        Product product = managed(productId);
        Variant variant = in(product, id);
        requireOther(product, id);
        try {
            clear(id);
            database.core()
                    .sql("delete from core.variant where tenant_id = :tenant and id = :id")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", id)
                    .update();
        } catch (DataIntegrityViolationException _) {
            throw new ProblemException(CatalogProblem.VARIANT_IN_USE);
        }
        rows.touched(productId);
        trail.record("variant.deleted", product, values(variant.details()), Map.of());
    }

    /** Takes away what hangs on the variants of a product alone. */
    void clear(Product product) {
        product.variants().forEach(v -> clear(v.id()));
    }

    private void clear(UUID variant) {
        for (String own :
                List.of("bundle_component where bundle_id", "price where variant_id", "price_floor where variant_id")) {
            database.core()
                    .sql("delete from core." + own + " = :id and tenant_id = :tenant")
                    .param("tenant", Scope.currentTenant().value())
                    .param("id", variant)
                    .update();
        }
    }

    /**
     * Sets what one unit of a bundle consists of. A component is never a bundle; its product is held meanwhile, so that it does
     * not become one at the same moment.
     *
     * @param units by SKU in the order of the caller, 1 to 9,999 each
     * @throws ProblemException also if nothing would be left in an active variant of a listed bundle
     */
    @Transactional
    public void setComponents(UUID productId, UUID id, Map<String, Long> units) {
        Product product = managed(productId);
        Variant bundle = in(product, id);
        if (!product.isBundle()) {
            throw new ProblemException(CatalogProblem.NOT_A_BUNDLE);
        }
        if (units.isEmpty() && product.state() == ProductState.LISTED && bundle.active()) {
            throw ProblemException.of(
                    List.of(Fault.of(CatalogProblem.LACKS_COMPONENT, "/components")), CatalogProblem.LISTED_NEEDS);
        }
        if (units.size() > MOST_COMPONENTS) {
            throw new ProblemException(CatalogProblem.TOO_MANY_COMPONENTS, MOST_COMPONENTS);
        }
        Map<UUID, Long> wanted = new LinkedHashMap<>();
        List<Fault> faults = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            String at = "/components/" + number++;
            if (unit.getValue() < 1 || unit.getValue() > MOST_UNITS) {
                faults.add(Fault.of(CatalogProblem.QUANTITY_INVALID, at + "/quantity", MOST_UNITS));
            }
            try {
                wanted.merge(component(unit.getKey()), unit.getValue(), Long::sum);
            } catch (ProblemException e) {
                faults.add(Fault.of(e.code(), at + "/sku", e.args()));
            }
        }
        if (!faults.isEmpty()) {
            Fault first = faults.getFirst();
            throw ProblemException.of(faults, first.code(), first.args().toArray());
        }
        UUID tenant = Scope.currentTenant().value();
        database.core()
                .sql("delete from core.bundle_component where tenant_id = :tenant and bundle_id = :id")
                .param("tenant", tenant)
                .param("id", id)
                .update();
        wanted.forEach((component, quantity) -> database.core()
                .sql("""
                        insert into core.bundle_component (tenant_id, bundle_id, component_id, quantity)
                        values (:tenant, :id, :component, :quantity)""")
                .param("tenant", tenant)
                .param("id", id)
                .param("component", component)
                .param("quantity", quantity)
                .update());
        rows.touched(productId);
        trail.record(
                "bundle.changed",
                product,
                Map.of(
                        "components",
                        listed(bundle.components().stream()
                                .collect(Collectors.toMap(
                                        Variant.Component::sku,
                                        Variant.Component::quantity,
                                        (a, _) -> a,
                                        LinkedHashMap::new)))),
                Map.of("components", listed(units)));
    }

    private record Candidate(UUID id, String kind) {}

    private UUID component(String sku) {
        Candidate found = database.core()
                .sql("""
                        select v.id, p.kind from core.variant v
                        join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where v.tenant_id = :tenant and\s""" + Sku.in(":sku") + " for share of p")
                .param("tenant", Scope.currentTenant().value())
                .param("sku", new SqlArrayValue("text", sku))
                .query((rs, _) -> new Candidate(rs.getObject("id", UUID.class), rs.getString("kind")))
                .optional()
                .orElseThrow(() -> new ProblemException(CatalogProblem.SKU_UNKNOWN, sku));
        if (ProductKind.of(found.kind()) == ProductKind.BUNDLE) {
            throw new ProblemException(CatalogProblem.NESTED_BUNDLE, sku);
        }
        return found.id();
    }

    private static String listed(Map<String, Long> units) {
        return units.entrySet().stream()
                .map(e -> e.getValue() + " × " + e.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private Product managed(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        return rows.locked(id, null);
    }

    private static Variant in(Product product, UUID id) {
        return product.variants().stream()
                .filter(v -> v.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(CatalogProblem.VARIANT_NOT_FOUND));
    }

    private static void requireFit(Product product, @Nullable UUID self, VariantDetails details) {
        if (!product.details().offers(details.optionValues())) {
            throw new ProblemException(CatalogProblem.OPTION_VALUE_UNKNOWN);
        }
        boolean taken = product.variants().stream()
                .anyMatch(
                        v -> !v.id().equals(self) && v.details().optionValues().equals(details.optionValues()));
        if (taken) {
            throw new ProblemException(CatalogProblem.OPTION_VALUES_TAKEN);
        }
    }

    /** What is listed has something to sell. */
    private static void requireOther(Product product, UUID id) {
        if (product.state() == ProductState.LISTED
                && product.variants().stream().noneMatch(v -> v.active() && !v.id().equals(id))) {
            throw new ProblemException(CatalogProblem.LAST_ACTIVE_VARIANT);
        }
    }

    private void write(String sql, UUID product, UUID id, VariantDetails d) {
        Gtin gtin = d.gtin();
        Map<String, @Nullable Object> columns = new HashMap<>();
        columns.put("tenant", Scope.currentTenant().value());
        columns.put("product", product);
        columns.put("id", id);
        columns.put("sku", d.sku().value());
        columns.put("gtin", gtin == null ? null : gtin.value());
        columns.put("values", rows.json(d.optionValues()));
        columns.put("weight", d.weight());
        columns.put("length", d.size().length());
        columns.put("width", d.size().width());
        columns.put("height", d.size().height());
        columns.put("active", d.active());
        try {
            database.core().sql(sql).params(columns).update();
        } catch (DuplicateKeyException e) {
            throw String.valueOf(e.getMessage()).contains("variant_gtin")
                    ? new ProblemException(CatalogProblem.GTIN_TAKEN)
                    : new ProblemException(CatalogProblem.SKU_TAKEN, d.sku().value());
        }
    }

    /** What the trail says of a variant. */
    static Map<String, Object> values(VariantDetails d) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("sku", d.sku().value());
        Gtin gtin = d.gtin();
        values.put("gtin", gtin == null ? "" : gtin.value());
        values.put(
                "optionValues",
                d.optionValues().stream()
                        .map(v -> v.in(java.util.Locale.ENGLISH))
                        .collect(Collectors.joining(" · ")));
        values.put("weight", Objects.requireNonNullElse(d.weight(), ""));
        VariantDetails.Size s = d.size();
        values.put(
                "size",
                s.equals(VariantDetails.Size.UNKNOWN) ? "" : s.length() + " × " + s.width() + " × " + s.height());
        values.put("active", d.active());
        return values;
    }
}
