package io.storelane.plugin.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for what comes a little later: listeners, tasks, snapshots. */
public final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private Patience() {}

    /** Until it is so, or half a minute is over: what the test asserts next tells which. */
    public static void until(BooleanSupplier so) {
        Instant end = Instant.now().plus(LONGEST);
        while (!so.getAsBoolean() && Instant.now().isBefore(end)) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
