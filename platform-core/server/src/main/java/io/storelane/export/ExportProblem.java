package io.storelane.export;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with exports. */
public enum ExportProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    UNKNOWN_LIST(Kind.INVALID),
    /** A part of the filter that the list does not have, or a value that it cannot have. */
    BAD_FILTER(Kind.INVALID),
    /** Of a part of the filter, as the two that follow. */
    FILTER_UNKNOWN(Kind.INVALID),
    FILTER_MISSING(Kind.INVALID),
    FILTER_VALUE(Kind.INVALID),
    /** The job has not come to its end. */
    NOT_READY(Kind.CONFLICT),
    /** Of a list that is read apart, whose end nobody knows. */
    TOO_LONG(Kind.CONFLICT),
    /** Its time is over. */
    EXPIRED(Kind.GONE);

    private final Kind kind;

    ExportProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
