package io.storelane.rma;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the shopper wants for what comes back. */
public enum Resolution {
    REFUND,
    EXCHANGE;

    /** As stored and as used in documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Resolution> of(String code) {
        return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
    }
}
