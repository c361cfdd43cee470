package io.storelane.organization;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with the organisation. */
public enum OrganizationProblem implements ProblemCode {
    NODE_NOT_FOUND(Kind.MISSING, ""),
    NODE_NAME_TAKEN(Kind.CONFLICT, "name"),
    /** The tree has as many levels as the settings name. */
    TOO_DEEP(Kind.CONFLICT, "parentId"),
    NODE_LIMIT(Kind.CONFLICT, ""),
    /** A node cannot move below itself, and the top one cannot move at all. */
    MOVE_NOT_POSSIBLE(Kind.CONFLICT, "parentId"),
    /** The top node stays. */
    NODE_IS_TOP(Kind.CONFLICT, ""),
    /** Nodes, people, roles or invitations stand at it. */
    NODE_IN_USE(Kind.CONFLICT, ""),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    /** A level that nodes stand at stays. */
    LEVEL_IN_USE(Kind.CONFLICT, ""),
    DEPARTMENT_NOT_FOUND(Kind.MISSING, ""),
    DEPARTMENT_NAME_TAKEN(Kind.CONFLICT, "name"),
    DEPARTMENT_IN_USE(Kind.CONFLICT, ""),
    POSITION_NOT_FOUND(Kind.MISSING, ""),
    POSITION_NAME_TAKEN(Kind.CONFLICT, "name"),
    POSITION_IN_USE(Kind.CONFLICT, ""),
    PERSON_NOT_FOUND(Kind.MISSING, ""),
    ALREADY_ASSIGNED(Kind.CONFLICT, "positionId"),
    ASSIGNMENT_NOT_FOUND(Kind.MISSING, "");

    private final Kind kind;
    private final String field;

    OrganizationProblem(Kind kind, String field) {
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
