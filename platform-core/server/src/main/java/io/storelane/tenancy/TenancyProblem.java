package io.storelane.tenancy;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with lists. */
enum TenancyProblem implements ProblemCode {
    /** It does not come from a page of this list in this order. */
    CURSOR;

    @Override
    public Kind kind() {
        return Kind.MALFORMED;
    }

    @Override
    public String field() {
        return "after";
    }
}
