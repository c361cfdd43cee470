package io.storelane.plugin.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pf4j.ExtensionPoint;

/**
 * Says which locations should ship an order, before the workspace's own rules are asked. Asked while somebody waits for the order, for
 * half a second at most and outside of transactions; without an answer by then, or with a fault, the order is routed by the
 * workspace's rules alone. The answer is a wish: only locations that ship and have units are taken, and what the first has not got comes
 * from the next. Of several plugins the first one that prefers something is followed.
 *
 * <pre>{@code
 * @Extension
 * public class CheapCourier implements SourcingRule {
 *     public Optional<Preference> prefer(CallContext context, Question question) {
 *         return question.locations().stream().filter(l -> l.code().startsWith("HZ")).findFirst()
 *                 .map(l -> Preference.of(List.of(l.id()), "sourcing.cheap"));
 *     }
 * }
 * }</pre>
 */
public interface SourcingRule extends ExtensionPoint {

    /**
     * @return empty to leave it to the workspace's rules
     * @throws Exception if it cannot be told now
     */
    Optional<Preference> prefer(CallContext context, Question question) throws Exception;

    /** An order that is about to be placed, as far as it matters where it ships from. */
    interface Question {

        /** Id of the channel. */
        UUID channel();

        Instant placedAt();

        /** ISO 3166 code of the country it goes to; may be empty, as the others. */
        String country();

        /** Code of the district by GB/T 2260, in China. */
        String region();

        String province();

        String city();

        /** What has to be shipped. */
        List<Need> needs();

        /** Locations that ship and have a unit of any of it. */
        List<Location> locations();
    }

    /** Units of a variant. */
    interface Need {

        UUID variant();

        long units();
    }

    /** A location that could ship. */
    interface Location {

        UUID id();

        String code();

        String country();

        String region();

        /** Units that it may ship, by variant. */
        Map<UUID, Long> free();
    }

    /** Which locations come first; made by {@link #of}. */
    final class Preference {

        private final List<UUID> locations;
        private final String reasonKey;

        private Preference(List<UUID> locations, String reasonKey) {
            this.locations = List.copyOf(locations);
            this.reasonKey = reasonKey;
        }

        /**
         * @param locations ids, the best first; those that are not named come after them, by the workspace's rules
         * @param reasonKey key in {@code ui/messages.properties}: the sentence that people read as the reason
         */
        public static Preference of(List<UUID> locations, String reasonKey) {
            return new Preference(locations, reasonKey);
        }

        public List<UUID> locations() {
            return locations;
        }

        public String reasonKey() {
            return reasonKey;
        }
    }
}
