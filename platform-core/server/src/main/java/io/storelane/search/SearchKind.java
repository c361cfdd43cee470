package io.storelane.search;

import java.util.Locale;

/** Kinds of records that are searched; each is searched by itself. */
public enum SearchKind {
    PRODUCT,
    ORDER,
    CUSTOMER,
    LOCATION;

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
