package io.storelane.web.api;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with any request of the API, whatever it asks for. */
public enum ApiProblem implements ProblemCode {
    KEY_MISSING(Kind.UNAUTHENTICATED),
    KEY_UNKNOWN(Kind.UNAUTHENTICATED),
    KEY_EXPIRED(Kind.UNAUTHENTICATED),
    KEY_REVOKED(Kind.UNAUTHENTICATED),
    /** Who made the key is a member no more. */
    KEY_ORPHANED(Kind.UNAUTHENTICATED),
    SUSPENDED(Kind.FORBIDDEN),
    /** Too many wrong keys from one address. */
    TOO_MANY_WRONG_KEYS(Kind.TOO_MANY),
    UNKNOWN_PATH(Kind.MISSING),
    METHOD_NOT_ALLOWED(Kind.WRONG_METHOD),
    NOT_ACCEPTABLE(Kind.NOT_ACCEPTABLE),
    MEDIA_TYPE(Kind.WRONG_MEDIA_TYPE),
    TOO_LARGE(Kind.TOO_LARGE),
    /** The request is no HTTP that makes sense. */
    UNREADABLE(Kind.MALFORMED),
    /** The body is no JSON in UTF-8. */
    MALFORMED(Kind.MALFORMED),
    /** A body is needed and there is none. */
    BODY_MISSING(Kind.MALFORMED),
    /** A file is needed as the body, and there is none. */
    FILE_MISSING(Kind.MALFORMED),
    /** The document has a field that is not known here. */
    UNKNOWN_FIELD(Kind.INVALID),
    /** A field is needed and is not there. */
    REQUIRED(Kind.INVALID),
    /** A value has the wrong type or form. */
    WRONG_TYPE(Kind.INVALID),
    /** A text holds a character that no text may hold. */
    FORBIDDEN_CHARACTER(Kind.INVALID),
    /** The address has a parameter that is not known here. */
    UNKNOWN_PARAMETER(Kind.MALFORMED),
    /** A parameter of the address has a value that it cannot have. */
    UNKNOWN_VALUE(Kind.MALFORMED),
    LIMIT(Kind.INVALID),
    VERSION_NEEDED(Kind.VERSION_NEEDED),
    /** {@code If-Match} is none that an answer of ours gave. */
    VERSION_MALFORMED(Kind.MALFORMED),
    /** What is asked for does not depend on a version, so it must not seem to. */
    VERSION_UNUSED(Kind.MALFORMED),
    IDEMPOTENCY_KEY(Kind.MALFORMED),
    /** The key of a repeat belongs to another request. */
    IDEMPOTENCY_REUSED(Kind.INVALID),
    /** The request that is repeated still runs. */
    IDEMPOTENCY_BUSY(Kind.CONFLICT),
    /** Two changes met. */
    CONCURRENT(Kind.CONFLICT),
    UNAVAILABLE(Kind.UNAVAILABLE),
    FAILED(Kind.FAILED);

    private final Kind kind;

    ApiProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String field() {
        return this == LIMIT ? "limit" : "";
    }
}
