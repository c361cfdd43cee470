package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product of an import: what its lines say of it.
 *
 * @param categoryId resolved when the file was checked; null = not said
 */
record ImportProduct(@Nullable UUID categoryId, List<ImportFile.Row> rows) {

    ImportProduct {
        rows = List.copyOf(rows);
    }

    /** What is said first in a column of the product as a whole. */
    String first(String column) {
        return rows.stream()
                .map(r -> r.get(column))
                .filter(c -> !c.isEmpty())
                .findFirst()
                .orElse("");
    }

    List<String> skus() {
        return rows.stream().map(r -> r.get("sku")).toList();
    }

    /** For example {@code MUG-RED +2 (2–4)}. */
    String label() {
        int last = rows.getLast().number();
        int begin = rows.getFirst().number();
        return rows.getFirst().get("sku") + (rows.size() > 1 ? " +" + (rows.size() - 1) : "") + " ("
                + (begin == last ? begin : begin + "–" + last) + ")";
    }

    /** What the product is with this import; what it does not say stays as it was. @param before null for a new product */
    ProductDetails details(@Nullable ProductDetails before, @Nullable UUID brand) {
        List<ProductOption> options = new ArrayList<>();
        for (int i = 1; i <= ProductDetails.MOST_OPTIONS; i++) {
            option(
                    i,
                    before == null || before.options().size() < i
                            ? null
                            : before.options().get(i - 1),
                    options);
        }
        Text title = new Text(first("title_zh"), first("title_en"));
        Text description = new Text(first("description_zh"), first("description_en"));
        if (before == null) {
            return new ProductDetails(
                    kind(ProductKind.GOODS), title, description, brand, categoryId, options, List.of());
        }
        return new ProductDetails(
                kind(before.kind()),
                over(before.title(), title),
                over(before.description(), description),
                brand == null ? before.brandId() : brand,
                categoryId == null ? before.categoryId() : categoryId,
                options,
                before.attributes());
    }

    private ProductKind kind(ProductKind unsaid) {
        return first("kind").isEmpty() ? unsaid : ProductKind.of(first("kind"));
    }

    private static Text over(Text before, Text said) {
        return new Text(said.zh().isEmpty() ? before.zh() : said.zh(), said.en().isEmpty() ? before.en() : said.en());
    }

    private void option(int i, @Nullable ProductOption before, List<ProductOption> options) {
        String name = first("option" + i);
        List<Text> values = new ArrayList<>(before == null ? List.of() : before.values());
        for (ImportFile.Row row : rows) {
            Text value = Text.typed(row.get("value" + i));
            if (!value.isEmpty() && values.stream().noneMatch(v -> same(v, value))) {
                values.add(value);
            }
        }
        if (before == null && name.isEmpty() && values.isEmpty()) {
            return;
        }
        options.add(new ProductOption(name.isEmpty() && before != null ? before.name() : Text.typed(name), values));
    }

    /** What a variant is with its line; what the line does not say stays as it was. @param before null for a new variant */
    static VariantDetails variant(ImportFile.Row row, ProductDetails product, @Nullable VariantDetails before) {
        List<Text> values = new ArrayList<>();
        for (int i = 0; i < product.options().size(); i++) {
            Text said = Text.typed(row.get("value" + (i + 1)));
            values.add(
                    said.isEmpty() && before != null && before.optionValues().size() > i
                            ? before.optionValues().get(i)
                            : product.options().get(i).values().stream()
                                    .filter(v -> same(v, said))
                                    .findFirst()
                                    .orElse(said));
        }
        Gtin gtin = Gtin.of(row.get("gtin"));
        VariantDetails.Size size = before == null ? VariantDetails.Size.UNKNOWN : before.size();
        return new VariantDetails(
                new Sku(row.get("sku")),
                gtin == null && before != null ? before.gtin() : gtin,
                values,
                number(row, "weight_g", before == null ? null : before.weight()),
                new VariantDetails.Size(
                        number(row, "length_mm", size.length()),
                        number(row, "width_mm", size.width()),
                        number(row, "height_mm", size.height())),
                active(row, before == null || before.active()));
    }

    private static boolean same(Text a, Text b) {
        return (!a.zh().isEmpty() && a.zh().equals(b.zh())) || (!a.en().isEmpty() && a.en().equalsIgnoreCase(b.en()));
    }

    private static @Nullable Long number(ImportFile.Row row, String column, @Nullable Long unsaid) {
        String text = row.get(column);
        if (text.isEmpty()) {
            return unsaid;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new ProblemException(CatalogProblem.NUMBER_INVALID, column);
        }
        return Long.valueOf(text);
    }

    private static boolean active(ImportFile.Row row, boolean unsaid) {
        return switch (row.get("active").toLowerCase(java.util.Locale.ROOT)) {
            case "" -> unsaid;
            case "yes", "true", "1", "是" -> true;
            case "no", "false", "0", "否" -> false;
            default -> throw new ProblemException(CatalogProblem.YES_OR_NO, "active");
        };
    }

    /** The row's price in minor units; null if it says none. */
    static @Nullable Long price(ImportFile.Row row, String currency) {
        return Prices.amount(row.get("price"), currency);
    }

    boolean hasPrices() {
        return !first("price").isEmpty();
    }
}
