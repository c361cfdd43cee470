package io.storelane.webhook;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A try to send a delivery.
 *
 * @param millis how long it took
 * @param status of the answer; null if there was none
 * @param fault why it failed, or what there is to say of it; empty if nothing
 * @param answer the beginning of what came back
 */
public record AttemptView(
        UUID id, Instant at, long millis, @Nullable Integer status, String fault, String answer) {

    /** Key of the sentence that says the fault; empty if there is none. */
    public String faultKey() {
        return Fault.key(fault);
    }
}
