package io.storelane.fulfilment;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can be wrong with fulfilment orders, parcels and hand-overs. */
public enum FulfilmentProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    PARCEL_NOT_FOUND(Kind.MISSING),
    HAND_OVER_NOT_FOUND(Kind.MISSING),
    CHANGED_MEANWHILE(Kind.STALE),
    SETTINGS_CHANGED(Kind.STALE),
    /** Somebody else was faster, or a step was left out. */
    WRONG_STATE(Kind.CONFLICT),
    /** The order is on hold or not paid. */
    WAITS(Kind.CONFLICT),
    /** A document names a line that is not in it. */
    LINE_UNKNOWN(Kind.INVALID),
    /** None, less than none, or more than are to leave. */
    BAD_UNITS(Kind.INVALID),
    NO_UNITS(Kind.INVALID),
    NO_REASON(Kind.INVALID),
    BAD_TEXT(Kind.INVALID),
    BAD_CARRIER(Kind.INVALID),
    BAD_TRACKING(Kind.INVALID),
    NO_CARRIER(Kind.INVALID),
    /** The tracking number is that of another parcel. */
    TRACKING_USED(Kind.CONFLICT),
    PARCEL_DELIVERED(Kind.CONFLICT),
    /** What is left of it would be nothing. */
    NOTHING_LEFT(Kind.INVALID),
    TOO_FEW(Kind.INVALID),
    /** Only those of one order at one location in one state are merged. */
    NOT_ALIKE(Kind.CONFLICT),
    UNKNOWN_MEMBER(Kind.INVALID),
    UNKNOWN_DEPARTMENT(Kind.INVALID),
    BAD_TIME(Kind.INVALID),
    BAD_MINUTES(Kind.INVALID),
    HAND_OVER_CLOSED(Kind.CONFLICT),
    /** It ends with the answer to what is handed over, not before. */
    HAND_OVER_WAITS(Kind.CONFLICT),
    NO_ACTION(Kind.INVALID),
    BAD_FILTER(Kind.INVALID);

    private final Kind kind;

    FulfilmentProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
