package io.storelane.catalog.web;

import io.storelane.catalog.CatalogProblem;
import io.storelane.problem.ProblemException;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Amounts of money as people type them. */
final class Amounts {

    private static final int LENGTH = 20;

    private Amounts() {}

    /** Minor units; null for an empty field. @throws ProblemException if it is no amount of this currency */
    static @Nullable Long parse(@Nullable String typed, String currency) {
        String text = typed == null ? "" : typed.strip().replace(",", "").replace("，", "");
        if (text.isEmpty()) {
            return null;
        }
        try {
            if (text.length() > LENGTH || !text.matches("\\d+(\\.\\d+)?")) {
                throw new ProblemException(CatalogProblem.AMOUNT_INVALID);
            }
            return new BigDecimal(text)
                    .movePointRight(Currency.getInstance(currency).getDefaultFractionDigits())
                    .longValueExact();
        } catch (ArithmeticException _) {
            throw new ProblemException(CatalogProblem.AMOUNT_INVALID);
        }
    }

    /** As it is typed; empty for none. */
    static String format(@Nullable Long minor, String currency) {
        return minor == null
                ? ""
                : BigDecimal.valueOf(minor, Currency.getInstance(currency).getDefaultFractionDigits())
                        .toPlainString();
    }
}
