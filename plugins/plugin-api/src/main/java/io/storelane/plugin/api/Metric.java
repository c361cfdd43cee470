package io.storelane.plugin.api;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * A key figure on the home page of workspaces that have enabled the plugin, beside that of the period before. All of a page are asked at once and have one second; one that is late or fails is shown without a value.
 *
 * <pre>{@code
 * @Extension
 * public class CardsGiven implements Metric {
 *     public String name() { return "cards-given"; }
 *     public String labelKey() { return "cards.given"; }
 *     public String permission() { return "loyalty.view"; }
 *     public Map<String, Long> of(CallContext context, Days days) {
 *         return Map.of("", cards.given(days.begin(), days.end()));
 *     }
 *     public String page(Days days) { return "/cards?since=" + days.from(); }
 * }
 * }</pre>
 */
public interface Metric extends ExtensionPoint {

    /** Stays the same for ever; small letters, digits and hyphens; its own among the metrics of the plugin. */
    String name();

    /** Key in {@code ui/messages.properties}. */
    String labelKey();

    /** Who sees it. */
    String permission();

    /** What it is measured in. */
    default Unit unit() {
        return Unit.COUNT;
    }

    /**
     * The figure of these days; 0 if nothing is said. Asked for the period and for the one before it.
     *
     * @return of things by the empty text; of money in minor units by currency ({@code CNY}), which are never added
     * @throws Exception if it cannot be said now
     */
    Map<String, Long> of(CallContext context, Days days) throws Exception;

    /** Where the list of what is counted is: path below the plugin's own, with its slash; empty without one. */
    default String page(Days days) {
        return "";
    }

    /** True if it is the better the smaller it is. */
    default boolean lessIsBetter() {
        return false;
    }

    /** What a figure is measured in. */
    enum Unit {
        COUNT,
        MONEY
    }

    /** Days in the zone of the workspace. */
    interface Days {

        /** The first one. */
        LocalDate from();

        /** The last one, which belongs to them. */
        LocalDate to();

        ZoneId zone();

        /** When they begin. */
        default Instant begin() {
            return from().atStartOfDay(zone()).toInstant();
        }

        /** When they are over; belongs to them no more. */
        default Instant end() {
            return to().plusDays(1).atStartOfDay(zone()).toInstant();
        }
    }
}
