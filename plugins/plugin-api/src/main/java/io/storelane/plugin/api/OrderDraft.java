package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link OrderIntake.NewOrder} holds, as the server reads it.
 *
 * @param placedAt null = now
 * @param currency empty = the channel's
 * @param shipTo null = nowhere
 */
public record OrderDraft(
        UUID channel,
        String externalId,
        @Nullable Instant placedAt,
        String currency,
        String buyerName,
        String buyerPhone,
        String buyerEmail,
        OrderIntake.@Nullable Address shipTo,
        List<Line> lines,
        List<Discount> discounts,
        long shipping,
        List<Payment> payments,
        List<Payment> refunds,
        String note) {

    /** @param unitPrice minor units, of one */
    public record Line(String sku, long quantity, long unitPrice) {}

    /** @param amount minor units */
    public record Discount(String code, String label, long amount) {}

    /** @param amount minor units */
    public record Payment(String method, String reference, long amount) {}
}
