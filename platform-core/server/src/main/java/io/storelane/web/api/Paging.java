package io.storelane.web.api;

import io.storelane.tenancy.Keyset;

/**
 * Which page of a list: {@code ?after=} (from the page before) and {@code ?limit=} (1 to 200, 50 if not given). A parameter of
 * a controller's method.
 *
 * @param cursor to hand to the door as it is
 */
public record Paging(String cursor, int limit) {

    static final int MOST = 200;
    static final int USUAL = 50;

    static Paging of(String after, int limit) {
        return new Paging(Keyset.strict(after), limit);
    }
}
