package io.storelane.order;

import io.storelane.inventory.Router;
import io.storelane.problem.Fault;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What would become of an order, if it came: nothing is written.
 *
 * @param faults what it would be refused for; then it has no decisions
 */
public record RoutingTrial(Question question, List<Fault> faults, List<Decision> decisions, List<Missing> missing) {

    /**
     * An order as far as routing asks for it.
     *
     * @param name the caller's name for it
     * @param at when it is placed; null = now
     * @param toTheLast true if it may take the units that are kept back for safety, as orders of channels do
     */
    public record Question(
            String name,
            @Nullable UUID channelId,
            Router.Place to,
            @Nullable Instant at,
            boolean toTheLast,
            List<Line> lines) {

        public Question {
            lines = List.copyOf(lines);
        }
    }

    /** @param units 1 to 999,999 */
    public record Line(String sku, long units) {}

    /** Units of a SKU from one location: who was compared, and what decided. */
    public record Decision(String sku, Router.Pick pick, Router.Choice choice) {}

    /** @param leftOut locations that have some of it, but serve other regions only */
    public record Missing(String sku, long units, List<Router.Site> leftOut) {}

    public boolean isComplete() {
        return faults.isEmpty() && missing.isEmpty();
    }

    /** Locations that would ship. */
    public long locations() {
        return decisions.stream().map(d -> d.pick().siteId()).distinct().count();
    }
}
