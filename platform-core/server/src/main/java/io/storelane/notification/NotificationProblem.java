package io.storelane.notification;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with notifications. */
public enum NotificationProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    KIND_UNKNOWN(Kind.MISSING, ""),
    WAY_UNKNOWN(Kind.INVALID, "/ways"),
    /** As a parameter of a list. */
    NO_SUCH_KIND(Kind.MALFORMED, "kind");

    private final Kind kind;
    private final String field;

    NotificationProblem(Kind kind, String field) {
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
