package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.job.Jobs;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Products from a file: read and checked as a whole first, then written by a job, product by product, each with its result. A
 * SKU that is there already is changed in what the file says of it; any other is added.
 */
@Service
public class ProductImport {

    static final String KIND = "products.import";

    /** Faults of a file that are kept. */
    private static final int MOST_FAULTS = 500;

    private static final Duration KEPT = Duration.ofDays(7);

    private final Database database;
    private final Products products;
    private final Variants variants;
    private final Prices prices;
    private final PriceLists lists;
    private final Brands brands;
    private final Categories categories;
    private final Jobs jobs;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    ProductImport(
            Database database,
            Products products,
            Variants variants,
            Prices prices,
            PriceLists lists,
            Brands brands,
            Categories categories,
            Jobs jobs,
            AuditLog audit,
            TransactionTemplate transactionTemplate,
            JsonMapper json,
            Clock clock) {
        this.database = database;
        this.products = products;
        this.variants = variants;
        this.prices = prices;
        this.lists = lists;
        this.brands = brands;
        this.categories = categories;
        this.jobs = jobs;
        this.audit = audit;
        this.transaction = transactionTemplate;
        this.json = json;
        this.clock = clock;
    }

    /** Columns that a file may have. */
    public static List<String> columns() {
        return ImportFile.COLUMNS;
    }

    /**
     * What is wrong with a line.
     *
     * @param line as a spreadsheet program numbers it
     */
    public record LineFault(int line, String sku, String messageKey, List<Object> args) {}

    /**
     * A file that was checked.
     *
     * @param added products that will be new
     * @param changed products of which something may change
     * @param faulty products left out for their faults
     * @param jobId the job that writes it; null before that
     */
    public record Checked(
            UUID id,
            String fileName,
            int rows,
            int added,
            int changed,
            int faulty,
            List<LineFault> faults,
            @Nullable UUID jobId) {

        public boolean startable() {
            return jobId == null && added + changed > 0;
        }
    }

    /**
     * Reads a file and says what it would do; nothing is written yet but the file's content, which is kept for a week.
     *
     * @throws ProblemException if it is no such file
     */
    public UUID check(String fileName, byte[] file) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        List<ImportFile.Row> rows = ImportFile.read(file);
        return Objects.requireNonNull(transaction.execute(_ -> check(fileName, rows)));
    }

    private UUID check(String fileName, List<ImportFile.Row> rows) {
        List<LineFault> faults = new ArrayList<>();
        List<ImportProduct> good = new ArrayList<>();
        Map<String, UUID> known = products(rows.stream().map(r -> r.get("sku")).toList());
        Map<String, UUID> branches = branches();
        String currency = lists.all().getFirst().currency();
        Set<String> skus = Sku.set();
        int added = 0;
        int changed = 0;
        int faulty = 0;
        Map<String, List<ImportFile.Row>> groups = new LinkedHashMap<>();
        rows.forEach(
                r -> groups.computeIfAbsent(r.product(), _ -> new ArrayList<>()).add(r));
        for (List<ImportFile.Row> group : groups.values()) {
            int before = faults.size();
            @Nullable UUID category = null;
            ImportFile.Row at = group.getFirst();
            try {
                category = category(new ImportProduct(null, group).first("category"), branches);
                requireOne(group, known);
                ImportProduct product = new ImportProduct(category, group);
                UUID present = known.get(at.get("sku"));
                ProductDetails details = present == null ? product.details(null, null) : null;
                for (ImportFile.Row row : group) {
                    at = row;
                    if (!skus.add(new Sku(row.get("sku")).value())) {
                        throw new ProblemException(CatalogProblem.SKU_TWICE, row.get("sku"));
                    }
                    if (ImportProduct.price(row, currency) != null) {
                        Access.current().require(Permission.PRICES_MANAGE);
                    }
                    if (details != null) {
                        requireOffer(details, ImportProduct.variant(row, details, null));
                    }
                }
                requireFew(group);
                if (present == null) {
                    added++;
                } else {
                    changed++;
                }
                good.add(product);
            } catch (ProblemException e) {
                faults.add(new LineFault(at.number(), at.get("sku"), e.code().messageKey(), List.of(e.args())));
            }
            faulty += faults.size() > before ? 1 : 0;
        }
        return keep(fileName, rows.size(), added, changed, faulty, faults, good);
    }

    private static void requireFew(List<ImportFile.Row> group) {
        if (group.size() > Variants.MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_VARIANTS, Variants.MOST);
        }
    }

    private static void requireOffer(ProductDetails details, VariantDetails variant) {
        if (!details.offers(variant.optionValues())) {
            throw new ProblemException(CatalogProblem.OPTION_VALUE_UNKNOWN);
        }
    }

    private static void requireOne(List<ImportFile.Row> group, Map<String, UUID> known) {
        Set<UUID> present = new HashSet<>();
        group.forEach(r -> {
            UUID product = known.get(r.get("sku"));
            if (product != null) {
                present.add(product);
            }
        });
        if (present.size() > 1) {
            throw new ProblemException(CatalogProblem.SEVERAL_PRODUCTS);
        }
    }

    private static @Nullable UUID category(String said, Map<String, UUID> branches) {
        if (said.isEmpty()) {
            return null;
        }
        UUID category = branches.get(branch(said));
        if (category == null) {
            throw new ProblemException(CatalogProblem.CATEGORY_NAME_UNKNOWN, said);
        }
        return category;
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

    private UUID keep(
            String fileName,
            int rows,
            int added,
            int changed,
            int faulty,
            List<LineFault> faults,
            List<ImportProduct> good) {
        UUID id = Ids.next();
        sql("delete from core.product_import where tenant_id = :tenant and created_at < :old")
                .param("old", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
        sql("""
                        insert into core.product_import (tenant_id, id, file_name, rows, added, changed, faulty, faults, created_by,
                          created_at)
                        values (:tenant, :id, :name, :rows, :added, :changed, :faulty, :faults::jsonb, :by, :now)""")
                .param("id", id)
                .param("name", fileName.length() > 200 ? fileName.substring(0, 200) : fileName)
                .param("rows", rows)
                .param("added", added)
                .param("changed", changed)
                .param("faulty", faulty)
                .param(
                        "faults",
                        json.writeValueAsString(
                                faults.stream().limit(MOST_FAULTS).toList()))
                .param("by", Actor.currentUser())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        Rows.<ImportProduct>of("product_import_item")
                .with("id", "uuid", _ -> Ids.next())
                .with("import_id", "uuid", _ -> id)
                .with("label", "text", ImportProduct::label)
                .with("content", "text", json::writeValueAsString)
                .insert(database, good);
        return id;
    }

    /** A file that the caller has had checked. @throws ProblemException if there is none, or it is older than a week */
    @Transactional(readOnly = true)
    public Checked checked(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        return sql("""
                        select *, faults::text as faults_text from core.product_import
                        where tenant_id = :tenant and id = :id and created_by = :me""")
                .param("id", id)
                .param("me", Actor.currentUser())
                .query((rs, _) -> new Checked(
                        id,
                        rs.getString("file_name"),
                        rs.getInt("rows"),
                        rs.getInt("added"),
                        rs.getInt("changed"),
                        rs.getInt("faulty"),
                        json.readValue(rs.getString("faults_text"), new TypeReference<List<LineFault>>() {}),
                        rs.getObject("job_id", UUID.class)))
                .optional()
                .orElseThrow(() -> new ProblemException(CatalogProblem.IMPORT_NOT_FOUND));
    }

    /** Starts the job that writes the products without faults. @return the job; the same one if it was started already */
    @Transactional
    public UUID start(UUID id) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        sql("select id from core.product_import where tenant_id = :tenant and id = :id for update")
                .param("id", id)
                .query((_, _) -> true)
                .list();
        Checked checked = checked(id);
        UUID started = checked.jobId();
        if (started != null) {
            return started;
        }
        UUID job = jobs.start(
                KIND,
                Map.of("import", id.toString()),
                sql("select id, label from core.product_import_item where tenant_id = :tenant and import_id = :id order by id")
                        .param("id", id)
                        .query((rs, _) -> new Jobs.NewItem(rs.getObject("id", UUID.class), rs.getString("label")))
                        .list());
        sql("update core.product_import set job_id = :job where tenant_id = :tenant and id = :id")
                .param("id", id)
                .param("job", job)
                .update();
        audit.record(
                "products.imported",
                new AuditTarget("productimport", id, checked.fileName(), null),
                Map.of(),
                Map.of("rows", checked.rows(), "products", checked.added() + checked.changed()));
        return job;
    }

    /** Writes one product of an import, in the running transaction. */
    void write(UUID item) {
        ImportProduct said = sql("select content from core.product_import_item where tenant_id = :tenant and id = :id")
                .param("id", item)
                .query(String.class)
                .optional()
                .map(content -> json.readValue(content, ImportProduct.class))
                .orElseThrow(() -> new ProblemException(CatalogProblem.IMPORT_NOT_FOUND));
        Map<String, UUID> known = products(said.skus());
        requireOne(said.rows(), known);
        UUID brand = brand(said.first("brand"));
        UUID id = known.values().stream().findFirst().orElse(null);
        if (id == null) {
            ProductDetails details = said.details(null, brand);
            id = products.add(
                    details,
                    said.rows().stream()
                            .map(r -> ImportProduct.variant(r, details, null))
                            .toList());
        } else {
            change(products.product(id), said, brand);
        }
        price(products.product(id), said);
    }

    private void change(Product product, ImportProduct said, @Nullable UUID brand) {
        ProductDetails details = said.details(product.details(), brand);
        if (!details.equals(product.details())) {
            products.change(product.id(), product.version(), details);
        }
        for (ImportFile.Row row : said.rows()) {
            Variant present = product.variants().stream()
                    .filter(v -> v.sku().equalsIgnoreCase(row.get("sku")))
                    .findFirst()
                    .orElse(null);
            VariantDetails wanted = ImportProduct.variant(row, details, present == null ? null : present.details());
            if (present == null) {
                variants.add(product.id(), wanted);
            } else if (!wanted.equals(present.details())) {
                variants.change(product.id(), present.id(), present.version(), wanted);
            }
        }
    }

    private void price(Product product, ImportProduct said) {
        if (!said.hasPrices()) {
            return;
        }
        PriceList base = lists.all().getFirst();
        Map<UUID, @Nullable Long> amounts = new HashMap<>();
        for (ImportFile.Row row : said.rows()) {
            Long amount = ImportProduct.price(row, base.currency());
            if (amount != null) {
                product.variants().stream()
                        .filter(v -> v.sku().equalsIgnoreCase(row.get("sku")))
                        .forEach(v -> amounts.put(v.id(), amount));
            }
        }
        prices.set(base.id(), null, amounts);
    }

    private @Nullable UUID brand(String name) {
        if (name.isEmpty()) {
            return null;
        }
        return sql("select id from core.brand where tenant_id = :tenant and lower(name) = lower(:name) order by name limit 1")
                .param("name", name)
                .query(UUID.class)
                .optional()
                .orElseGet(() -> brands.add(name));
    }

    /** Products by the SKUs that they have. */
    private Map<String, UUID> products(List<String> skus) {
        Map<String, UUID> known = Sku.map();
        sql("select v.sku, v.product_id from core.variant v where v.tenant_id = :tenant and " + Sku.in(":skus"))
                .param("skus", new SqlArrayValue("text", skus.toArray()))
                .query((rs, _) -> known.put(rs.getString("sku"), rs.getObject("product_id", UUID.class)))
                .list();
        return known;
    }

    private StatementSpec sql(String text) {
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    /** Writes the products of an import, one by one. */
    @Component
    static class Handler implements JobHandler {

        private final ProductImport imports;

        Handler(ProductImport imports) {
            this.imports = imports;
        }

        @Override
        public Set<String> kinds() {
            return Set.of(KIND);
        }

        @Override
        public void handle(JobItem item) {
            imports.write(Objects.requireNonNull(item.ref()));
        }
    }
}
