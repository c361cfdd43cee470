package io.storelane.http;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can be wrong with an address before it is called. */
public enum HttpProblem implements ProblemCode {
    NO_ADDRESS,
    SCHEME,
    USER_INFO,
    FRAGMENT,
    NOT_PUBLIC;

    @Override
    public Kind kind() {
        return Kind.INVALID;
    }

    @Override
    public String field() {
        return "url";
    }
}
