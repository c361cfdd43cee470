package io.storelane.connector;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A store that the workspace has connected.
 *
 * @param settings what was entered, by field; without secrets
 * @param secretId where its secrets are sealed
 * @param reason why the last call failed; empty if it did not
 * @param faults calls that failed one after the other
 * @param runAt when it was worked on last; null = never
 * @param goodAt when that went well last; null = never
 * @param open records that failed and wait for a person
 */
public record AccountView(
        UUID id,
        String plugin,
        UUID channelId,
        String channelName,
        String orgPath,
        String currency,
        String name,
        Map<String, String> settings,
        @Nullable UUID secretId,
        AccountState state,
        Cause reason,
        int faults,
        Instant nextAt,
        @Nullable Instant runAt,
        @Nullable Instant goodAt,
        RunCounts counts,
        long open,
        long version) {

    public boolean isActive() {
        return state == AccountState.ACTIVE;
    }

    /** What is wrong in this language; empty if nothing is. */
    public String reason(Locale locale) {
        return reason.in(locale);
    }
}
