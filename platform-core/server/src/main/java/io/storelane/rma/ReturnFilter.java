package io.storelane.rma;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which returns to show, in which order.
 *
 * @param view one of {@link #VIEWS}
 * @param q beginning of the number of a return, of its order or of its parcel; empty = all
 * @param resolution code of a {@link Resolution}; empty = all
 * @param reason code of a {@link ReturnReason}; empty = all
 * @param locationId where they come back to; null = all
 * @param orderId null = all
 * @param from asked for at or after this time; null = all
 * @param until asked for before this time; null = all
 * @param sort {@code created} or {@code due}, with a minus in front for the other direction
 */
public record ReturnFilter(
        String view,
        String q,
        String resolution,
        String reason,
        @Nullable UUID locationId,
        @Nullable UUID orderId,
        @Nullable Instant from,
        @Nullable Instant until,
        String sort) {

    public static final List<String> VIEWS =
            List.of("all", "requested", "approved", "received", "inspected", "late", "ended");

    public static final ReturnFilter ALL = new ReturnFilter("all", "", "", "", null, null, null, null, "-created");

    /** What an address may say and is none of these means the default. */
    public ReturnFilter {
        view = VIEWS.contains(view) ? view : "all";
        resolution = Resolution.of(resolution).isPresent() ? resolution : "";
        reason = ReturnReason.of(reason).isPresent() ? reason : "";
        sort = List.of("created", "-created", "due", "-due").contains(sort) ? sort : "-created";
    }

    /** True if it leaves out returns of its view. */
    public boolean isNarrow() {
        return !q.isEmpty()
                || !resolution.isEmpty()
                || !reason.isEmpty()
                || locationId != null
                || orderId != null
                || from != null
                || until != null;
    }

    ReturnFilter search(String text) {
        return new ReturnFilter(view, text, resolution, reason, locationId, orderId, from, until, sort);
    }
}
