package io.storelane.fulfilment;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one location has to send for one order.
 *
 * @param nodeId organisation node of the location: who delivers; the order has its own
 * @param path of this node
 * @param held true while the order may not leave
 * @param reason why it was rejected or cancelled
 * @param mergedInto the one that its units went to; null if none
 * @param assignee name of whom it is assigned to; empty = nobody
 * @param dueAt when it should have left
 * @param version guards against lost changes
 * @param lines empty in a list
 * @param parcels empty in a list
 */
public record FulfilmentView(
        UUID id,
        String number,
        UUID orderId,
        String orderNumber,
        UUID locationId,
        String locationCode,
        String location,
        UUID nodeId,
        String path,
        WorkState state,
        boolean held,
        String reason,
        @Nullable UUID mergedInto,
        @Nullable UUID assigneeId,
        String assignee,
        String province,
        String city,
        long units,
        long shipped,
        long delivered,
        Instant dueAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant packedAt,
        @Nullable Instant shippedAt,
        @Nullable Instant deliveredAt,
        long version,
        List<Line> lines,
        List<ParcelView> parcels) {

    /** A line of the order, as far as it is in this. */
    public record Line(
            UUID lineId,
            UUID variantId,
            String sku,
            String title,
            long units,
            long picked,
            long shipped,
            long delivered) {

        /** Units that are still to leave. */
        public long left() {
            return units - shipped;
        }
    }

    FulfilmentView with(List<Line> lines, List<ParcelView> parcels) {
        return new FulfilmentView(
                id,
                number,
                orderId,
                orderNumber,
                locationId,
                locationCode,
                location,
                nodeId,
                path,
                state,
                held,
                reason,
                mergedInto,
                assigneeId,
                assignee,
                province,
                city,
                units,
                shipped,
                delivered,
                dueAt,
                createdAt,
                updatedAt,
                acceptedAt,
                packedAt,
                shippedAt,
                deliveredAt,
                version,
                lines,
                parcels);
    }

    /** Units that are still to leave. */
    public long left() {
        return state.isLive() ? units - shipped : 0;
    }

    public boolean isLate(Instant now) {
        return state.isLive() && dueAt.isBefore(now);
    }
}
