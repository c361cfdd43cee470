package io.storelane.web;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with a file before anybody looks at it. */
enum UploadProblem implements ProblemCode {
    TOO_LARGE,
    /** A table that is imported. */
    TABLE_TOO_LARGE;

    @Override
    public Kind kind() {
        return Kind.TOO_LARGE;
    }
}
