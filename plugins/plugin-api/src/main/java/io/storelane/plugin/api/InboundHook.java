package io.storelane.plugin.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pf4j.ExtensionPoint;

/**
 * Takes calls of other systems: {@code POST /hooks/<plugin>/<token>}. Each workspace has an address of its own, which stands on the page of
 * the plugin. A call is stored as it came before it is answered with 202, and handed over soon after, on a thread of the plugin, without an
 * open transaction; in no order, each at least once. At most one a plugin.
 *
 * <pre>{@code
 * @Extension
 * public class ShopCalls implements InboundHook {
 *     public void take(CallContext context, Received received) throws Rejected {
 *         if (!signature.fits(received.body(), received.header("x-signature").orElse(""))) throw new Rejected("signature");
 *         orders.fetch(Order.read(received.text()).id());
 *     }
 * }
 * }</pre>
 */
public interface InboundHook extends ExtensionPoint {

    /** Bytes that a call may have. */
    int LARGEST = 1_000_000;

    /**
     * Takes a call. An exception means: again, later, until it is given up; what was given up can be tried again on the plugin's page.
     *
     * @throws Rejected if it is not worth another try
     * @throws Exception if it cannot be taken now
     */
    void take(CallContext context, Received received) throws Exception;

    /** A call as it came. */
    interface Received {

        /** The same for each try. */
        UUID id();

        Instant at();

        /** What stood behind the question mark; empty if nothing did. */
        String query();

        /** By names in small letters; several values of one name with commas between. No cookies, and nothing that a caller proves itself by in {@code Authorization}. */
        Map<String, String> headers();

        byte[] body();

        default Optional<String> header(String name) {
            return Optional.ofNullable(headers().get(name.toLowerCase(java.util.Locale.ROOT)));
        }

        /** The body as UTF-8. */
        default String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }
    }

    /** A call that will never be taken: its signature is wrong, it is of something unknown. */
    final class Rejected extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param reason a few words without secrets, shown to people of the workspace */
        public Rejected(String reason) {
            super(reason);
        }
    }
}
