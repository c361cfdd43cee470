package io.storelane.rma;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A return. Amounts are minor units of its currency.
 *
 * @param path of the organisation node that sold
 * @param answer why it was refused or withdrawn
 * @param units asked for
 * @param arrived units that came
 * @param missing units that never came
 * @param worth what the units that came cost
 * @param dueAt when the next step has to be done by; null while it waits for the shopper, and at its end
 * @param lines empty in a list
 * @param version guards against lost changes
 */
public record ReturnView(
        UUID id,
        String number,
        UUID orderId,
        String orderNumber,
        UUID nodeId,
        String path,
        @Nullable UUID locationId,
        String locationName,
        Resolution resolution,
        ReturnState state,
        ReturnReason reason,
        String note,
        String answer,
        String overrideReason,
        String tracking,
        String currency,
        long units,
        long arrived,
        long missing,
        long restocked,
        long scrapped,
        long worth,
        long refunded,
        long shippingRefunded,
        @Nullable UUID exchangeOrderId,
        @Nullable UUID assigneeId,
        @Nullable Instant dueAt,
        String requestedBy,
        Instant createdAt,
        Instant updatedAt,
        long version,
        List<Line> lines) {

    /**
     * Units of one line of the order.
     *
     * @param quantity asked for
     */
    public record Line(
            UUID lineId,
            UUID variantId,
            String sku,
            String title,
            long quantity,
            long received,
            long missing,
            long restocked,
            long scrapped,
            long worth,
            long refunded) {

        /** Units that are still to come. */
        public long open() {
            return quantity - received - missing;
        }

        /** Units that came and of which nothing is decided. */
        public long toInspect() {
            return received - restocked - scrapped;
        }
    }

    /** @param detail JSON */
    public record Entry(UUID id, String kind, String detail, String note, String actorName, Instant at) {}

    ReturnView with(List<Line> all) {
        return new ReturnView(
                id,
                number,
                orderId,
                orderNumber,
                nodeId,
                path,
                locationId,
                locationName,
                resolution,
                state,
                reason,
                note,
                answer,
                overrideReason,
                tracking,
                currency,
                units,
                arrived,
                missing,
                restocked,
                scrapped,
                worth,
                refunded,
                shippingRefunded,
                exchangeOrderId,
                assigneeId,
                dueAt,
                requestedBy,
                createdAt,
                updatedAt,
                version,
                all);
    }

    /** Units that are still to come. */
    public long open() {
        return state == ReturnState.APPROVED ? units - arrived - missing : 0;
    }

    /** Units that came and of which nothing is decided. */
    public long toInspect() {
        return arrived - restocked - scrapped;
    }

    /** True if some has come and more is expected. */
    public boolean isPartlyReceived() {
        return state == ReturnState.APPROVED && arrived > 0;
    }

    public boolean isLate(Instant now) {
        return dueAt != null && dueAt.isBefore(now);
    }
}
