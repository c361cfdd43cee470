package io.storelane.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order in a list.
 *
 * @param phone masked, but in an export in full
 * @param street as the phone
 * @param missing units that no location has
 * @param shipped units that left
 * @param delivered units that arrived
 * @param returned units that came back
 * @param total minor units
 * @param assignee name of whom it is assigned to; empty = nobody
 */
public record OrderSummary(
        UUID id,
        String number,
        String externalId,
        UUID channelId,
        String channel,
        String source,
        OrderState state,
        PaymentState payment,
        FulfilmentState fulfilment,
        boolean held,
        @Nullable UUID customerId,
        String buyer,
        String phone,
        String province,
        String city,
        String district,
        String street,
        long units,
        long missing,
        long shipped,
        long delivered,
        long returned,
        long total,
        String currency,
        String assignee,
        List<String> tags,
        Instant placedAt,
        Instant updatedAt,
        long version) {}
