package io.storelane.webhook.web;

import jakarta.validation.constraints.NotBlank;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A range of time as typed, in the zone of the workspace. */
record ReplayForm(@NotBlank String from, @NotBlank String until, Boolean onlyDead) {

    ReplayForm(@Nullable String from, @Nullable String until, @Nullable Boolean onlyDead) {
        this.from = from == null ? "" : from;
        this.until = until == null ? "" : until;
        this.onlyDead = onlyDead != null && onlyDead;
    }

    /** @return null if this is no time */
    static @Nullable Instant time(String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
