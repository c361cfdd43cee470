package io.storelane.catalog;

/** A fact about a product, for example material: cotton. */
public record ProductAttribute(Text name, Text value) {

    public ProductAttribute {
        name = name.required(CatalogProblem.ATTRIBUTE_INCOMPLETE).atMost(50);
        value = value.required(CatalogProblem.ATTRIBUTE_INCOMPLETE).atMost(500);
    }
}
