package io.storelane.order.web;

import io.storelane.order.OrderFilter;
import io.storelane.order.OrderProblem;
import io.storelane.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** The part of the list's address that says which orders to show; what cannot be read is left out. */
record OrdersQuery(
        @Nullable String view,
        @Nullable String q,
        @Nullable String channel,
        @Nullable String payment,
        @Nullable String fulfilment,
        @Nullable String assignee,
        @Nullable String customer,
        @Nullable String tag,
        @Nullable String from,
        @Nullable String to,
        @Nullable String sort,
        @Nullable String columns) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;

    /**
     * @param query as it stands in an address, from its question mark on; may be empty
     * @throws ProblemException if it cannot be read: no filter at all would be another one
     */
    static OrdersQuery of(String query) {
        try {
            MultiValueMap<String, String> params =
                    UriComponentsBuilder.fromUriString("/" + query).build().getQueryParams();
            return new OrdersQuery(
                    value(params, "view"),
                    value(params, "q"),
                    value(params, "channel"),
                    value(params, "payment"),
                    value(params, "fulfilment"),
                    value(params, "assignee"),
                    value(params, "customer"),
                    value(params, "tag"),
                    value(params, "from"),
                    value(params, "to"),
                    value(params, "sort"),
                    value(params, "columns"));
        } catch (IllegalArgumentException _) {
            throw new ProblemException(OrderProblem.BAD_FILTER);
        }
    }

    private static @Nullable String value(MultiValueMap<String, String> params, String name) {
        String raw = params.getFirst(name);
        return raw == null ? null : UriUtils.decode(raw.replace("+", " "), StandardCharsets.UTF_8);
    }

    /** Columns of the list, in their order: those that were chosen, else the usual ones. */
    List<OrderColumn> shown() {
        return OrderColumn.shown(text(columns));
    }

    /** Days begin at midnight of the workspace's zone; the last one is shown whole. */
    OrderFilter filter(ZoneId zone) {
        return new OrderFilter(
                text(view),
                text(q),
                id(channel),
                text(payment),
                text(fulfilment),
                id(assignee),
                id(customer),
                text(tag),
                start(from, 0, zone),
                start(to, 1, zone),
                sorted());
    }

    private String sorted() {
        return text(sort).isEmpty() ? "-placed" : text(sort);
    }

    /** As it stands in an address, without what says nothing. */
    Map<String, String> params() {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("view", text(view).equals("all") ? "" : text(view));
        params.put("q", text(q));
        params.put("channel", text(channel));
        params.put("payment", text(payment));
        params.put("fulfilment", text(fulfilment));
        params.put("assignee", text(assignee));
        params.put("customer", text(customer));
        params.put("tag", text(tag));
        params.put("from", text(from));
        params.put("to", text(to));
        params.put("sort", sorted().equals("-placed") ? "" : sorted());
        params.put("columns", shown().equals(OrderColumn.USUAL) ? "" : OrderColumn.names(shown()));
        return params;
    }

    /** The same view and order without filters. */
    OrdersQuery cleared() {
        return new OrdersQuery(view, null, null, null, null, null, null, null, null, null, sort, columns);
    }

    /** How many of the filters that the panel shows are set. */
    long chosen() {
        Map<String, String> params = params();
        return java.util.stream.Stream.of("payment", "fulfilment", "assignee", "customer", "tag", "from", "to")
                .filter(name -> !params.getOrDefault(name, "").isEmpty())
                .count();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }

    private static @Nullable UUID id(@Nullable String value) {
        try {
            return text(value).length() == 36 ? UUID.fromString(text(value)) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static @Nullable Instant start(@Nullable String day, int plus, ZoneId zone) {
        if (text(day).length() != 10) {
            return null;
        }
        try {
            return LocalDate.parse(text(day), DAY)
                    .plusDays(plus)
                    .atStartOfDay(zone)
                    .toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
