package io.storelane.order.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A column of the list of orders, with what a file has for it: a cell that shows two things has two there. */
enum OrderColumn {
    NUMBER("number", "held"),
    REFERENCE("reference"),
    PLACED("placed"),
    UPDATED("updated"),
    BUYER("buyer", "phone"),
    ADDRESS("address"),
    CHANNEL("channel"),
    PAYMENT("payment"),
    FULFILMENT("state", "fulfilment", "missing"),
    UNITS("units"),
    SHIPPED("shipped", "delivered", "returned"),
    TOTAL("total", "currency"),
    ASSIGNEE("assignee"),
    TAGS("tags");

    /** Those of a list whose columns nobody chose. */
    static final List<OrderColumn> USUAL = List.of(NUMBER, PLACED, BUYER, CHANNEL, PAYMENT, FULFILMENT, UNITS, TOTAL);

    private final List<String> parts;

    OrderColumn(String... parts) {
        this.parts = List.of(parts);
    }

    /** Names of the columns of a file; their texts stand under {@code order.<name>}. */
    List<String> parts() {
        return parts;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those that are named, divided by commas; the usual ones if none is. The number is always there: it opens the order. */
    static List<OrderColumn> shown(String names) {
        List<String> wanted = List.of(names.split(",", -1));
        List<OrderColumn> shown = Arrays.stream(values())
                .filter(c -> c == NUMBER || wanted.contains(c.code()))
                .toList();
        return shown.size() == 1 && !wanted.contains(NUMBER.code()) ? USUAL : shown;
    }

    static String names(List<OrderColumn> columns) {
        return columns.stream().map(OrderColumn::code).collect(Collectors.joining(","));
    }
}
