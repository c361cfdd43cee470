package io.storelane.catalog;

import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportRow;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product of a file: what its rows say of it.
 *
 * @param categoryId null = not said
 */
record FileProduct(@Nullable UUID categoryId, List<ImportRow> rows) {

    FileProduct {
        rows = List.copyOf(rows);
    }

    /** What is said first in a column of the product as a whole. */
    String first(String field) {
        return rows.stream()
                .map(r -> r.get(field))
                .filter(c -> !c.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** What the product is with this file; what it does not say stays as it was. @param before null for a new product */
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
        for (ImportRow row : rows) {
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

    /**
     * What a variant is with its row; what the row does not say stays as it was.
     *
     * @param batch hears of cells that are no numbers
     * @param before null for a new variant
     */
    static VariantDetails variant(
            ImportBatch batch, ImportRow row, ProductDetails product, @Nullable VariantDetails before) {
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
        Boolean active = batch.yesNo(row, "active");
        return new VariantDetails(
                new Sku(row.get("sku")),
                gtin == null && before != null ? before.gtin() : gtin,
                values,
                number(batch, row, "weight_g", before == null ? null : before.weight()),
                new VariantDetails.Size(
                        number(batch, row, "length_mm", size.length()),
                        number(batch, row, "width_mm", size.width()),
                        number(batch, row, "height_mm", size.height())),
                active == null ? before == null || before.active() : active);
    }

    private static boolean same(Text a, Text b) {
        return (!a.zh().isEmpty() && a.zh().equals(b.zh())) || (!a.en().isEmpty() && a.en().equalsIgnoreCase(b.en()));
    }

    private static @Nullable Long number(ImportBatch batch, ImportRow row, String field, @Nullable Long unsaid) {
        return row.has(field) ? batch.whole(row, field, 0, VariantDetails.MOST) : unsaid;
    }
}
