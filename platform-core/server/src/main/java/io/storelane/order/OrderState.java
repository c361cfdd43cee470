package io.storelane.order;

import java.util.Locale;

/** Where an order stands as a whole; payment, fulfilment and after-sales have states of their own. */
public enum OrderState {
    OPEN,
    CANCELLED,
    COMPLETED;

    public boolean canBecome(OrderState next) {
        return this == OPEN && next != OPEN;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
