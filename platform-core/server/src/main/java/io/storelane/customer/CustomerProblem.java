package io.storelane.customer;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with customers. */
public enum CustomerProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    NAME_MISSING(Kind.INVALID, "name"),
    BAD_KIND(Kind.INVALID, "kind"),
    BAD_TEXT(Kind.INVALID, ""),
    BAD_PHONE(Kind.INVALID, "phone"),
    BAD_EMAIL(Kind.INVALID, "email"),
    BAD_ID_NUMBER(Kind.INVALID, "idNumber"),
    NODE_NOT_FOUND(Kind.INVALID, "nodeId"),
    /** A row of a file names a node that is not there, or that the caller does not reach. */
    NODE_NAME_UNKNOWN(Kind.INVALID, ""),
    /** A row of a file names a node, and several have this name. */
    NODE_NAME_SEVERAL(Kind.INVALID, ""),
    /** A customer that the caller does not reach has this number. */
    NUMBER_TAKEN(Kind.CONFLICT, "");

    private final Kind kind;
    private final String field;

    CustomerProblem(Kind kind, String field) {
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
