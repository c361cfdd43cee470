package io.storelane.order.web;

import io.storelane.order.OrderList;
import io.storelane.order.OrderSummary;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of orders as a file: the same orders in the same order, with the columns that are shown. */
@Controller
class OrdersExport {

    private final OrderList orders;
    private final OrderWords words;

    OrdersExport(OrderList orders, OrderWords words) {
        this.orders = orders;
        this.words = words;
    }

    /** @param full true for phones and addresses in full */
    @GetMapping("/w/{workspace}/orders/export")
    void export(
            @ModelAttribute OrdersQuery query,
            @RequestParam(defaultValue = "false") boolean full,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<OrderSummary> rows = orders.export(query.filter(zone), full);
        List<String> columns =
                query.shown().stream().flatMap(c -> c.parts().stream()).toList();
        Csv.send(
                response,
                "orders",
                zone,
                columns.stream().map(c -> words.text("order." + c, locale)).toList(),
                rows.stream()
                        .map(o -> columns.stream()
                                .map(c -> cell(o, c, zone, locale))
                                .toList()));
    }

    private String cell(OrderSummary o, String column, ZoneId zone, Locale locale) {
        return switch (column) {
            case "number" -> o.number();
            case "held" -> words.text(o.held() ? "order.yes" : "order.no", locale);
            case "reference" -> o.externalId();
            case "placed" -> Csv.time(o.placedAt(), zone);
            case "updated" -> Csv.time(o.updatedAt(), zone);
            case "buyer" -> o.buyer();
            case "phone" -> o.phone();
            case "address" -> o.province() + o.city() + o.district() + o.street();
            case "channel" -> o.channel();
            case "state" -> words.text("order.state." + o.state().code(), locale);
            case "payment" -> words.text("order.payment." + o.payment().code(), locale);
            case "fulfilment" -> words.text("order.fulfilment." + o.fulfilment().code(), locale);
            case "missing" -> String.valueOf(o.missing());
            case "units" -> String.valueOf(o.units());
            case "total" -> Amounts.format(o.total(), o.currency());
            case "currency" -> o.currency();
            case "assignee" -> o.assignee();
            case "tags" -> String.join(" ", o.tags());
            default -> throw new IllegalArgumentException(column);
        };
    }
}
