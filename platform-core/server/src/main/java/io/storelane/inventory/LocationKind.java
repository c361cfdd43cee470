package io.storelane.inventory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose a location is. */
public enum LocationKind {
    /** A warehouse of the merchant. */
    OWN,
    /** The maker's: sent from there directly. */
    MAKER,
    DEALER,
    /** A shop that also ships. */
    OUTLET;

    /** As stored and as used in documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<LocationKind> of(String code) {
        return Arrays.stream(values()).filter(k -> k.code().equals(code)).findFirst();
    }
}
