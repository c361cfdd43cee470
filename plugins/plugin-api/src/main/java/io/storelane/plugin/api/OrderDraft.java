package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
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
        String note) {

    /** @param unitPrice minor units, of one */
    public record Line(String sku, long quantity, long unitPrice) {}

    /** @param amount minor units */
    public record Discount(String code, String label, long amount) {}

    /** @param amount minor units */
    public record Payment(String method, String reference, long amount) {}

    static OrderDraft of(UUID channel, String externalId) {
        return new OrderDraft(channel, externalId, null, "", "", "", "", null, List.of(), List.of(), 0, List.of(), "");
    }

    OrderDraft at(Instant time) {
        return new OrderDraft(
                channel,
                externalId,
                time,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                lines,
                discounts,
                shipping,
                payments,
                note);
    }

    OrderDraft currency(String code) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                code,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                lines,
                discounts,
                shipping,
                payments,
                note);
    }

    OrderDraft buyer(String name, String phone, String email) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                name,
                phone,
                email,
                shipTo,
                lines,
                discounts,
                shipping,
                payments,
                note);
    }

    OrderDraft shipTo(OrderIntake.Address address) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                address,
                lines,
                discounts,
                shipping,
                payments,
                note);
    }

    OrderDraft line(String sku, long quantity, long unitPrice) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                and(lines, new Line(sku, quantity, unitPrice)),
                discounts,
                shipping,
                payments,
                note);
    }

    OrderDraft discount(String code, String label, long amount) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                lines,
                and(discounts, new Discount(code, label, amount)),
                shipping,
                payments,
                note);
    }

    OrderDraft shipping(long amount) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                lines,
                discounts,
                amount,
                payments,
                note);
    }

    OrderDraft paid(String method, String reference, long amount) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                lines,
                discounts,
                shipping,
                and(payments, new Payment(method, reference, amount)),
                note);
    }

    OrderDraft note(String text) {
        return new OrderDraft(
                channel,
                externalId,
                placedAt,
                currency,
                buyerName,
                buyerPhone,
                buyerEmail,
                shipTo,
                lines,
                discounts,
                shipping,
                payments,
                text);
    }

    private static <T> List<T> and(List<T> some, T one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }
}
