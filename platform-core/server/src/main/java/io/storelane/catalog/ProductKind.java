package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.Locale;

/** What is sold. Texts: {@code product.kind.<code>}. */
public enum ProductKind {
    /** Things with stock. */
    GOODS,
    /** Work or a right; it has no stock. */
    SERVICE,
    /** Several variants of other products sold as one; its stock is that of its components. */
    BUNDLE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static ProductKind of(String code) {
        for (ProductKind kind : values()) {
            if (kind.code().equals(code)) {
                return kind;
            }
        }
        throw new ProblemException(CatalogProblem.KIND_UNKNOWN);
    }
}
