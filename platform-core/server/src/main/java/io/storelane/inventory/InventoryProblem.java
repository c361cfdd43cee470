package io.storelane.inventory;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with locations and stock. */
public enum InventoryProblem implements ProblemCode {
    LOCATION_NOT_FOUND(Kind.MISSING, ""),
    /** Also said where a form names a location that the caller does not reach. */
    LOCATION_UNKNOWN(Kind.INVALID, "locationId"),
    CODE_TAKEN(Kind.CONFLICT, "code"),
    CHANGED_MEANWHILE(Kind.STALE, ""),
    /** It has levels, so its history must stay. */
    LOCATION_IN_USE(Kind.CONFLICT, ""),
    /** It takes nothing in any more. */
    LOCATION_CLOSED(Kind.CONFLICT, "locationId"),
    /** It is not closed while orders wait for what it holds. */
    LOCATION_HOLDS(Kind.CONFLICT, ""),
    /** It is not closed while units are on their way to it. */
    LOCATION_AWAITS(Kind.CONFLICT, ""),
    REGION_UNKNOWN(Kind.INVALID, "region"),
    ZONE_UNKNOWN(Kind.INVALID, "timeZone"),
    COUNTRY_UNKNOWN(Kind.INVALID, "country"),
    SKU_UNKNOWN(Kind.INVALID, "sku"),
    VARIANT_NOT_FOUND(Kind.MISSING, ""),
    /** A bundle or a service: it has no units of its own. */
    NOT_STOCKED(Kind.INVALID, "sku"),
    SKU_TWICE(Kind.INVALID, "sku"),
    NO_LINES(Kind.INVALID, "lines"),
    TOO_MANY_LINES(Kind.INVALID, "lines"),
    QUANTITY(Kind.INVALID, "quantity"),
    /** More would go than is there. */
    NOT_ENOUGH(Kind.CONFLICT, "quantity"),
    /** What would be left is less than orders wait for. */
    BELOW_RESERVED(Kind.CONFLICT, "quantity"),
    SAME_LOCATION(Kind.INVALID, "toId"),
    TRANSFER_NOT_FOUND(Kind.MISSING, ""),
    TRANSFER_DONE(Kind.CONFLICT, ""),
    /** More would arrive than was sent. */
    MORE_THAN_SENT(Kind.INVALID, "quantity"),
    CHANNEL_NOT_FOUND(Kind.MISSING, ""),
    /** A line of a file names a location that the caller does not reach. */
    LOCATION_CODE_UNKNOWN(Kind.INVALID, ""),
    /** No rule that can be put in order. */
    RULE_UNKNOWN(Kind.INVALID, "rules"),
    RULE_TWICE(Kind.INVALID, "rules"),
    /** Somebody else changed the rules of routing. */
    RULES_CHANGED(Kind.STALE, ""),
    /** A region that a location is to serve, and that is none. */
    SERVED_REGION(Kind.INVALID, "regions"),
    TOO_MANY_REGIONS(Kind.INVALID, "regions"),
    /** It would serve its regions only, and has none. */
    ONLY_NOTHING(Kind.INVALID, "only"),
    /** It closes before it opens. */
    HOURS_BACKWARDS(Kind.INVALID, "week"),
    HOURS_OVERLAP(Kind.INVALID, "week"),
    TOO_MANY_HOURS(Kind.INVALID, "week"),
    TOO_MANY_CLOSURES(Kind.INVALID, "closed"),
    CLOSURE_BACKWARDS(Kind.INVALID, "closed"),
    /** Two times closed begin on one day. */
    CLOSURE_TWICE(Kind.INVALID, "closed"),
    CLOSURE_NOTE(Kind.INVALID, "closed"),
    /** What has arrived is taken in once under the number of its paper. */
    REFERENCE_MISSING(Kind.INVALID, "reference"),
    /** Another number of units came in under the number of this paper. */
    RECEIVED_OTHERWISE(Kind.CONFLICT, "units");

    private final Kind kind;
    private final String field;

    InventoryProblem(Kind kind, String field) {
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
