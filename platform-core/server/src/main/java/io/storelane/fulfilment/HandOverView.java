package io.storelane.fulfilment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work that goes from one department to another.
 *
 * @param kind {@code to_warehouse}, {@code to_carrier} or {@code to_aftersales}
 * @param subjectType what is handed over: {@code fulfilment} or {@code return}
 * @param location name of the location whose people have it; empty if it is none
 * @param department that has to take it over; empty if none was named
 * @param owner person that takes it over; empty = anybody of the department
 * @param state {@code open}, {@code done} or {@code cancelled}
 */
public record HandOverView(
        UUID id,
        String kind,
        UUID orderId,
        String orderNumber,
        String subjectType,
        UUID subjectId,
        String subjectNumber,
        @Nullable UUID locationId,
        String location,
        String path,
        @Nullable UUID departmentId,
        String department,
        @Nullable UUID ownerId,
        String owner,
        String state,
        String note,
        Instant dueAt,
        Instant createdAt,
        @Nullable Instant doneAt,
        String doneBy,
        long version) {

    /** Whether it can be said to be over; what a location or after-sales has to answer is over with the answer. */
    public boolean endsByHand() {
        return kind.equals("to_carrier");
    }

    public boolean isLate(Instant now) {
        return state.equals("open") && dueAt.isBefore(now);
    }
}
