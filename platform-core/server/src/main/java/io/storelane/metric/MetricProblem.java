package io.storelane.metric;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with key figures. */
public enum MetricProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    DAY_MISSING(Kind.INVALID),
    /** Days beside a period that has its own. */
    DAY_UNUSED(Kind.INVALID),
    ENDS_BEFORE(Kind.INVALID),
    TOO_LONG(Kind.INVALID);

    private final Kind kind;

    MetricProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
