package io.storelane.api;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with keys. */
public enum ApiKeyProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    NAME_TAKEN(Kind.CONFLICT, "name"),
    NO_SCOPE(Kind.INVALID, "scopes"),
    UNKNOWN_SCOPE(Kind.INVALID, "scopes"),
    /** A key allows no more than its maker may do there. */
    EXCEEDS_OWN_RIGHTS(Kind.FORBIDDEN, "scopes"),
    EXPIRY_PAST(Kind.INVALID, "expiresAt"),
    /** It works no more, so it cannot be rotated. */
    DEAD(Kind.CONFLICT, ""),
    LIMIT_REACHED(Kind.CONFLICT, "");

    private final Kind kind;
    private final String field;

    ApiKeyProblem(Kind kind, String field) {
        this.kind = kind;
        this.field = field;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String field() {
        return field;
    }
}
