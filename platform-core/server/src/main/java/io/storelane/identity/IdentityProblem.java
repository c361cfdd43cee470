package io.storelane.identity;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with users and sign-up. */
public enum IdentityProblem implements ProblemCode {
    /** The address belongs to another account here. */
    ADDRESS_OF_ANOTHER(Kind.CONFLICT);

    private final Kind kind;

    IdentityProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
