package io.storelane.rma;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can be wrong with a return and with what is done to it. */
public enum RmaProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    CHANGED_MEANWHILE(Kind.STALE),
    SETTINGS_CHANGED(Kind.STALE),
    /** No order of this id within reach. */
    ORDER_UNKNOWN(Kind.INVALID),
    NO_LINES(Kind.INVALID),
    LINE_UNKNOWN(Kind.INVALID),
    /** A service, or a product that nobody knows: nothing of it can come back. */
    NOT_RETURNABLE(Kind.INVALID),
    BAD_UNITS(Kind.INVALID),
    BAD_REASON(Kind.INVALID),
    BAD_RESOLUTION(Kind.INVALID),
    BAD_TEXT(Kind.INVALID),
    NO_REASON(Kind.INVALID),
    MORE_THAN_SHIPPED(Kind.CONFLICT),
    /** The days after delivery are over. */
    TOO_LATE(Kind.CONFLICT),
    /** It is approved, refused or withdrawn already. */
    ALREADY_ANSWERED(Kind.CONFLICT),
    /** Units have come already, or it has ended. */
    CANNOT_WITHDRAW(Kind.CONFLICT),
    /** It is not approved, or nothing more is to come. */
    NOT_EXPECTED(Kind.CONFLICT),
    MORE_THAN_EXPECTED(Kind.CONFLICT),
    /** Nothing came, and nothing will. */
    NOTHING_CAME(Kind.CONFLICT),
    NO_LOCATION(Kind.INVALID),
    LOCATION_UNKNOWN(Kind.INVALID),
    /** Some of it came to another location. */
    OTHER_LOCATION(Kind.CONFLICT),
    /** Nothing of it has come that is not inspected. */
    NOT_ARRIVED(Kind.CONFLICT),
    MORE_THAN_ARRIVED(Kind.CONFLICT),
    /** No unit is named. */
    NO_UNITS(Kind.INVALID),
    /** Money goes back for what came, until the return has ended. */
    NOT_REFUNDABLE(Kind.CONFLICT),
    BAD_AMOUNT(Kind.INVALID),
    REFUND_TOO_LARGE(Kind.CONFLICT),
    SHIPPING_TOO_LARGE(Kind.CONFLICT),
    AMOUNT_CURRENCY(Kind.INVALID),
    /** Other units were sent for it. */
    EXCHANGED(Kind.CONFLICT),
    /** It is not one for other units, they were sent already, or not all has come. */
    NOT_EXCHANGEABLE(Kind.CONFLICT),
    REFUNDED(Kind.CONFLICT),
    /** So much of the order's money went back that the units cannot be replaced for nothing. */
    MONEY_BACK(Kind.CONFLICT),
    MORE_THAN_RETURNED(Kind.CONFLICT),
    EXCHANGE_REFUSED(Kind.CONFLICT),
    /** It is not inspected, or has ended. */
    NOT_INSPECTED(Kind.CONFLICT),
    ENDED(Kind.CONFLICT),
    UNKNOWN_MEMBER(Kind.INVALID),
    BAD_DAYS(Kind.INVALID),
    BAD_HOURS(Kind.INVALID),
    NO_ACTION(Kind.INVALID),
    BAD_FILTER(Kind.INVALID);

    private final Kind kind;

    RmaProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
