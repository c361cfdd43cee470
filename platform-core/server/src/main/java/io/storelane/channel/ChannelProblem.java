package io.storelane.channel;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with sales channels. */
public enum ChannelProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    CODE_TAKEN(Kind.CONFLICT, "code"),
    CODE_INVALID(Kind.INVALID, "code"),
    NAME_INVALID(Kind.INVALID, "name"),
    KIND_UNKNOWN(Kind.INVALID, "kind"),
    CURRENCY_UNKNOWN(Kind.INVALID, "currency"),
    /** Prices and orders of the channel are in its currency. */
    CURRENCY_FIXED(Kind.CONFLICT, "currency"),
    BUFFER_INVALID(Kind.INVALID, "stockBuffer"),
    TOO_MANY(Kind.CONFLICT, ""),
    CHANGED_MEANWHILE(Kind.STALE, "");

    private final Kind kind;
    private final String field;

    ChannelProblem(Kind kind, String field) {
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
