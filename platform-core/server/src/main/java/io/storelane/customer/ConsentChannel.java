package io.storelane.customer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Ways in which a customer is told of offers, each only with the customer's consent. */
public enum ConsentChannel {
    EMAIL,
    SMS,
    PHONE,
    WECHAT,
    POST;

    /** As stored and as in documents. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ConsentChannel> of(String key) {
        return Arrays.stream(values()).filter(c -> c.key().equals(key)).findFirst();
    }
}
