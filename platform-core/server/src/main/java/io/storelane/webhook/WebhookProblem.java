package io.storelane.webhook;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with receivers and deliveries. */
public enum WebhookProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    DELIVERY_NOT_FOUND(Kind.MISSING, ""),
    NAME_TAKEN(Kind.CONFLICT, "name"),
    TYPE_UNKNOWN(Kind.INVALID, "types"),
    LIMIT_REACHED(Kind.CONFLICT, ""),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    /** It is on its way already. */
    UNDER_WAY(Kind.CONFLICT, ""),
    /** Only what has not arrived can be discarded. */
    NOT_OPEN(Kind.CONFLICT, ""),
    /** The receiver is off: nothing would be sent. */
    OFF(Kind.CONFLICT, ""),
    RANGE(Kind.INVALID, "until"),
    RANGE_TOO_LARGE(Kind.INVALID, "until");

    private final Kind kind;
    private final String field;

    WebhookProblem(Kind kind, String field) {
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
