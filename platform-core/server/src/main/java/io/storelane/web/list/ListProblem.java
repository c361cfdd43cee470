package io.storelane.web.list;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with a list as a file. */
public enum ListProblem implements ProblemCode {
    /** Too many to wait for: a job writes it. */
    TOO_MANY_ROWS(Kind.INVALID);

    private final Kind kind;

    ListProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
