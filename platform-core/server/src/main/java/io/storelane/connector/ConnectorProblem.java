package io.storelane.connector;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with accounts on channels. */
public enum ConnectorProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING, ""),
    RECORD_NOT_FOUND(Kind.MISSING, ""),
    /** The plugin that speaks to it is off, or has no connector. */
    NO_CONNECTOR(Kind.CONFLICT, ""),
    NAME_INVALID(Kind.INVALID, "name"),
    CHANNEL_TAKEN(Kind.CONFLICT, "channelId"),
    /** The channel has said no, in its own words. */
    NOT_ACCEPTED(Kind.CONFLICT, ""),
    /** What is connected runs; what is disconnected stays so. */
    WRONG_STATE(Kind.CONFLICT, ""),
    REASON_MISSING(Kind.INVALID, "reason"),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    /** An order that is brought for another channel than the account's. */
    OTHER_CHANNEL(Kind.INVALID, ""),
    /** The channel does not have it any more. */
    GONE(Kind.MISSING, ""),
    /** A connector ended with something that it has no words for. */
    FAILED(Kind.FAILED, ""),
    FAILED_AGAIN(Kind.FAILED, "");

    private final Kind kind;
    private final String field;

    ConnectorProblem(Kind kind, String field) {
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
