package io.storelane.order.web;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Amounts of money as people type and read them in files. */
final class Amounts {

    private static final int LENGTH = 20;

    private Amounts() {}

    /** Minor units; empty if it is no amount of this currency. */
    static Optional<Long> parse(@Nullable String typed, String currency) {
        String text = typed == null ? "" : typed.strip().replace(",", "").replace("，", "");
        if (text.length() > LENGTH || !text.matches("\\d+(\\.\\d+)?")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text)
                    .movePointRight(Currency.getInstance(currency).getDefaultFractionDigits())
                    .longValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    static String format(long minor, String currency) {
        return BigDecimal.valueOf(minor, Currency.getInstance(currency).getDefaultFractionDigits())
                .toPlainString();
    }
}
