package io.storelane.order;

import java.util.Locale;

/** Where an order came from. An order of a channel is a fact: it is stored whatever is wrong with it. */
public enum Source {
    API,
    MANUAL,
    CHANNEL;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
