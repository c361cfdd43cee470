package io.storelane.web.api;

/** An answer with a version: it goes out as {@code ETag} too, and comes back as {@code If-Match}. */
public interface Versioned {

    long version();
}
