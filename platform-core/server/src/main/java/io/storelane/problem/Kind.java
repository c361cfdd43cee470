package io.storelane.problem;

/** What a problem means for the caller, and its HTTP status. */
public enum Kind {
    /** The request cannot be read at all. */
    MALFORMED(400),
    /** Who asks is not known. */
    UNAUTHENTICATED(401),
    /** A value in the request is not acceptable. */
    INVALID(422),
    /** It is not there, or the caller may not know that it is. */
    MISSING(404),
    /** It was there and will not come back. */
    GONE(410),
    /** The caller may know of it and may not do this. */
    FORBIDDEN(403),
    /** It contradicts the present state; looking again helps. */
    CONFLICT(409),
    /** It was changed since the caller read it; reading it again helps. */
    STALE(412),
    /** It may have been changed since; the caller has to say which version is meant. */
    VERSION_NEEDED(428),
    /** This cannot be done with this. */
    WRONG_METHOD(405),
    /** No form of answer that the caller takes. */
    NOT_ACCEPTABLE(406),
    /** A form of content that is not taken here. */
    WRONG_MEDIA_TYPE(415),
    /** Too large. */
    TOO_LARGE(413),
    /** Too often; waiting helps. */
    TOO_MANY(429),
    /** A fault of the server. */
    FAILED(500),
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
