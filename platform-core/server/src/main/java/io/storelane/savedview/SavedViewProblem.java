package io.storelane.savedview;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with saved views. */
public enum SavedViewProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    NAME_TAKEN(Kind.CONFLICT, "name"),
    NAME_TOO_LONG(Kind.INVALID, "name"),
    TOO_MANY(Kind.CONFLICT, "");

    private final Kind kind;
    private final String field;

    SavedViewProblem(Kind kind, String field) {
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
