package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is set of a product as a whole.
 *
 * @param title 200 characters at most, in one language at least
 * @param description 10,000 characters at most
 * @param options three at most
 * @param attributes 50 at most
 */
public record ProductDetails(
        ProductKind kind,
        Text title,
        Text description,
        @Nullable UUID brandId,
        @Nullable UUID categoryId,
        List<ProductOption> options,
        List<ProductAttribute> attributes) {

    public static final int MOST_OPTIONS = 3;
    public static final int MOST_ATTRIBUTES = 50;
    public static final int TITLE_LENGTH = 200;
    public static final int DESCRIPTION_LENGTH = 10_000;

    public ProductDetails {
        title = title.required(CatalogProblem.TITLE_MISSING).atMost(TITLE_LENGTH);
        description = description.atMost(DESCRIPTION_LENGTH);
        options = List.copyOf(options);
        attributes = List.copyOf(attributes);
        if (options.size() > MOST_OPTIONS) {
            throw new ProblemException(CatalogProblem.TOO_MANY_OPTIONS, MOST_OPTIONS);
        }
        if (options.stream().map(ProductOption::name).distinct().count() < options.size()) {
            throw new ProblemException(CatalogProblem.OPTION_TWICE);
        }
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw new ProblemException(CatalogProblem.TOO_MANY_ATTRIBUTES, MOST_ATTRIBUTES);
        }
    }

    /** True if a variant with these values is one of this product: for each option a value that there is. */
    boolean offers(List<Text> values) {
        if (values.size() != options.size()) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            if (!options.get(i).values().contains(values.get(i))) {
                return false;
            }
        }
        return true;
    }
}
