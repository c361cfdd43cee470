package io.storelane.fulfilment;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which fulfilment orders to show. What is none of the values that a part may have means its default.
 *
 * @param view one of {@link #VIEWS}
 * @param q beginning of its number or of the order's, tracking number, or SKU; empty = all
 * @param sort {@code created} or {@code due}, with a minus for the other way
 */
public record FulfilmentFilter(
        String view,
        String q,
        @Nullable UUID location,
        @Nullable UUID assignee,
        String sort) {

    /** Parts of the list that are counted and shown as tabs. */
    public static final List<String> VIEWS =
            List.of("open", "accepted", "picking", "packed", "late", "shipped", "delivered", "rejected", "all");

    private static final List<String> SORTS = List.of("created", "-created", "due", "-due");

    public FulfilmentFilter {
        view = VIEWS.contains(view) ? view : "open";
        sort = SORTS.contains(sort) ? sort : "created";
    }

    /** What it leaves out whichever view is looked at, in whichever order. */
    FulfilmentFilter ofAllViews() {
        return new FulfilmentFilter("all", q, location, assignee, "created");
    }

    /** True if it leaves out any, the view aside. */
    public boolean isNarrow() {
        return !q.isBlank() || location != null || assignee != null;
    }
}
