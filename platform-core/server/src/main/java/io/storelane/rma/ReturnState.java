package io.storelane.rma;

import java.util.Locale;

/** How far a return is. */
public enum ReturnState {
    REQUESTED,
    /** The units are expected; some may have come. */
    APPROVED,
    /** All has come that will. */
    RECEIVED,
    /** Of each unit that came it is decided what becomes of it. */
    INSPECTED,
    CLOSED,
    REFUSED,
    WITHDRAWN;

    public boolean isEnded() {
        return compareTo(CLOSED) >= 0;
    }

    /** As stored and as used in documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ReturnState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
