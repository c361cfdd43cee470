package io.storelane.catalog;

import io.storelane.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Global Trade Item Number: GTIN-8, -12, -13 or -14 (GS1 General Specifications), kept as 14 digits with leading zeros. */
public record Gtin(String value) {

    private static final int DIGITS = 14;
    private static final Pattern FORM = Pattern.compile("(?!0+$)(\\d{8}|\\d{12,14})");

    /** @throws ProblemException if it has another length, consists of zeros alone, or its check digit is wrong */
    public Gtin {
        value = value.strip();
        if (!FORM.matcher(value).matches()) {
            throw new ProblemException(CatalogProblem.GTIN_INVALID);
        }
        value = "0".repeat(DIGITS - value.length()) + value;
        if (checkDigit(value) != value.charAt(DIGITS - 1) - '0') {
            throw new ProblemException(CatalogProblem.GTIN_INVALID);
        }
    }

    /** The number, or null for an empty text. */
    public static @Nullable Gtin of(@Nullable String text) {
        return text == null || text.isBlank() ? null : new Gtin(text);
    }

    /** As it is printed: without the zeros that fill it up, in the shortest form that GTINs have. */
    public static String shown(@Nullable String stored) {
        if (stored == null) {
            return "";
        }
        int zeros = 0;
        while (zeros < stored.length() && stored.charAt(zeros) == '0') {
            zeros++;
        }
        int length = stored.length() - zeros;
        for (int form : new int[] {8, 12, 13}) {
            if (length <= form) {
                return stored.substring(stored.length() - form);
            }
        }
        return stored;
    }

    private static int checkDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < DIGITS - 1; i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
        }
        return (10 - sum % 10) % 10;
    }
}
