package io.storelane.inventory;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with stock and reservations. */
public enum ReservationProblem implements ProblemCode {
    /** Units that were free a moment ago are not any more. */
    NOT_ENOUGH(Kind.CONFLICT, "quantity"),
    NOT_FOUND(Kind.MISSING, ""),
    /** None, less than none, or more than are held. */
    BAD_UNITS(Kind.INVALID, "quantity"),
    /** The location works on them. */
    IN_WORK(Kind.CONFLICT, "quantity"),
    /** They are there already. */
    SAME_LOCATION(Kind.CONFLICT, "location"),
    /** A document names a location that is not there. */
    LOCATION_NOT_FOUND(Kind.INVALID, "location");

    private final Kind kind;
    private final String field;

    ReservationProblem(Kind kind, String field) {
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
