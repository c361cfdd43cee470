package io.storelane.order.web;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people type and choose, read. */
final class Given {

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

    /** Basis points of a rate that is typed in percent; empty if it is none from 0 to 100. */
    static Optional<Integer> rate(String percent) {
        String text = percent.strip().replace("%", "").strip();
        if (!text.matches("\\d{1,3}(\\.\\d{1,2})?")) {
            return Optional.empty();
        }
        int rate = new BigDecimal(text).movePointRight(2).intValueExact();
        return rate <= 10_000 ? Optional.of(rate) : Optional.empty();
    }

    /** A rate of basis points in percent, as people type it. */
    static String percent(int rate) {
        return BigDecimal.valueOf(rate, 2).stripTrailingZeros().toPlainString();
    }

    /** -1 for what is no whole number of up to nine digits. */
    static long units(String text) {
        return text.strip().matches("\\d{1,9}") ? Long.parseLong(text.strip()) : -1;
    }
}
