package io.storelane.fulfilment;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the shopper's link shows of a parcel: no name, no phone, no street, no price.
 *
 * @param shop name of the workspace that sold
 * @param orderNumber the shopper's own
 * @param city where it goes; empty if unknown
 * @param zone of the location that sent it, in which times are shown
 */
public record TrackedParcel(
        String shop,
        String orderNumber,
        String state,
        String carrier,
        String tracking,
        String city,
        Instant shippedAt,
        @Nullable Instant deliveredAt,
        List<Item> items,
        Instant expiresAt,
        ZoneId zone) {

    public record Item(String title, long units) {}

    public boolean isDelivered() {
        return state.equals("delivered");
    }
}
