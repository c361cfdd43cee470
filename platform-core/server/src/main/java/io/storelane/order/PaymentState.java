package io.storelane.order;

import java.util.Locale;

/** How far an order is paid; follows from its amounts. */
public enum PaymentState {
    UNPAID,
    PARTLY_PAID,
    PAID,
    PARTLY_REFUNDED,
    REFUNDED;

    /**
     * @param total what the order costs, minor units
     * @param paid what came in
     * @param refunded what went back, at most what came in
     */
    public static PaymentState of(long total, long paid, long refunded) {
        if (refunded > 0) {
            return refunded >= paid ? REFUNDED : PARTLY_REFUNDED;
        }
        if (paid >= total) {
            return PAID;
        }
        return paid > 0 ? PARTLY_PAID : UNPAID;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
