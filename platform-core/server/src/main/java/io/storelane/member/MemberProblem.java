package io.storelane.member;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with members and invitations. */
public enum MemberProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    /** The plan counts active members and open invitations together. */
    LIMIT_REACHED(Kind.CONFLICT, ""),
    ALREADY_MEMBER(Kind.CONFLICT, "email"),
    ALREADY_INVITED(Kind.CONFLICT, "email"),
    /** The member also works where the caller has no say. */
    BEYOND_REACH(Kind.FORBIDDEN, ""),
    INVITATION_NOT_FOUND(Kind.MISSING, ""),
    INVITATION_EXPIRED(Kind.GONE, ""),
    INVITATION_REVOKED(Kind.GONE, ""),
    INVITATION_USED(Kind.GONE, ""),
    /** It was sent to another address than the one signed in with. */
    WRONG_ACCOUNT(Kind.FORBIDDEN, ""),
    /** A mail went out a moment ago. */
    RESENT_TOO_SOON(Kind.TOO_MANY, "");

    private final Kind kind;
    private final String field;

    MemberProblem(Kind kind, String field) {
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
