package io.storelane.catalog.web;

import io.storelane.catalog.Prices;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** Amounts of money as people type them. */
final class Amounts {

    private Amounts() {}

    /** Minor units; null for an empty field. @throws io.storelane.problem.ProblemException if it is no amount of this currency */
    static @Nullable Long parse(@Nullable String typed, String currency) {
        return Prices.amount(typed == null ? "" : typed, currency);
    }

    /** As it is typed; empty for none. */
    static String format(@Nullable Long minor, String currency) {
        BigDecimal amount = decimal(minor, currency);
        return amount == null ? "" : amount.toPlainString();
    }

    /** In major units. */
    static @Nullable BigDecimal decimal(@Nullable Long minor, String currency) {
        return minor == null
                ? null
                : BigDecimal.valueOf(minor, Currency.getInstance(currency).getDefaultFractionDigits());
    }
}
