package io.storelane.event;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with failed events. */
public enum EventProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    NO_REASON(Kind.INVALID, "reason");

    private final Kind kind;
    private final String field;

    EventProblem(Kind kind, String field) {
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
