package io.storelane.fulfilment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How far a location is with a fulfilment order. */
public enum WorkState {
    OPEN(0),
    ACCEPTED(1),
    PICKING(2),
    PACKED(3),
    SHIPPED(4),
    DELIVERED(5),
    REJECTED(6),
    CANCELLED(7);

    /** By which messages tell the states apart. */
    private final int number;

    WorkState(int number) {
        this.number = number;
    }

    /** Of which something is still to leave. */
    public static final List<WorkState> LIVE = List.of(OPEN, ACCEPTED, PICKING, PACKED);

    int number() {
        return number;
    }

    public boolean canBecome(WorkState next) {
        return switch (this) {
            case OPEN -> Set.of(ACCEPTED, REJECTED, CANCELLED).contains(next);
            case ACCEPTED -> Set.of(PICKING, PACKED, REJECTED, CANCELLED).contains(next);
            case PICKING -> Set.of(PACKED, REJECTED, CANCELLED).contains(next);
            case PACKED -> Set.of(SHIPPED, REJECTED, CANCELLED).contains(next);
            case SHIPPED -> next == DELIVERED;
            case DELIVERED, REJECTED, CANCELLED -> false;
        };
    }

    public boolean isLive() {
        return LIVE.contains(this);
    }

    /** True from when the location has accepted it until all has left. */
    public boolean isInWork() {
        return this != OPEN && isLive();
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static WorkState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    static boolean isCode(String code) {
        return Arrays.stream(values()).anyMatch(s -> s.code().equals(code));
    }
}
