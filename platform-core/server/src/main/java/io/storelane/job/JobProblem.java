package io.storelane.job;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with jobs. */
public enum JobProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    NOTHING_CHOSEN(Kind.INVALID),
    /** By their ids and by a filter: one of them has to say which. */
    CHOSEN_TWICE(Kind.INVALID),
    TOO_MANY_ITEMS(Kind.INVALID),
    /** The workspace has as many open jobs as it may have. */
    TOO_MANY_JOBS(Kind.TOO_MANY),
    ALREADY_OVER(Kind.CONFLICT),
    NOTHING_TO_REPEAT(Kind.CONFLICT),
    /** Beside an item: it failed for a reason that is not the person's. */
    UNEXPECTED(Kind.CONFLICT),
    /** Beside an item: the person who asked is no member any more. */
    REQUESTER_GONE(Kind.FORBIDDEN),
    /** Beside an item: the server ended each time it worked on this job. */
    GIVEN_UP(Kind.CONFLICT);

    private final Kind kind;

    JobProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
