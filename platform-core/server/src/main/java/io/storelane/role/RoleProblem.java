package io.storelane.role;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with roles. */
public enum RoleProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    NAME_TAKEN(Kind.CONFLICT, "name"),
    /** The owner role cannot be changed. */
    FIXED(Kind.CONFLICT, ""),
    /** Members or invitations hold it. */
    IN_USE(Kind.CONFLICT, ""),
    LIMIT_REACHED(Kind.CONFLICT, ""),
    /** Somebody else changed it since it was read. */
    CHANGED_MEANWHILE(Kind.STALE, ""),
    /** A role cannot allow more than its giver may do. */
    EXCEEDS_OWN_RIGHTS(Kind.FORBIDDEN, ""),
    UNKNOWN_PERMISSION(Kind.INVALID, "permissions"),
    ALREADY_HELD(Kind.CONFLICT, "roleId"),
    ASSIGNMENT_NOT_FOUND(Kind.MISSING, ""),
    /** A workspace has at least one owner. */
    LAST_OWNER(Kind.CONFLICT, "");

    private final Kind kind;
    private final String field;

    RoleProblem(Kind kind, String field) {
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
