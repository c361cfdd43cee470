package io.storelane.fulfilment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What left a location in one piece.
 *
 * @param state whether it is on its way or has arrived, as stored
 * @param carrier as it was given; empty if nobody carries it
 * @param tracking number of the carrier; empty if there is none
 */
public record ParcelView(
        UUID id,
        UUID fulfilmentId,
        UUID orderId,
        String state,
        String carrier,
        String tracking,
        long units,
        Instant shippedAt,
        @Nullable Instant deliveredAt,
        List<Part> parts) {

    /** Units of a line of the order. */
    public record Part(UUID lineId, long units) {}

    public boolean isDelivered() {
        return state.equals("delivered");
    }
}
