package io.storelane.metric;

import io.storelane.access.Permission;
import java.util.List;
import java.util.Map;

/**
 * A key figure. A bean of this type stands on the home page and in the interface for programs, for everybody who has its permission.
 * Its name is the message {@code metric.<code>}.
 *
 * <p>Example: {@code record Returned(Returns returns) implements Figure}, with the code {@code returns.units}, {@code Unit.COUNT} and
 * {@code returns.view}, answers {@code Map.of("", returns.units(span))} in {@link #of}, and the list of these returns in
 * {@link #page}.
 */
public interface Figure {

    /** Stable name with dots, for example {@code orders.sales}. */
    String code();

    /** Place among the figures, from small to large. */
    int order();

    Unit unit();

    /** Whoever does not have it anywhere is not shown the figure. */
    Permission permission();

    /**
     * The figure of these days, of what the caller reaches with {@link #permission}. Runs in a transaction that reads.
     *
     * @return by currency; things that are no money under the empty text
     */
    Map<String, Long> of(Question question, Span span);

    /** True if {@link #of} may be asked for each single day at no cost to speak of: then there is a curve. */
    default boolean hasDays() {
        return false;
    }

    /** What the figure consists of, for a chart; empty = nothing to show. */
    default List<Part> parts(Question question, Span span) {
        return List.of();
    }

    /** Page below the workspace that lists what is counted; empty = none. */
    default String page(Span span) {
        return "";
    }

    /** True if the figure is the better the smaller it is. */
    default boolean lessIsBetter() {
        return false;
    }

    /**
     * A part of a figure.
     *
     * @param name as people call it
     * @param currency empty for what is no money
     */
    record Part(String name, String currency, long value) {}
}
