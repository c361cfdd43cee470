package io.storelane.metric;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The figures of a period beside those of the period before.
 *
 * @param complete false while sums are counted anew: figures are too small then
 */
public record Report(Span span, Locality locality, boolean complete, List<Line> lines) {

    /**
     * A figure.
     *
     * @param values by currency, that of the workspace first; of what is no money one under the empty text
     * @param page below the workspace, lists what is counted; empty = none
     * @param days a curve by currency; empty if the figure has none
     * @param parts what the figure of the period consists of
     * @param failed true if whoever brings it did not answer; then there are no values
     */
    public record Line(
            String code,
            Unit unit,
            SequencedMap<String, Value> values,
            String page,
            boolean lessIsBetter,
            Map<String, Curve> days,
            List<Figure.Part> parts,
            boolean failed) {}

    public record Value(long now, long before) {

        /** Change in tenths of a percent; null where nothing was before. */
        public @org.jspecify.annotations.Nullable Long change() {
            return before == 0 ? null : Math.round((now - before) * 1000.0 / Math.abs(before));
        }
    }

    /** A value a day; as many for the period before. */
    public record Curve(List<LocalDate> days, List<Long> now, List<Long> before) {}

    /** @param more true if there are more than counted */
    public record Waiting(String code, String icon, String page, long count, boolean more) {}
}
