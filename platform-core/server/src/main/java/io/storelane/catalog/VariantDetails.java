package io.storelane.catalog;

import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set of a variant.
 *
 * @param optionValues for each option of the product the value that this variant has
 * @param weight of one unit with its wrapping, grams
 * @param active false: not sold, though the product is
 */
public record VariantDetails(
        Sku sku,
        @Nullable Gtin gtin,
        List<Text> optionValues,
        @Nullable Long weight,
        Size size,
        boolean active) {

    /** Largest measure, in grams or millimetres. */
    public static final long MOST = 100_000_000;

    /** Outer measures in millimetres; null where unknown. */
    public record Size(
            @Nullable Long length,
            @Nullable Long width,
            @Nullable Long height) {

        public static final Size UNKNOWN = new Size(null, null, null);

        public Size {
            check("length", length);
            check("width", width);
            check("height", height);
        }
    }

    public VariantDetails {
        optionValues = List.copyOf(optionValues);
        check("weight", weight);
    }

    /** A variant of which no more is known than its number. */
    public static VariantDetails of(Sku sku) {
        return new VariantDetails(sku, null, List.of(), null, Size.UNKNOWN, true);
    }

    private static void check(String name, @Nullable Long measure) {
        if (measure != null && (measure < 0 || measure > MOST)) {
            throw ProblemException.of(
                    List.of(Fault.of(CatalogProblem.MEASURE_INVALID, "/" + name, MOST)),
                    CatalogProblem.MEASURE_INVALID,
                    MOST);
        }
    }
}
