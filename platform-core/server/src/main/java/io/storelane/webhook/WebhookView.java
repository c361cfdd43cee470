package io.storelane.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A receiver as it is shown.
 *
 * @param types of events; empty = all
 * @param state {@code on}, {@code off}, or {@code disabled}: switched off after days of failure
 * @param failingSince since when it took nothing; null while it does
 * @param succeededAt about when it last took something; null if it never did
 * @param disabledFor the fault that ended it; empty unless it is disabled
 * @param previousUntil until when messages are signed with the secret before, too; null if with one only
 * @param waiting deliveries on their way
 * @param dead deliveries that were given up
 */
public record WebhookView(
        UUID id,
        String name,
        String url,
        List<String> types,
        String state,
        @Nullable Instant failingSince,
        @Nullable Instant succeededAt,
        String disabledFor,
        @Nullable Instant previousUntil,
        long waiting,
        long dead,
        Instant createdAt,
        long version) {

    /** Key of the sentence that says why it is disabled; empty if it is not. */
    public String faultKey() {
        return Fault.key(disabledFor);
    }

    public boolean on() {
        return state.equals("on");
    }

    public boolean disabled() {
        return state.equals("disabled");
    }
}
