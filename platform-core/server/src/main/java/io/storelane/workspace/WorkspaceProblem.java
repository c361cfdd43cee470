package io.storelane.workspace;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with a workspace. */
public enum WorkspaceProblem implements ProblemCode {
    SLUG_TAKEN(Kind.CONFLICT),
    SLUG_INVALID(Kind.INVALID),
    SLUG_RESERVED(Kind.CONFLICT),
    /** Somebody else changed the settings since they were read. */
    CHANGED_MEANWHILE(Kind.STALE);

    private final Kind kind;

    WorkspaceProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String field() {
        return this == CHANGED_MEANWHILE ? "" : "slug";
    }
}
