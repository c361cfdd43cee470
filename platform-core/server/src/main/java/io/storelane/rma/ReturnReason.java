package io.storelane.rma;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a shopper gives something back. */
public enum ReturnReason {
    UNWANTED,
    /** Broken on its way. */
    DAMAGED,
    /** Does not work. */
    DEFECTIVE,
    WRONG_ITEM,
    NOT_AS_DESCRIBED,
    OTHER;

    /** As stored and as used in documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ReturnReason> of(String code) {
        return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
    }
}
