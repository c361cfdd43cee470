package io.storelane.rma;

import java.util.List;
import java.util.UUID;

/**
 * A return that is asked for.
 *
 * @param resolution code of a {@link Resolution}
 * @param reason code of a {@link ReturnReason}
 * @param overrideReason why it is to be accepted though the days are over; empty for none
 */
public record RequestReturn(
        UUID orderId, String resolution, String reason, String note, List<Line> lines, String overrideReason) {

    public RequestReturn {
        lines = List.copyOf(lines);
    }

    /** Units of a line of the order; of a bundle, as many of each component as it has. */
    public record Line(UUID lineId, long quantity) {}
}
