package io.storelane.catalog;

/** A fact about a product, for example material: cotton. */
public record ProductAttribute(Text name, Text value) {

    /** Characters of a name in one language, at most. */
    public static final int NAME_LENGTH = 50;

    /** Characters of a value in one language, at most. */
    public static final int VALUE_LENGTH = 500;

    public ProductAttribute {
        name = name.required(CatalogProblem.ATTRIBUTE_INCOMPLETE).atMost(NAME_LENGTH);
        value = value.required(CatalogProblem.ATTRIBUTE_INCOMPLETE).atMost(VALUE_LENGTH);
    }
}
