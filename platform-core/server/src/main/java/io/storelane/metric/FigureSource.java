package io.storelane.metric;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Figures that are there while somebody brings them, such as those of plugins. A bean of this type is asked outside of transactions,
 * after all others, and answers in about a second; the names of its figures are the messages {@code metric.<code>}.
 */
public interface FigureSource {

    /**
     * The figures that the caller may see, beside those of the span before.
     *
     * @param wanted which, by their codes; no other is asked for
     */
    List<Found> of(Span span, Locality locality, Predicate<String> wanted);

    /**
     * A figure.
     *
     * @param code stable name with dots
     * @param now by currency; things that are no money under the empty text
     * @param before the same of the span before
     * @param page below the workspace, lists what is counted; empty = none
     * @param failed true if there is no answer; then there are no values
     */
    record Found(
            String code,
            Unit unit,
            Map<String, Long> now,
            Map<String, Long> before,
            String page,
            boolean lessIsBetter,
            boolean failed) {}
}
