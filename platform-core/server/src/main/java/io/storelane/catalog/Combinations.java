package io.storelane.catalog;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.problem.FieldErrors;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Variants for each combination of a product's option values, for example three colours in four sizes. */
@Service
public class Combinations {

    private static final int PREFIX_LENGTH = 24;
    private static final int PART_LENGTH = 8;

    private final Database database;
    private final ProductRows rows;
    private final Variants variants;
    private final Trail trail;

    Combinations(Database database, ProductRows rows, Variants variants, Trail trail) {
        this.database = database;
        this.rows = rows;
        this.variants = variants;
        this.trail = trail;
    }

    /** A combination without a variant, and a SKU for it that is free. */
    public record Proposal(List<Text> optionValues, String sku) {

        /** For example {@code Red · XL}. */
        public String label(Locale locale) {
            return optionValues.stream().map(v -> v.in(locale)).collect(Collectors.joining(" · "));
        }
    }

    /** What the SKUs of a product begin with, as far as that can be told. */
    public static String prefix(Product product) {
        if (!product.variants().isEmpty()) {
            String sku = product.variants().getFirst().sku();
            int cut = sku.indexOf('-');
            return cut > 0 ? sku.substring(0, cut) : sku;
        }
        String title = code(product.details().title().en(), PREFIX_LENGTH);
        return title.isEmpty()
                ? "P"
                        + Long.toString(product.id().getLeastSignificantBits() & 0xff_ffffL, Character.MAX_RADIX)
                                .toUpperCase(Locale.ROOT)
                : title;
    }

    /**
     * The combinations that have no variant yet, in the order of the options.
     *
     * @param prefix begins each proposed SKU; empty = {@link #prefix}
     * @throws ProblemException if the product has no options, or would have more variants than it may
     */
    @Transactional(readOnly = true)
    public List<Proposal> missing(UUID productId, String prefix) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        return missing(
                rows.product(productId).orElseThrow(() -> new ProblemException(CatalogProblem.PRODUCT_NOT_FOUND)),
                prefix);
    }

    private List<Proposal> missing(Product product, String prefix) {
        List<ProductOption> options = product.details().options();
        if (options.isEmpty()) {
            throw new ProblemException(CatalogProblem.NO_OPTIONS);
        }
        Set<List<Text>> present = new HashSet<>();
        product.variants().forEach(v -> present.add(v.details().optionValues()));
        long all = options.stream().mapToLong(o -> o.values().size()).reduce(1, (a, b) -> a * b);
        long wanted = product.variants().size()
                + all
                - present.stream().filter(product.details()::offers).count();
        if (wanted > Variants.MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_COMBINATIONS, wanted, Variants.MOST);
        }
        List<List<Integer>> combinations = new ArrayList<>(List.of(List.of()));
        for (ProductOption option : options) {
            List<List<Integer>> longer = new ArrayList<>();
            for (List<Integer> begun : combinations) {
                for (int i = 0; i < option.values().size(); i++) {
                    List<Integer> more = new ArrayList<>(begun);
                    more.add(i);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        String begin = new Sku(prefix.isBlank() ? prefix(product) : prefix.strip()).value();
        List<Proposal> proposals = new ArrayList<>();
        for (List<Integer> places : combinations) {
            List<Text> values = new ArrayList<>();
            StringBuilder sku = new StringBuilder(begin);
            for (int i = 0; i < places.size(); i++) {
                Text value = options.get(i).values().get(places.get(i));
                String part = code(value.en(), PART_LENGTH);
                values.add(value);
                sku.append('-').append(part.isEmpty() ? Integer.toString(places.get(i) + 1) : part);
            }
            if (!present.contains(values)) {
                proposals.add(new Proposal(values, sku.toString()));
            }
        }
        return free(proposals);
    }

    /** The proposals with a number behind each SKU that another variant or proposal has. */
    private List<Proposal> free(List<Proposal> proposals) {
        Set<String> taken = Sku.set();
        List<Proposal> free = new ArrayList<>();
        database.core()
                .sql("""
                        select v.sku from core.variant v join unnest(:skus::text[]) s (sku)
                          on v.sku_key >= lower(s.sku collate "pg_c_utf8") collate "C"
                            and v.sku_key < lower(s.sku collate "pg_c_utf8") collate "C" || '.' where v.tenant_id = :tenant""")
                .param("tenant", Scope.currentTenant().value())
                .param(
                        "skus",
                        new SqlArrayValue(
                                "text", proposals.stream().map(Proposal::sku).toArray()))
                .query((rs, _) -> taken.add(rs.getString(1)))
                .list();
        for (Proposal proposal : proposals) {
            String sku = proposal.sku();
            for (int i = 2; !taken.add(sku); i++) {
                sku = proposal.sku() + "-" + i;
            }
            free.add(new Proposal(proposal.optionValues(), sku));
        }
        return free;
    }

    /**
     * Adds variants to a product, all or none.
     *
     * @param version the version of the product that the caller saw; null = whatever it is
     * @throws ProblemException naming each that cannot be added, as {@code /variants/0/sku}
     */
    @Transactional
    public void add(UUID productId, @Nullable Long version, List<VariantDetails> items) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = rows.locked(productId, version);
        if (product.variants().size() + items.size() > Variants.MOST) {
            throw new ProblemException(CatalogProblem.TOO_MANY_VARIANTS, Variants.MOST);
        }
        if (items.isEmpty()) {
            return;
        }
        requireFree(items);
        items.forEach(item -> variants.insert(product, item));
        rows.touched(productId);
        trail.record(
                "variant.added",
                product,
                Map.of(),
                Map.of("skus", items.stream().map(i -> i.sku().value()).collect(Collectors.joining(", "))));
    }

    /** Adds a variant for each combination that has none, with the proposed SKUs. */
    @Transactional
    public void addMissing(UUID productId, String prefix, @Nullable Long weight) {
        Access.current().require(Permission.PRODUCTS_MANAGE);
        Product product = rows.locked(productId, null);
        add(
                productId,
                null,
                missing(product, prefix).stream()
                        .map(p -> new VariantDetails(
                                new Sku(p.sku()), null, p.optionValues(), weight, VariantDetails.Size.UNKNOWN, true))
                        .toList());
    }

    private void requireFree(List<VariantDetails> items) {
        Set<String> taken = Sku.set();
        database.core()
                .sql("select v.sku from core.variant v where v.tenant_id = :tenant and " + Sku.in(":skus"))
                .param("tenant", Scope.currentTenant().value())
                .param(
                        "skus",
                        new SqlArrayValue(
                                "text", items.stream().map(i -> i.sku().value()).toArray()))
                .query((rs, _) -> taken.add(rs.getString(1)))
                .list();
        var errors = new FieldErrors();
        for (int i = 0; i < items.size(); i++) {
            String sku = items.get(i).sku().value();
            if (!taken.add(sku)) {
                errors.add("/variants/" + i + "/sku", CatalogProblem.SKU_TAKEN, sku);
            }
        }
        errors.throwIfAny(
                CatalogProblem.SKU_TAKEN,
                errors.isEmpty() ? "" : errors.faults().getFirst().args().getFirst());
    }

    /** Letters and digits of a text, in upper case. */
    private static String code(String text, int length) {
        String code = text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "");
        return code.length() > length ? code.substring(0, length) : code;
    }
}
