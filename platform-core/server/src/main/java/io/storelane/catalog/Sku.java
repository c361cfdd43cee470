package io.storelane.catalog;

import io.storelane.problem.ProblemException;

/** Number of a variant, given by the merchant: 1 to 60 characters, unlike all others of the workspace. */
public record Sku(String value) {

    public static final int LENGTH = 60;

    /** @throws ProblemException if it is empty, too long, or has control characters */
    public Sku {
        value = value.strip();
        if (value.isEmpty()
                || value.codePointCount(0, value.length()) > LENGTH
                || value.codePoints().anyMatch(c -> Text.isNoText(c) || Character.getType(c) == Character.FORMAT)) {
            throw new ProblemException(CatalogProblem.SKU_INVALID, LENGTH);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
