package io.storelane.catalog;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with products and their prices. */
public enum CatalogProblem implements ProblemCode {
    PRODUCT_NOT_FOUND(Kind.MISSING, ""),
    VARIANT_NOT_FOUND(Kind.MISSING, ""),
    IMAGE_NOT_FOUND(Kind.MISSING, ""),
    BRAND_NOT_FOUND(Kind.MISSING, ""),
    CATEGORY_NOT_FOUND(Kind.MISSING, ""),
    LIST_NOT_FOUND(Kind.MISSING, ""),
    /** A product names a brand that is not there. */
    BRAND_UNKNOWN(Kind.INVALID, "brandId"),
    /** A product names a category that is not there. */
    CATEGORY_UNKNOWN(Kind.INVALID, "categoryId"),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    KIND_UNKNOWN(Kind.INVALID, "kind"),
    STATE_UNKNOWN(Kind.INVALID, "state"),
    /** There is no such change for many products. */
    ACTION_UNKNOWN(Kind.INVALID, "action"),
    /** A title in one language at least. */
    TITLE_MISSING(Kind.INVALID, "titleZh"),
    TEXT_TOO_LONG(Kind.INVALID, ""),
    TEXT_INVALID(Kind.INVALID, ""),
    TOO_MANY_OPTIONS(Kind.INVALID, "options"),
    OPTION_INCOMPLETE(Kind.INVALID, "options"),
    OPTION_TWICE(Kind.INVALID, "options"),
    /** The variants of a listed product must fit its options. */
    OPTION_IN_USE(Kind.CONFLICT, "options"),
    TOO_MANY_ATTRIBUTES(Kind.INVALID, "attributes"),
    ATTRIBUTE_INCOMPLETE(Kind.INVALID, "attributes"),
    TOO_MANY_VARIANTS(Kind.CONFLICT, ""),
    /** Combinations are made of options. */
    NO_OPTIONS(Kind.CONFLICT, ""),
    TOO_MANY_COMBINATIONS(Kind.CONFLICT, ""),
    SKU_INVALID(Kind.INVALID, "sku"),
    SKU_TAKEN(Kind.CONFLICT, "sku"),
    SKU_UNKNOWN(Kind.INVALID, "sku"),
    GTIN_INVALID(Kind.INVALID, "gtin"),
    GTIN_TAKEN(Kind.CONFLICT, "gtin"),
    MEASURE_INVALID(Kind.INVALID, "weight"),
    OPTION_VALUE_UNKNOWN(Kind.INVALID, "optionValues"),
    OPTION_VALUES_TAKEN(Kind.CONFLICT, "optionValues"),
    /** Orders, stock or bundles know it. */
    VARIANT_IN_USE(Kind.CONFLICT, ""),
    LAST_ACTIVE_VARIANT(Kind.CONFLICT, ""),
    NOT_A_BUNDLE(Kind.CONFLICT, ""),
    NESTED_BUNDLE(Kind.CONFLICT, "components"),
    /** It is a component itself. */
    IS_COMPONENT(Kind.CONFLICT, "kind"),
    /** A bundle keeps its components until they are taken out. */
    HAS_COMPONENTS(Kind.CONFLICT, "kind"),
    TOO_MANY_COMPONENTS(Kind.INVALID, "components"),
    QUANTITY_INVALID(Kind.INVALID, "components"),
    TOO_MANY_IMAGES(Kind.CONFLICT, ""),
    /** The new order must name each image once. */
    IMAGE_ORDER_INVALID(Kind.INVALID, "images"),
    /** The check-list of the product says what is missing. */
    NOT_READY(Kind.CONFLICT, ""),
    /** A point of the check-list, named as a part of {@link #NOT_READY}; see {@link Requirement}. */
    LACKS_TITLE(Kind.CONFLICT, "title"),
    LACKS_CATEGORY(Kind.CONFLICT, "categoryId"),
    LACKS_IMAGE(Kind.CONFLICT, "images"),
    LACKS_VARIANT(Kind.CONFLICT, "variants"),
    LACKS_OPTION(Kind.CONFLICT, "variants"),
    LACKS_PRICE(Kind.CONFLICT, "variants"),
    LACKS_WEIGHT(Kind.CONFLICT, "variants"),
    LACKS_COMPONENT(Kind.CONFLICT, "variants"),
    /** The open points of the check-list in one sentence, where there is room for no more. */
    LACKS(Kind.CONFLICT, ""),
    /** A listed product would lose what its check-list asks for. */
    LISTED_NEEDS(Kind.CONFLICT, ""),
    /** Only a draft that nothing knows is deleted. */
    NOT_A_DRAFT(Kind.CONFLICT, ""),
    NAME_INVALID(Kind.INVALID, "name"),
    NAME_TAKEN(Kind.CONFLICT, "name"),
    /** Two categories below the same one are named alike. */
    CATEGORY_NAME_TAKEN(Kind.CONFLICT, "name"),
    BRAND_IN_USE(Kind.CONFLICT, ""),
    CATEGORY_IN_USE(Kind.CONFLICT, ""),
    CATEGORY_TOO_DEEP(Kind.CONFLICT, "parentId"),
    CATEGORY_BELOW_ITSELF(Kind.CONFLICT, "parentId"),
    TOO_MANY_CATEGORIES(Kind.CONFLICT, ""),
    CATEGORY_NAME_UNKNOWN(Kind.INVALID, "category"),
    /** Lines of one product name SKUs of several. */
    SEVERAL_PRODUCTS(Kind.CONFLICT, "product"),
    /** A row of a file names a price list that is not there. */
    LIST_NAME_UNKNOWN(Kind.INVALID, ""),
    /** A row of a file has a price in another currency than its list. */
    LIST_CURRENCY(Kind.INVALID, ""),
    AMOUNT_INVALID(Kind.INVALID, "amount"),
    /** A list for a channel is in the channel's currency. */
    CURRENCY_MISMATCH(Kind.CONFLICT, "currency"),
    /** A price in another currency than its list, or its channel. */
    PRICE_CURRENCY(Kind.INVALID, "currency"),
    CURRENCY_UNKNOWN(Kind.INVALID, "currency"),
    CURRENCY_FIXED(Kind.CONFLICT, "currency"),
    PERIOD_INVALID(Kind.INVALID, "validUntil"),
    /** The base list is valid always and everywhere. */
    BASE_LIST(Kind.CONFLICT, ""),
    /** The same SKU stands twice among prices. */
    PRICE_TWICE(Kind.INVALID, "sku"),
    TOO_MANY_PRICES(Kind.INVALID, "prices"),
    TOO_MANY_LISTS(Kind.CONFLICT, "");

    private final Kind kind;
    private final String field;

    CatalogProblem(Kind kind, String field) {
        this.kind = kind;
        this.field = field;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String field() {
        return field;
    }
}
