package io.storelane.order;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can be wrong with an order and with what is done to it. */
public enum OrderProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    CHANGED_MEANWHILE(Kind.STALE),
    SETTINGS_CHANGED(Kind.STALE),
    UNKNOWN_CHANNEL(Kind.INVALID),
    /** No orders to try, or too many lines. */
    BAD_TRIAL(Kind.INVALID),
    /** A file of orders to try that is no text. */
    BAD_TRIAL_FILE(Kind.INVALID),
    /** A line of it that names no order, or no channel, region or units that there are. */
    BAD_TRIAL_LINE(Kind.INVALID),
    /** A row of a file names a channel that is not there, or that the caller does not see. */
    CHANNEL_NAME_UNKNOWN(Kind.INVALID),
    CHANNEL_CLOSED(Kind.INVALID),
    UNKNOWN_CUSTOMER(Kind.INVALID),
    CUSTOMER_HAS_OPEN_ORDERS(Kind.CONFLICT),
    CUSTOMER_HAS_TOO_MANY_ORDERS(Kind.CONFLICT),
    NO_LINES(Kind.INVALID),
    TOO_MANY_LINES(Kind.INVALID),
    UNKNOWN_SKU(Kind.INVALID),
    NOT_LISTED(Kind.INVALID),
    NOT_AUTHORIZED(Kind.INVALID),
    /** A component of a bundle is exclusive to other channels. */
    COMPONENT_NOT_AUTHORIZED(Kind.INVALID),
    BAD_QUANTITY(Kind.INVALID),
    BAD_AMOUNT(Kind.INVALID),
    BAD_TAX_RATE(Kind.INVALID),
    NO_PRICE(Kind.INVALID),
    /** A gift has a price. */
    GIFT_PRICE(Kind.INVALID),
    BELOW_FLOOR(Kind.INVALID),
    DISCOUNT_TOO_LARGE(Kind.INVALID),
    CURRENCY_MISMATCH(Kind.INVALID),
    /** One of its amounts is in another currency than the order. */
    AMOUNT_CURRENCY(Kind.INVALID),
    /** No code of a currency. */
    BAD_CURRENCY(Kind.INVALID),
    TOTAL_MISMATCH(Kind.INVALID),
    BAD_TEXT(Kind.INVALID),
    /** A name of nothing but spaces and characters that nobody sees. */
    NAME_UNSEEN(Kind.INVALID),
    BAD_PHONE(Kind.INVALID),
    BAD_EMAIL(Kind.INVALID),
    BAD_COUNTRY(Kind.INVALID),
    BAD_REGION(Kind.INVALID),
    /** Another order of the channel has this number already. */
    EXTERNAL_ID_USED(Kind.CONFLICT),
    BAD_INVOICE(Kind.INVALID),
    BAD_TIME(Kind.INVALID),
    BAD_HOLD_TIME(Kind.INVALID),
    TOO_MANY_TAGS(Kind.INVALID),
    NO_TAG(Kind.INVALID),
    NO_ACTION(Kind.INVALID),
    BAD_FILTER(Kind.INVALID),
    /** Units that no location has. */
    SHORT(Kind.CONFLICT),
    QUEUE_FULL(Kind.TOO_MANY),
    TOO_SLOW(Kind.UNAVAILABLE),
    /** It may be stored, and may be not. */
    OUTCOME_UNKNOWN(Kind.UNAVAILABLE),
    NOT_OPEN(Kind.CONFLICT),
    ALREADY_HELD(Kind.CONFLICT),
    NOT_HELD(Kind.CONFLICT),
    TASKS_OPEN(Kind.CONFLICT),
    IN_WORK(Kind.CONFLICT),
    /** A location works on units that are to be cancelled. */
    UNITS_IN_WORK(Kind.CONFLICT),
    /** Nothing of it is left that could be cancelled. */
    ALL_SHIPPED(Kind.CONFLICT),
    /** It is on hold, so nothing of it leaves. */
    ON_HOLD(Kind.CONFLICT),
    /** It is not paid, and the workspace does not ship before. */
    NOT_PAID(Kind.CONFLICT),
    /** Fewer units are held for a line at the location. */
    NOT_HELD_THERE(Kind.CONFLICT),
    /** More units are to arrive or to come back than have left. */
    NOT_SHIPPED(Kind.CONFLICT),
    NOTHING_TO_CANCEL(Kind.INVALID),
    LINE_NOT_FOUND(Kind.MISSING),
    /** A document names a line that the order does not have. */
    LINE_UNKNOWN(Kind.INVALID),
    /** None, less than none, or more than there are. */
    BAD_UNITS(Kind.INVALID),
    TASK_NOT_FOUND(Kind.MISSING),
    REFUND_TOO_LARGE(Kind.CONFLICT),
    PAYMENT_TOO_LARGE(Kind.CONFLICT),
    PAYMENT_KNOWN(Kind.CONFLICT),
    /** Two payments of one new order have the same reference. */
    PAYMENT_TWICE(Kind.INVALID),
    /** The channel has another address since somebody works on the order. */
    ADDRESS_CHANGED(Kind.CONFLICT),
    /** The channel has other lines than before, which nobody can take over by a program. */
    LINES_CHANGED(Kind.CONFLICT),
    UNKNOWN_MEMBER(Kind.INVALID),
    /** Nobody that is an active member and may see the order. */
    UNFIT_ASSIGNEE(Kind.INVALID),
    BAD_BULK(Kind.INVALID);

    private final Kind kind;

    OrderProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
