package io.storelane.problem;

/** What a problem means for the caller, and its HTTP status. */
public enum Kind {
    /** The request is not understood, or a value in it is not acceptable. */
    INVALID(422),
    /** It is not there, or the caller may not know that it is. */
    MISSING(404),
    /** It was there and will not come back. */
    GONE(410),
    /** The caller may know of it and may not do this. */
    FORBIDDEN(403),
    /** It contradicts the present state; looking again helps. */
    CONFLICT(409),
    /** Too large. */
    TOO_LARGE(413),
    /** Too often; waiting helps. */
    TOO_MANY(429),
    /** Something this depends on does not answer; trying later helps. */
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
        this.status = status;
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }
}
