package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.HashSet;
import java.util.List;

/** In what the variants of a product differ, for example colour, and the values that there are. */
public record ProductOption(Text name, List<Text> values) {

    static final int MOST_VALUES = 50;
    /** Characters of a name or value in one language, at most. */
    public static final int LENGTH = 50;

    public ProductOption {
        name = name.required(CatalogProblem.OPTION_INCOMPLETE).atMost(LENGTH);
        values = values.stream()
                .filter(v -> !v.isEmpty())
                .map(v -> v.atMost(LENGTH))
                .toList();
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw new ProblemException(CatalogProblem.OPTION_INCOMPLETE);
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw new ProblemException(CatalogProblem.OPTION_TWICE);
        }
    }
}
