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
    BAD_COUNTRY(Kind.INVALID, "country"),
    STREET_MISSING(Kind.INVALID, "street"),
    BAD_CHANNEL(Kind.INVALID, "channel"),
    SOURCE_MISSING(Kind.INVALID, "source"),
    IN_THE_FUTURE(Kind.INVALID, "at"),
    BAD_NOTE(Kind.INVALID, "note"),
    TAG_MISSING(Kind.INVALID, "tag"),
    TOO_MANY_TAGS(Kind.INVALID, "tags"),
    TOO_MANY_PARTS(Kind.CONFLICT, ""),
    PART_NOT_FOUND(Kind.MISSING, ""),
    NOTHING_CHOSEN(Kind.INVALID, ""),
    TOO_MANY_CHOSEN(Kind.INVALID, ""),
    SAME_CUSTOMER(Kind.INVALID, "fromId"),
    ERASED(Kind.CONFLICT, ""),
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
