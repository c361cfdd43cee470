package io.storelane.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to a receiver, or there.
 *
 * @param state {@code queued} behind another of its object, {@code waiting} to be sent or on its way, {@code delivered}, {@code dead}: given up, or
 *     {@code discarded}
 * @param attempts since it was last sent anew
 * @param status of the last answer; null if there was none
 * @param fault why it did not arrive at the last try, or what there is to say of it; empty if nothing
 */
public record DeliveryView(
        UUID id,
        UUID webhookId,
        String webhook,
        UUID eventId,
        String type,
        String objectType,
        UUID objectId,
        Instant happenedAt,
        String state,
        int attempts,
        Instant nextAt,
        Instant createdAt,
        @Nullable Instant settledAt,
        @Nullable Integer status,
        String fault) {

    /** Key of the sentence that says the fault; empty if there is none. */
    public String faultKey() {
        return Fault.key(fault);
    }

    public boolean open() {
        return state.equals("queued") || state.equals("waiting");
    }
}
