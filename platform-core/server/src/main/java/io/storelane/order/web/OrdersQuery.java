package io.storelane.order.web;

import io.storelane.order.OrderFilter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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

    /** @param query as it stands in an address, from its question mark on; may be empty */
    static OrdersQuery of(String query) {
        var params = UriComponentsBuilder.fromUriString(query).build().getQueryParams();
        UnaryOperator<@Nullable String> value = name -> {
            String raw = params.getFirst(java.util.Objects.requireNonNull(name));
            return raw == null ? null : UriUtils.decode(raw, StandardCharsets.UTF_8);
        };
        return new OrdersQuery(
                value.apply("view"),
                value.apply("q"),
                value.apply("channel"),
                value.apply("payment"),
                value.apply("fulfilment"),
                value.apply("assignee"),
                value.apply("customer"),
                value.apply("tag"),
                value.apply("from"),
                value.apply("to"),
                value.apply("sort"),
                value.apply("columns"));
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
