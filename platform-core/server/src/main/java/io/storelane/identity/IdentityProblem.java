package io.storelane.identity;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with users and sign-up. */
public enum IdentityProblem implements ProblemCode {
    TOO_MANY_SIGN_UPS(Kind.TOO_MANY),
    EMAIL_NOT_CONFIRMED(Kind.FORBIDDEN),
    TERMS_NOT_ACCEPTED(Kind.CONFLICT);

    private final Kind kind;

    IdentityProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
