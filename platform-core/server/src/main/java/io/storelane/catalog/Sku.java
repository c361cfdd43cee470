package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Number of a variant, given by the merchant: 1 to 60 characters, unlike all others of the workspace, also in small letters. */
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

    /**
     * SQL of a condition on {@code core.variant v}: its SKU is one of a list, however capitals are written.
     *
     * @param skus SQL of an array of texts
     */
    public static String in(String skus) {
        return "v.sku_key = any (array(select lower(s collate \"pg_c_utf8\") collate \"C\" from unnest(%s::text[]) s))"
                .formatted(skus);
    }

    /** A SKU as all ways to write its capitals have it in common; the database's {@code sku_key} does the same. */
    static String folded(String sku) {
        return sku.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A map whose keys are SKUs, however capitals are written. */
    public static <T> Map<String, T> map() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    /** A set of SKUs, however capitals are written. */
    public static Set<String> set() {
        return new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    }

    @Override
    public String toString() {
        return value;
    }
}
