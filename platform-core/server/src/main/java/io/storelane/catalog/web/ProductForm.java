package io.storelane.catalog.web;

import io.storelane.catalog.Gtin;
import io.storelane.catalog.Product;
import io.storelane.catalog.ProductAttribute;
import io.storelane.catalog.ProductDetails;
import io.storelane.catalog.ProductKind;
import io.storelane.catalog.ProductOption;
import io.storelane.catalog.Sku;
import io.storelane.catalog.Text;
import io.storelane.catalog.VariantDetails;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product as typed.
 *
 * @param options three rows, those left empty are none
 * @param attributes rows as they are, and some empty ones
 * @param sku of the only variant of a new product; empty: variants come later
 */
record ProductForm(
        String kind,
        @Size(max = ProductDetails.TITLE_LENGTH) String titleZh,
        @Size(max = ProductDetails.TITLE_LENGTH) String titleEn,
        @Size(max = ProductDetails.DESCRIPTION_LENGTH) String descriptionZh,
        @Size(max = ProductDetails.DESCRIPTION_LENGTH) String descriptionEn,
        @Nullable UUID brandId,
        @Nullable UUID categoryId,
        List<OptionRow> options,
        List<AttributeRow> attributes,
        @Size(max = Sku.LENGTH) String sku,
        String gtin,
        @Min(0) @Max(100_000_000) @Nullable Long weight,
        Long version) {

    private static final int EMPTY_ATTRIBUTES = 3;

    /** @param values one a line */
    record OptionRow(@Nullable String name, @Nullable String values) {

        boolean empty() {
            return (name == null || name.isBlank()) && (values == null || values.isBlank());
        }

        ProductOption option() {
            return new ProductOption(
                    Bilingual.parse(name),
                    (values == null ? "" : values)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .map(Bilingual::parse)
                            .toList());
        }

        static OptionRow of(ProductOption option) {
            return new OptionRow(
                    Bilingual.format(option.name()),
                    String.join(
                            "\n",
                            option.values().stream().map(Bilingual::format).toList()));
        }
    }

    record AttributeRow(@Nullable String name, @Nullable String value) {

        boolean empty() {
            return (name == null || name.isBlank()) && (value == null || value.isBlank());
        }

        ProductAttribute attribute() {
            return new ProductAttribute(Bilingual.parse(name), Bilingual.parse(value));
        }

        static AttributeRow of(ProductAttribute attribute) {
            return new AttributeRow(Bilingual.format(attribute.name()), Bilingual.format(attribute.value()));
        }
    }

    ProductForm {
        kind = kind == null ? ProductKind.GOODS.code() : kind;
        titleZh = orEmpty(titleZh);
        titleEn = orEmpty(titleEn);
        descriptionZh = orEmpty(descriptionZh);
        descriptionEn = orEmpty(descriptionEn);
        version = version == null ? 0L : version;
        sku = orEmpty(sku);
        gtin = orEmpty(gtin);
        List<OptionRow> optionRows = new ArrayList<>(options == null ? List.of() : options);
        while (optionRows.size() < ProductDetails.MOST_OPTIONS) {
            optionRows.add(new OptionRow("", ""));
        }
        options = List.copyOf(optionRows);
        List<AttributeRow> attributeRows = new ArrayList<>(attributes == null ? List.of() : attributes);
        attributeRows.removeIf(AttributeRow::empty);
        for (int i = 0; i < EMPTY_ATTRIBUTES; i++) {
            attributeRows.add(new AttributeRow("", ""));
        }
        attributes = List.copyOf(attributeRows);
    }

    static ProductForm empty() {
        return new ProductForm(
                ProductKind.GOODS.code(), "", "", "", "", null, null, List.of(), List.of(), "", "", null, 0L);
    }

    static ProductForm of(Product product) {
        ProductDetails d = product.details();
        return new ProductForm(
                d.kind().code(),
                d.title().zh(),
                d.title().en(),
                d.description().zh(),
                d.description().en(),
                d.brandId(),
                d.categoryId(),
                d.options().stream().map(OptionRow::of).toList(),
                d.attributes().stream().map(AttributeRow::of).toList(),
                "",
                "",
                null,
                product.version());
    }

    ProductDetails details() {
        return new ProductDetails(
                ProductKind.of(kind),
                new Text(titleZh, titleEn),
                new Text(descriptionZh, descriptionEn),
                brandId,
                categoryId,
                options.stream().filter(o -> !o.empty()).map(OptionRow::option).toList(),
                attributes.stream()
                        .filter(a -> !a.empty())
                        .map(AttributeRow::attribute)
                        .toList());
    }

    /** The only variant, if one is named and the product has no options. */
    List<VariantDetails> variants() {
        if (sku.isBlank() || !options.stream().allMatch(OptionRow::empty)) {
            return List.of();
        }
        return List.of(
                new VariantDetails(new Sku(sku), Gtin.of(gtin), List.of(), weight, VariantDetails.Size.UNKNOWN, true));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
