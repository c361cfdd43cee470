package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.Locale;

/** Where a product is in its life: draft, then listed, then delisted and listed again. Texts: {@code product.state.<code>}. */
public enum ProductState {
    /** Being prepared; never sold so far. */
    DRAFT,
    /** Sold by the channels that may. */
    LISTED,
    /** No longer sold. */
    DELISTED;

    public boolean canBecome(ProductState next) {
        return next == LISTED ? this != LISTED : next == DELISTED && this == LISTED;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ProductState of(String code) {
        for (ProductState state : values()) {
            if (state.code().equals(code)) {
                return state;
            }
        }
        throw new ProblemException(CatalogProblem.STATE_UNKNOWN);
    }
}
