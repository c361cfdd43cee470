package io.storelane.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order in full. Amounts are minor units of its currency.
 *
 * @param buyer phone and mail masked, but for those who asked to see them and may
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
        long credited,
        long exchanged,
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

    /** With phone, address and whatever else is personal as those see it who may not see it in full. */
    OrderView masked() {
        return new OrderView(
                id,
                number,
                channelId,
                channelName,
                externalId,
                source,
                nodeId,
                path,
                customerId,
                state,
                payment,
                fulfilment,
                aftersales,
                held,
                holdReason,
                currency,
                taxIncluded,
                subtotal,
                discount,
                shipping,
                tax,
                total,
                paid,
                refunded,
                credited,
                exchanged,
                Personal.masked(buyer),
                Personal.masked(shipTo),
                Personal.masked(invoice),
                salesPersonId,
                assigneeId,
                note,
                tags,
                placedAt,
                updatedAt,
                version);
    }

    /** True until somebody works on it: it can be changed then. */
    public boolean isOpen() {
        return state == OrderState.OPEN && fulfilment.compareTo(FulfilmentState.IN_WORK) < 0;
    }

    /** What can be refunded at most: no money goes back for goods that were replaced. */
    public long refundable() {
        return Math.max(0, paid - refunded - exchanged);
    }

    /** What was paid over what the order costs now and is not back yet: it is owed to the buyer. */
    public long toRefund() {
        return Math.min(refundable(), Math.max(0, paid - refunded - total));
    }

    /** What is still owed: nothing for an order that has ended, nor for goods whose money went back because they came back. */
    public long due() {
        return state == OrderState.OPEN ? Math.max(0, total - credited - paid + refunded) : 0;
    }

    /** An amount with its currency, as problems name it: {@code 59.00 CNY}. @param minor minor units */
    public static String shown(long minor, String currency) {
        return BigDecimal.valueOf(
                                minor,
                                Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits()))
                        .toPlainString()
                + " " + currency;
    }

    /** Its number in the channel; empty if it has none. */
    public String reference() {
        return externalId.equals(id.toString()) ? "" : externalId;
    }

    /**
     * A line of it. Discount, tax and total are those of the units that are still wanted.
     *
     * @param parentId the bundle line that a component belongs to
     * @param missing units that no location has
     * @param inWork units of those reserved that a location works on
     * @param shipped units that left; of a bundle those of which anything left
     * @param delivered units of those shipped that arrived; of a bundle those that arrived whole
     * @param returned units of those shipped that came back; of a bundle those that came back whole
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
            long inWork,
            long shipped,
            long delivered,
            long returned,
            long unitPrice,
            long discount,
            long tax,
            long total,
            int taxRate) {

        public boolean needsStock() {
            return variantId != null && (kind.equals("goods") || kind.equals("gift"));
        }

        /** Units that are paid for: those that were not cancelled. */
        public long wanted() {
            return quantity - cancelled;
        }

        /** Units that are still to leave. */
        public long open() {
            return wanted() - shipped;
        }

        Line priced(long discount, long tax, long total) {
            return new Line(
                    id, position, kind, parentId, variantId, sku, title, quantity, cancelled, reserved, missing, inWork,
                    shipped, delivered, returned, unitPrice, discount, tax, total, taxRate);
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
