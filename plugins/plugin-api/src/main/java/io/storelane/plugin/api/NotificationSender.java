package io.storelane.plugin.api;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.pf4j.ExtensionPoint;

/**
 * A way by which people get their notifications besides bell and mail, such as a messenger. Each person switches it on for the kinds that
 * are wanted by it; none is by itself. Called in the background after the commit of what is told, again at growing intervals until it
 * succeeds, and given up after ten times; the page of the plugin shows what was given up.
 *
 * <pre>{@code
 * @Extension
 * public class ByDingTalk implements NotificationSender {
 *     public String name() { return "dingtalk"; }
 *     public String labelKey() { return "dingtalk.way"; }
 *     public Optional<String> send(CallContext context, Message message) {
 *         return robots.of(message.user()).map(robot -> post(robot, message)).orElse(Optional.of("dingtalk.unknown"));
 *     }
 * }
 * }</pre>
 */
public interface NotificationSender extends ExtensionPoint {

    /** Stays the same for ever; small letters, digits and hyphens; its own among the senders of the plugin. */
    String name();

    /** What people call this way: key in {@code ui/messages.properties}. */
    String labelKey();

    /**
     * Sends it. The same message may come twice, if a server dies in between: its id is the same then.
     *
     * @return empty if it was sent; else the key of a text that says why it never can be: it is not tried again
     * @throws Exception if it cannot be sent now: it is tried again
     */
    Optional<String> send(CallContext context, Message message) throws Exception;

    /** What one person is told. */
    interface Message {

        UUID id();

        /** Whom. */
        UUID user();

        /** As the person is called. */
        String name();

        String email();

        /** Language of {@link #text}. */
        Locale locale();

        /** Stable name of what it tells of, such as {@code order.held}. */
        String kind();

        /** One sentence; no markup. */
        String text();

        /** Address of the page that shows it. */
        String link();

        /** When the latest of what it tells of happened. */
        Instant at();
    }
}
