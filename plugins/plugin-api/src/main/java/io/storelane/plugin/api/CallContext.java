package io.storelane.plugin.api;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf the server calls. Statements of the plugin see this workspace's rows alone, whether they name it or not.
 */
public interface CallContext {

    /** The workspace. */
    UUID tenant();

    /** The person who caused the call; null for background work. */
    @Nullable UUID actor();

    /** Language of texts for that person; English or Simplified Chinese. */
    Locale locale();

    /** In which the workspace counts its days. */
    ZoneId zone();

    /** Asked for the time, so that tests can set it. */
    Clock clock();
}
