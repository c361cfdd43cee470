package io.storelane.file;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with an upload. */
public enum FileProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    /** More than the bytes allowed. */
    TOO_LARGE(Kind.TOO_LARGE),
    /** The content is not a PNG or JPEG picture, whatever its name or label says. */
    NOT_A_PICTURE(Kind.INVALID),
    /** More pixels than allowed. */
    TOO_MANY_PIXELS(Kind.INVALID),
    STORAGE_FULL(Kind.CONFLICT),
    /** The database or the store did not take it: its disk is full, or it may not be written. */
    NOT_STORED(Kind.UNAVAILABLE),
    /** The store does not answer. */
    NOT_READ(Kind.UNAVAILABLE);

    private final Kind kind;

    FileProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
