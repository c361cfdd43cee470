package io.storelane.access;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with permissions. */
public enum AccessProblem implements ProblemCode {
    /** The caller's roles do not allow this, or not at this node. */
    NOT_ALLOWED;

    @Override
    public Kind kind() {
        return Kind.FORBIDDEN;
    }

    /** Names the scope: the program's maker can give it one. */
    @Override
    public String programKey() {
        return messageKey() + "_KEY";
    }
}
