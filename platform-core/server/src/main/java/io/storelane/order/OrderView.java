package io.storelane.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order in full. Amounts are minor units of its currency.
 *
 * @param buyer as it was given; masked unless the reader may see personal data
 * @param version guards against lost changes
 */
public record OrderView(
        UUID id,
        String number,
        UUID channelId,
        String channelName,
        String externalId,
        String source,
        UUID nodeId,
        String path,
        @Nullable UUID customerId,
        OrderState state,
        PaymentState payment,
        FulfilmentState fulfilment,
        String aftersales,
        boolean held,
        String holdReason,
        String currency,
        boolean taxIncluded,
        long subtotal,
        long discount,
        long shipping,
        long tax,
        long total,
        long paid,
        long refunded,
        PlaceOrder.Buyer buyer,
        PlaceOrder.Address shipTo,
        PlaceOrder.Invoice invoice,
        @Nullable UUID salesPersonId,
        @Nullable UUID assigneeId,
        String note,
        List<String> tags,
        Instant placedAt,
        Instant updatedAt,
        long version) {

    /**
     * A line of it.
     *
     * @param parentId the bundle line that a component belongs to
     * @param missing units that no location has
     */
    public record Line(
            UUID id,
            int position,
            String kind,
            @Nullable UUID parentId,
            @Nullable UUID variantId,
            String sku,
            String title,
            long quantity,
            long cancelled,
            long reserved,
            long missing,
            long unitPrice,
            long discount,
            long tax,
            long total,
            int taxRate) {

        public boolean needsStock() {
            return variantId != null && (kind.equals("goods") || kind.equals("gift"));
        }

        /** Units that are still wanted. */
        public long open() {
            return quantity - cancelled;
        }
    }

    /** A payment or refund. */
    public record Payment(String kind, String method, String reference, long amount, Instant at) {}

    /** @param detail JSON */
    public record Entry(UUID id, String kind, String detail, String note, String actorName, Instant at) {}

    /** @param detail JSON */
    public record Task(UUID id, @Nullable UUID lineId, String fault, String detail, String state, Instant createdAt) {}

    /** The share that a line bears of a discount. */
    public record Share(UUID lineId, String code, String label, long amount) {}
}
