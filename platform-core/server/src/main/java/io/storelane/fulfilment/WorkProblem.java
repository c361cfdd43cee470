package io.storelane.fulfilment;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can be wrong while goods are picked, and with links for shoppers. */
public enum WorkProblem implements ProblemCode {
    /** Nothing has this number or code. */
    CODE_UNKNOWN(Kind.INVALID),
    /** A code of goods that do not belong to it. */
    NOT_IN_IT(Kind.INVALID),
    /** All units of these goods are picked already. */
    ALL_PICKED(Kind.CONFLICT),
    /** Goods are counted between the begin of picking and packing. */
    NOT_PICKING(Kind.CONFLICT),
    /** Papers of none, or of too many. */
    BAD_PAPERS(Kind.INVALID),
    /** A link that never was, is over, or was taken back. */
    LINK_NOT_FOUND(Kind.MISSING);

    private final Kind kind;

    WorkProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
