package io.storelane.order;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which orders to show.
 *
 * What is none of the values that a part may have means its default.
 *
 * @param view one of {@link #VIEWS}
 * @param q number, number in the channel, phone of the buyer where the caller may see it, or words of what is in the order; empty = all
 * @param payment a payment state, empty = any
 * @param fulfilment a fulfilment state, empty = any
 * @param from placed at or after
 * @param until placed before
 * @param sort {@code placed}, {@code updated} or {@code number}, with a minus for the other way
 */
public record OrderFilter(
        String view,
        String q,
        @Nullable UUID channel,
        String payment,
        String fulfilment,
        @Nullable UUID assignee,
        @Nullable UUID customer,
        String tag,
        @Nullable Instant from,
        @Nullable Instant until,
        String sort) {

    /** Parts of the list that are counted and shown as tabs. */
    public static final List<String> VIEWS =
            List.of("all", "allocate", "held", "short", "late", "unpaid", "refund", "cancelled");

    /** Orders that are paid and not shipped so long after they were placed are late. */
    public static final Duration LATE_AFTER = Duration.ofDays(2);

    private static final List<String> SORTS = List.of("placed", "-placed", "updated", "-updated", "number", "-number");

    public static final OrderFilter ALL =
            new OrderFilter("all", "", null, "", "", null, null, "", null, null, "-placed");

    public OrderFilter {
        view = VIEWS.contains(view) ? view : "all";
        String wantedPayment = payment;
        payment = Arrays.stream(PaymentState.values()).anyMatch(s -> s.code().equals(wantedPayment)) ? payment : "";
        String wantedFulfilment = fulfilment;
        fulfilment =
                Arrays.stream(FulfilmentState.values()).anyMatch(s -> s.code().equals(wantedFulfilment))
                        ? fulfilment
                        : "";
        sort = SORTS.contains(sort) ? sort : "-placed";
    }

    public OrderFilter search(String text) {
        return new OrderFilter(view, text, channel, payment, fulfilment, assignee, customer, tag, from, until, sort);
    }

    /** What it leaves out whichever view is looked at, in whichever order. */
    OrderFilter ofAllViews() {
        return new OrderFilter("all", q, channel, payment, fulfilment, assignee, customer, tag, from, until, ALL.sort);
    }

    /** True if it leaves out any order, the view aside. */
    public boolean isNarrow() {
        return !q.isEmpty()
                || channel != null
                || !payment.isEmpty()
                || !fulfilment.isEmpty()
                || assignee != null
                || customer != null
                || !tag.isEmpty()
                || from != null
                || until != null;
    }
}
