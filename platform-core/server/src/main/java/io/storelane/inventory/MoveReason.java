package io.storelane.inventory;

import java.util.Locale;

/** Why a level changed. */
public enum MoveReason {
    RECEIPT,
    ADJUSTMENT,
    COUNT,
    DAMAGE,
    TRANSFER_OUT,
    TRANSFER_IN,
    /** Units that were sent and never arrived. */
    TRANSFER_LOST,
    /** Units are kept for an order; they are still on hand. */
    RESERVE,
    RELEASE,
    /** A reservation went to or came from another location. */
    MOVE,
    SHIP,
    RETURN;

    /** As stored and as used in documents. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static MoveReason of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
