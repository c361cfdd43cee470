package io.storelane.job;

import java.util.Locale;

/** How far a job is. */
public enum JobState {
    WAITING,
    RUNNING,
    /** All items were tried; some may have failed. */
    DONE,
    /** Stopped before the end, since it cannot go on. */
    FAILED,
    CANCELLED;

    /** Name as stored and in message keys. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isOpen() {
        return this == WAITING || this == RUNNING;
    }

    static JobState of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
