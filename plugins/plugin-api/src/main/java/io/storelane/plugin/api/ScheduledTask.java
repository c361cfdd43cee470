package io.storelane.plugin.api;

import java.time.Duration;
import org.pf4j.ExtensionPoint;

/**
 * Work that a plugin does again and again for each workspace that has enabled it: first soon after it was enabled, on one server at a
 * time, on a thread of the plugin, without an open transaction. A run that fails is tried again after ten minutes, or sooner if it would
 * be due.
 *
 * <pre>{@code
 * @Extension
 * public class ExpirePoints implements ScheduledTask {
 *     public String name() { return "expire-points"; }
 *     public Duration every() { return Duration.ofHours(6); }
 *     public void run(CallContext context) { cards.expire(context.clock().instant()); }
 * }
 * }</pre>
 */
public interface ScheduledTask extends ExtensionPoint {

    /** Stays the same for ever; letters, digits and hyphens. */
    String name();

    /** From the end of one run to the next; a minute or more. */
    Duration every();

    /**
     * Works for one workspace; within the time that calls of plugins have.
     *
     * @throws Exception if it cannot be done now
     */
    void run(CallContext context) throws Exception;
}
