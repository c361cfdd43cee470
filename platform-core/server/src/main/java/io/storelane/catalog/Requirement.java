package io.storelane.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a product must have to be listed. Texts: {@code product.requirement.<code>}. Weight is asked of goods only, since no
 * parcel can be planned without it; bundles take it from their components.
 */
public enum Requirement {
    /** A title in the language of the workspace. */
    TITLE,
    CATEGORY,
    IMAGE,
    /** An active variant. */
    VARIANT,
    /** Each active variant has a value for each option, and no two have the same. */
    OPTION,
    /** Each active variant has a price in the base list. */
    PRICE,
    /** Each active variant of goods has a weight. */
    WEIGHT,
    /** Each active variant of a bundle has a component. */
    COMPONENT;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a product is told that does not have it. */
    CatalogProblem lack() {
        return CatalogProblem.valueOf("LACKS_" + name());
    }

    /**
     * One line of the check-list.
     *
     * @param met whether the product has it
     */
    public record Check(Requirement requirement, boolean met) {}

    /**
     * The check-list of a product.
     *
     * @param unpriced active variants without a price in the base list
     */
    static List<Check> of(Product product, Locale language, long unpriced) {
        ProductDetails details = product.details();
        List<Variant> active =
                product.variants().stream().filter(Variant::active).toList();
        boolean chinese = language.getLanguage().equals(Locale.CHINESE.getLanguage());
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                TITLE, !(chinese ? details.title().zh() : details.title().en()).isEmpty()));
        checks.add(new Check(CATEGORY, details.categoryId() != null));
        checks.add(new Check(IMAGE, !product.images().isEmpty()));
        checks.add(new Check(VARIANT, !active.isEmpty()));
        if (!details.options().isEmpty()) {
            checks.add(new Check(
                    OPTION,
                    active.stream().allMatch(v -> details.offers(v.details().optionValues()))));
        }
        checks.add(new Check(PRICE, !active.isEmpty() && unpriced == 0));
        switch (details.kind()) {
            case GOODS ->
                checks.add(
                        new Check(WEIGHT, !active.isEmpty() && active.stream().allMatch(Requirement::hasWeight)));
            case BUNDLE ->
                checks.add(new Check(
                        COMPONENT,
                        !active.isEmpty()
                                && active.stream().noneMatch(v -> v.components().isEmpty())));
            case SERVICE -> {}
        }
        return checks;
    }

    private static boolean hasWeight(Variant variant) {
        Long weight = variant.weight();
        return weight != null && weight > 0;
    }
}
