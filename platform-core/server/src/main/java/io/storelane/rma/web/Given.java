package io.storelane.rma.web;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people type and choose, read. */
final class Given {

    private static final int LENGTH = 20;

    private Given() {}

    /** Null for none; an id that is none names nothing, which is what the door then finds. */
    static @Nullable UUID id(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(text.strip());
        } catch (IllegalArgumentException _) {
            return new UUID(0, 0);
        }
    }

    /** 0 for an empty text, -1 for what is no whole number of up to nine digits. */
    static long units(String text) {
        String typed = text.strip();
        return typed.isEmpty() ? 0 : typed.matches("\\d{1,9}") ? Long.parseLong(typed) : -1;
    }

    /** Minor units; 0 for an empty text, -1 for what is no amount of this currency. */
    static long amount(String text, String currency) {
        String typed = text.strip().replace(",", "").replace("，", "");
        if (typed.isEmpty()) {
            return 0;
        }
        if (typed.length() > LENGTH || !typed.matches("\\d+(\\.\\d+)?")) {
            return -1;
        }
        try {
            return new BigDecimal(typed)
                    .movePointRight(Currency.getInstance(currency).getDefaultFractionDigits())
                    .longValueExact();
        } catch (ArithmeticException _) {
            return -1;
        }
    }

    /** Minor units as people type them. */
    static String format(long minor, String currency) {
        return BigDecimal.valueOf(minor, Currency.getInstance(currency).getDefaultFractionDigits())
                .toPlainString();
    }

    /** A version that nothing has, for what is none. */
    static long version(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
