package io.storelane.order.web;

import io.storelane.order.OrderFilter;
import io.storelane.web.api.OneOf;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.RequestParam;

/** What narrows the list of orders, as addresses of the API say it. */
record OrderQuery(
        @RequestParam(defaultValue = "") String q,
        @RequestParam(required = false) @Nullable UUID channel,

        @RequestParam(defaultValue = "") @OneOf({"unpaid", "partly_paid", "paid", "partly_refunded", "refunded"})
        String payment,

        @RequestParam(defaultValue = "")
        @OneOf({
            "unallocated",
            "partly_allocated",
            "allocated",
            "in_work",
            "partly_shipped",
            "shipped",
            "partly_delivered",
            "delivered"
        })
        String fulfilment,

        @RequestParam(required = false) @Nullable UUID assignee,
        @RequestParam(required = false) @Nullable UUID customer,
        @RequestParam(defaultValue = "") String tag,
        @RequestParam(required = false) @Nullable Instant from,
        @RequestParam(required = false) @Nullable Instant until) {

    /** Which of the views is looked at, and in which order. */
    record Shown(
            @RequestParam(defaultValue = "all")
            @OneOf({"all", "allocate", "held", "short", "late", "unpaid", "refund", "cancelled"})
            String view,

            @RequestParam(defaultValue = "-placed")
            @OneOf({"placed", "-placed", "updated", "-updated", "number", "-number"})
            String sort) {}

    OrderFilter filter(Shown shown) {
        return new OrderFilter(
                shown.view(),
                q.strip(),
                channel,
                payment,
                fulfilment,
                assignee,
                customer,
                tag,
                from,
                until,
                shown.sort());
    }

    /** Of all views. */
    OrderFilter filter() {
        return filter(new Shown("all", "-placed"));
    }
}
