package io.storelane.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list of prices.
 *
 * @param channelId the channel it is for; null: for every channel that has no list of its own with a price
 * @param base true for the list that each workspace has from its beginning
 * @param prices how many variants have a price in it
 */
public record PriceList(
        UUID id,
        String name,
        @Nullable UUID channelId,
        @Nullable String channelName,
        String currency,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        boolean active,
        boolean base,
        long prices,
        long version) {}
