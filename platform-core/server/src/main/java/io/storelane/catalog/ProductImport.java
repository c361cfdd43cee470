package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.audit.NewAuditEntry;
import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportField.Form;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportRow;
import io.storelane.event.Events;
import io.storelane.event.NewEvent;
import io.storelane.problem.ProblemException;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * Products from a file, a row for each variant. A SKU that is there already is changed in what the file says of it; any other is
 * added. New products are written together, and so are plain changes; others one by one.
 */
@Component
class ProductImport implements ImportKind {

    private final Database database;
    private final Products products;
    private final ProductRows rows;
    private final Variants variants;
    private final ProductChanges changes;
    private final Prices prices;
    private final PriceLists lists;
    private final Brands brands;
    private final Categories categories;
    private final Search search;
    private final AuditLog audit;
    private final Events events;
    private final Clock clock;

    ProductImport(
            Database database,
            Products products,
            ProductRows rows,
            Variants variants,
            ProductChanges changes,
            Prices prices,
            PriceLists lists,
            Brands brands,
            Categories categories,
            Search search,
            AuditLog audit,
            Events events,
            Clock clock) {
        this.database = database;
        this.products = products;
        this.rows = rows;
        this.variants = variants;
        this.changes = changes;
        this.prices = prices;
        this.lists = lists;
        this.brands = brands;
        this.categories = categories;
        this.search = search;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public String code() {
        return "products";
    }

    @Override
    public String permissionKey() {
        return Permission.PRODUCTS_MANAGE.key();
    }

    @Override
    public List<ImportField> fields() {
        return List.of(
                ImportField.needed("sku", Form.CODE, "MUG-RED", "item number", "货号", "商品编码", "SKU编码"),
                ImportField.of("product", Form.CODE, "MUG", "product number", "spu", "款号", "商品款号", "商品"),
                ImportField.of("title_zh", Form.TEXT, "马克杯", "chinese title", "中文名称", "商品名称", "名称"),
                ImportField.of("title_en", Form.TEXT, "Mug", "title", "name", "product name", "英文名称"),
                ImportField.of("description_zh", Form.TEXT, "", "中文描述", "商品描述"),
                ImportField.of("description_en", Form.TEXT, "", "description", "英文描述"),
                ImportField.of("kind", Form.TEXT, "goods", "product type", "类型", "商品类型"),
                ImportField.of("brand", Form.TEXT, "Hill", "商品品牌"),
                ImportField.of("category", Form.TEXT, "", "product category", "商品分类", "类目"),
                ImportField.of("option1", Form.TEXT, "颜色 | Colour", "option 1 name", "规格名1"),
                ImportField.of("value1", Form.TEXT, "红 | Red", "option 1 value", "规格值1"),
                ImportField.of("option2", Form.TEXT, "", "option 2 name", "规格名2"),
                ImportField.of("value2", Form.TEXT, "", "option 2 value", "规格值2"),
                ImportField.of("option3", Form.TEXT, "", "option 3 name", "规格名3"),
                ImportField.of("value3", Form.TEXT, "", "option 3 value", "规格值3"),
                ImportField.of("gtin", Form.CODE, "6901234567892", "ean", "upc", "barcode", "条码", "条形码", "商品条码"),
                ImportField.of("weight_g", Form.WHOLE, "350", "weight", "重量"),
                ImportField.of("length_mm", Form.WHOLE, "", "length", "长"),
                ImportField.of("width_mm", Form.WHOLE, "", "width", "宽"),
                ImportField.of("height_mm", Form.WHOLE, "", "height", "高"),
                ImportField.of("price", Form.AMOUNT, "39.00", "base price", "单价", "售价"),
                ImportField.of("active", Form.YES_NO, "yes", "on sale", "在售", "启用"));
    }

    @Override
    public Function<ImportRow, String> grouping() {
        return row -> row.get("product").toLowerCase(Locale.ROOT);
    }

    @Override
    public String key(ImportRow row) {
        return row.get("sku").toLowerCase(Locale.ROOT);
    }

    @Override
    public String label(ImportRow row) {
        return row.get("sku");
    }

    @Override
    public int atOnce() {
        return 200;
    }

    /** A variant that is there. */
    private record Present(UUID product, UUID variant) {}

    /** @param row that says it */
    private record NewVariant(UUID id, UUID product, int position, VariantDetails details, ImportRow row) {}

    private record NewProduct(UUID id, ProductDetails details, List<NewVariant> variants) {}

    /** What is known before the first row is looked at, and what comes of the rows. */
    private final class Round {

        private final ImportBatch batch;
        private final boolean writes;
        private final Map<String, Present> present;
        private final Map<UUID, Product> known;
        private final Map<String, UUID> branches = branches();
        private final PriceList base = lists.all().getFirst();
        private final Map<UUID, Long> stored = new HashMap<>();
        private final Map<String, String> gtins = new HashMap<>();
        private final Map<String, UUID> brandIds = new HashMap<>();
        private final List<NewProduct> made = new ArrayList<>();
        private final List<ProductChanges.Change> plain = new ArrayList<>();
        private final Map<UUID, @Nullable Long> amounts = new LinkedHashMap<>();

        Round(ImportBatch batch, boolean writes) {
            this.batch = batch;
            this.writes = writes;
            this.present = present(batch.rows().stream().map(r -> r.get("sku")).toList());
            this.known = rows.bare(
                    present.values().stream().map(Present::product).distinct().toList());
            readPrices();
            readGtins();
            readBrands();
        }

        private void readPrices() {
            database.core()
                    .sql("""
                            select variant_id, amount from core.price
                            where tenant_id = :tenant and price_list_id = :list and variant_id = any (:variants)""")
                    .param("tenant", tenant())
                    .param("list", base.id())
                    .param(
                            "variants",
                            new SqlArrayValue(
                                    "uuid",
                                    present.values().stream()
                                            .map(Present::variant)
                                            .toArray()))
                    .query((rs, _) -> stored.put(rs.getObject(1, UUID.class), rs.getLong(2)))
                    .list();
        }

        private void readGtins() {
            List<String> said = new ArrayList<>();
            for (ImportRow row : batch.rows()) {
                try {
                    Gtin gtin = Gtin.of(row.get("gtin"));
                    if (gtin != null) {
                        said.add(gtin.value());
                    }
                } catch (ProblemException _) {
                    // said of its row later
                }
            }
            database.core()
                    .sql("select gtin, sku from core.variant where tenant_id = :tenant and gtin = any (:gtins)")
                    .param("tenant", tenant())
                    .param("gtins", new SqlArrayValue("text", said.toArray()))
                    .query((rs, _) -> gtins.put(rs.getString(1), rs.getString(2)))
                    .list();
        }

        private void readBrands() {
            database.core()
                    .sql(
                            "select id, lower(name) from core.brand where tenant_id = :tenant and lower(name) = any (:names) order by name desc")
                    .param("tenant", tenant())
                    .param(
                            "names",
                            new SqlArrayValue(
                                    "text",
                                    batch.rows().stream()
                                            .map(r -> r.get("brand").toLowerCase(Locale.ROOT))
                                            .distinct()
                                            .toArray()))
                    .query((rs, _) -> brandIds.put(rs.getString(2), rs.getObject(1, UUID.class)))
                    .list();
        }

        private @Nullable UUID brand(String name) {
            if (name.isEmpty()) {
                return null;
            }
            UUID known = brandIds.get(name.toLowerCase(Locale.ROOT));
            if (known == null && writes) {
                known = brands.add(name);
                brandIds.put(name.toLowerCase(Locale.ROOT), known);
            }
            return known;
        }

        void all() {
            for (List<ImportRow> group : batch.groups()) {
                Set<UUID> of = new HashSet<>();
                group.forEach(row -> {
                    Present one = present.get(row.get("sku"));
                    if (one != null) {
                        of.add(one.product());
                    }
                });
                ImportRow first = group.getFirst();
                if (of.size() > 1) {
                    batch.wrong(first, "product", CatalogProblem.SEVERAL_PRODUCTS);
                } else if (group.size() > Variants.MOST) {
                    batch.wrong(first, "", CatalogProblem.TOO_MANY_VARIANTS, Variants.MOST);
                } else {
                    one(group, of.stream().findFirst().orElse(null));
                }
            }
            if (writes) {
                insert(made);
                changes.write(plain);
                if (!amounts.isEmpty()) {
                    prices.set(base.id(), null, amounts);
                }
            }
        }

        private void one(List<ImportRow> group, @Nullable UUID id) {
            Product product = id == null ? null : product(id);
            ProductDetails details;
            try {
                var said = new FileProduct(category(group), group);
                details = said.details(product == null ? null : product.details(), brand(said.first("brand")));
            } catch (ProblemException e) {
                batch.wrong(group.getFirst(), e, ProductImport::field);
                return;
            }
            Map<ImportRow, VariantDetails> wanted = new LinkedHashMap<>();
            Set<List<Text>> combinations = new HashSet<>();
            for (ImportRow row : group) {
                try {
                    VariantDetails variant = FileProduct.variant(batch, row, details, before(product, row));
                    if (!details.offers(variant.optionValues())) {
                        throw new ProblemException(CatalogProblem.OPTION_VALUE_UNKNOWN);
                    }
                    if (!combinations.add(variant.optionValues())) {
                        throw new ProblemException(CatalogProblem.OPTION_VALUES_TAKEN);
                    }
                    requireFreeGtin(variant);
                    if (row.has("price")) {
                        Access.current().require(Permission.PRICES_MANAGE);
                    }
                    wanted.put(row, variant);
                } catch (ProblemException e) {
                    batch.wrong(row, e, ProductImport::field);
                }
                batch.amount(row, "price", base.currency());
            }
            if (group.stream().anyMatch(batch::isWrong)) {
                return;
            }
            if (product == null) {
                add(details, wanted);
            } else {
                change(product, details, wanted);
            }
        }

        /** As it was before the rows, or after those that have changed it. */
        private Product product(UUID id) {
            Access.current().require(Permission.PRODUCTS_VIEW);
            return known.computeIfAbsent(id, products::product);
        }

        private void requireFreeGtin(VariantDetails variant) {
            Gtin gtin = variant.gtin();
            if (gtin != null) {
                String other = gtins.putIfAbsent(gtin.value(), variant.sku().value());
                if (other != null && !other.equalsIgnoreCase(variant.sku().value())) {
                    throw new ProblemException(CatalogProblem.GTIN_TAKEN);
                }
            }
        }

        private @Nullable UUID category(List<ImportRow> group) {
            String said = new FileProduct(null, group).first("category");
            if (said.isEmpty()) {
                return null;
            }
            UUID category = branches.get(branch(said));
            if (category == null) {
                throw new ProblemException(CatalogProblem.CATEGORY_NAME_UNKNOWN, said);
            }
            return category;
        }

        private void add(ProductDetails details, Map<ImportRow, VariantDetails> wanted) {
            UUID id = Ids.next();
            List<NewVariant> items = new ArrayList<>();
            wanted.forEach((row, variant) -> {
                var item = new NewVariant(Ids.next(), id, items.size() + 1, variant, row);
                items.add(item);
                batch.added(row);
                price(row, item.id());
            });
            made.add(new NewProduct(id, details, items));
        }

        /** True if the row has a price that is not the one stored. */
        private boolean price(ImportRow row, UUID variant) {
            Long amount = batch.amount(row, "price", base.currency());
            if (amount == null || amount.equals(stored.get(variant))) {
                return false;
            }
            amounts.put(variant, amount);
            return true;
        }

        /** True if this is a plain change, which is written with others at the end. */
        private boolean together(
                Product product, ProductDetails details, Map<ImportRow, VariantDetails> wanted, boolean other) {
            List<ProductChanges.To> to = new ArrayList<>();
            for (Map.Entry<ImportRow, VariantDetails> row : wanted.entrySet()) {
                Variant before = variantOf(product, row.getKey());
                if (before == null) {
                    return false;
                }
                if (!row.getValue().equals(before.details())) {
                    to.add(new ProductChanges.To(before, row.getValue()));
                }
            }
            var change = new ProductChanges.Change(product, details, to);
            if (!change.isPlain()) {
                return false;
            }
            if (other || !to.isEmpty()) {
                plain.add(change);
            }
            wanted.keySet().forEach(row -> {
                Variant variant = Objects.requireNonNull(variantOf(product, row));
                boolean changed = to.stream().anyMatch(t -> t.before().id().equals(variant.id()));
                if (price(row, variant.id()) || changed || other) {
                    batch.changed(row);
                } else {
                    batch.unchanged(row);
                }
            });
            return true;
        }

        private void change(Product product, ProductDetails details, Map<ImportRow, VariantDetails> wanted) {
            boolean other = !details.equals(product.details());
            if (together(product, details, wanted, other)) {
                return;
            }
            if (other && writes) {
                products.change(product.id(), product.version(), details);
                known.remove(product.id());
            }
            wanted.forEach((row, variant) -> {
                Variant before = variantOf(product, row);
                if (before == null) {
                    UUID id = writes ? variants.add(product.id(), variant) : Ids.next();
                    known.remove(product.id());
                    price(row, id);
                    batch.added(row);
                    return;
                }
                boolean changed = !variant.equals(before.details());
                if (changed && writes) {
                    variants.change(product.id(), before.id(), before.version(), variant);
                    known.remove(product.id());
                }
                if (price(row, before.id()) || changed || other) {
                    batch.changed(row);
                } else {
                    batch.unchanged(row);
                }
            });
        }
    }

    private static @Nullable Variant variantOf(Product product, ImportRow row) {
        return product.variants().stream()
                .filter(v -> v.sku().equalsIgnoreCase(row.get("sku")))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable VariantDetails before(@Nullable Product product, ImportRow row) {
        Variant before = product == null ? null : variantOf(product, row);
        return before == null ? null : before.details();
    }

    @Override
    public void check(ImportBatch batch) {
        new Round(batch, false).all();
    }

    @Override
    public void write(ImportBatch batch) {
        new Round(batch, true).all();
    }

    /** The field of the file for the field that a door names. */
    private static String field(String place) {
        return switch (place) {
            case "titleZh", "title" -> "title_zh";
            case "brandId" -> "brand";
            case "categoryId" -> "category";
            case "options" -> "option1";
            case "optionValues" -> "value1";
            case "weight" -> "weight_g";
            case "length" -> "length_mm";
            case "width" -> "width_mm";
            case "height" -> "height_mm";
            default -> place;
        };
    }

    private void insert(List<NewProduct> made) {
        if (made.isEmpty()) {
            return;
        }
        Timestamp now = Timestamp.from(clock.instant());
        Locale language = rows.language();
        Rows.<NewProduct>of("product")
                .with("id", "uuid", NewProduct::id)
                .with("kind", "text", p -> p.details().kind().code())
                .with("name", "text", p -> p.details().title().in(language))
                .with("title_zh", "text", p -> p.details().title().zh())
                .with("title_en", "text", p -> p.details().title().en())
                .with("description_zh", "text", p -> p.details().description().zh())
                .with("description_en", "text", p -> p.details().description().en())
                .with("brand_id", "uuid", p -> p.details().brandId())
                .with("category_id", "uuid", p -> p.details().categoryId())
                .with("options", "jsonb", p -> rows.json(p.details().options()))
                .with("attributes", "jsonb", p -> rows.json(p.details().attributes()))
                .with("created_at", "timestamptz", _ -> now)
                .with("updated_at", "timestamptz", _ -> now)
                .insert(database, made);
        Rows.<NewVariant>of("variant")
                .with("id", "uuid", NewVariant::id)
                .with("product_id", "uuid", NewVariant::product)
                .with("sku", "text", v -> v.details().sku().value())
                .with("gtin", "text", v -> {
                    Gtin gtin = v.details().gtin();
                    return gtin == null ? null : gtin.value();
                })
                .with("option_values", "jsonb", v -> rows.json(v.details().optionValues()))
                .with("weight_g", "bigint", v -> v.details().weight())
                .with("length_mm", "bigint", v -> v.details().size().length())
                .with("width_mm", "bigint", v -> v.details().size().width())
                .with("height_mm", "bigint", v -> v.details().size().height())
                .with("active", "boolean", v -> v.details().active())
                .with("position", "integer", NewVariant::position)
                .insert(
                        database,
                        made.stream().flatMap(p -> p.variants().stream()).toList());
        search.put(
                SearchKind.PRODUCT,
                made.stream()
                        .map(p -> new SearchText(
                                p.id(),
                                Access.ROOT_PATH,
                                ProductRows.text(
                                        p.details().title(),
                                        p.variants().stream()
                                                .map(NewVariant::details)
                                                .toList())))
                        .toList());
        Rows.send(
                database,
                List.of(
                        audit.entries(made.stream().map(ProductImport::entry).toList()),
                        events.ready(made.stream()
                                .map(p -> new NewEvent(
                                        Scope.currentTenant(),
                                        "product.added",
                                        "product",
                                        p.id(),
                                        Map.of(),
                                        Actor.current()))
                                .toList())));
    }

    private static NewAuditEntry entry(NewProduct p) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", p.details().kind().code());
        values.put("titleZh", p.details().title().zh());
        values.put("titleEn", p.details().title().en());
        values.put(
                "skus",
                p.variants().stream().map(v -> v.details().sku().value()).collect(Collectors.joining(", ")));
        return new NewAuditEntry(
                Scope.currentTenant(),
                "product.added",
                new AuditTarget("product", p.id(), p.details().title().in(Locale.ENGLISH), null),
                values,
                Actor.current());
    }

    private static String branch(String path) {
        return path.replaceAll("\\s*[/>]\\s*", "/").strip().toLowerCase(Locale.ROOT);
    }

    /** Categories by their names from the top, such as {@code Kitchen / Mugs}, and by their own name where only one has it. */
    private Map<String, UUID> branches() {
        Map<String, UUID> branches = new HashMap<>();
        Set<String> several = new HashSet<>();
        Map<UUID, Text> paths = new HashMap<>();
        for (Category c : categories.tree()) {
            UUID parent = c.parentId();
            Text above = parent == null ? Text.NONE : Objects.requireNonNull(paths.get(parent));
            Text path = new Text(
                    (above.isEmpty() ? "" : above.zh() + "/") + c.name(Locale.CHINESE),
                    (above.isEmpty() ? "" : above.en() + "/") + c.name(Locale.ENGLISH));
            paths.put(c.id(), path);
            for (String name : Set.of(c.name(Locale.CHINESE), c.name(Locale.ENGLISH))) {
                if (branches.putIfAbsent(branch(name), c.id()) != null) {
                    several.add(branch(name));
                }
            }
        }
        several.forEach(branches::remove);
        paths.forEach((id, path) -> {
            branches.put(branch(path.zh()), id);
            branches.put(branch(path.en()), id);
        });
        return branches;
    }

    private Map<String, Present> present(List<String> skus) {
        Map<String, Present> known = Sku.map();
        database.core()
                .sql("select v.sku, v.product_id, v.id from core.variant v where v.tenant_id = :tenant and "
                        + Sku.in(":skus"))
                .param("tenant", tenant())
                .param("skus", new SqlArrayValue("text", skus.toArray()))
                .query((rs, _) -> known.put(
                        rs.getString("sku"),
                        new Present(rs.getObject("product_id", UUID.class), rs.getObject("id", UUID.class))))
                .list();
        return known;
    }

    private static UUID tenant() {
        return Scope.currentTenant().value();
    }
}
