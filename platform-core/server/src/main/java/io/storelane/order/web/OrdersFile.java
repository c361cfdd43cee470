package io.storelane.order.web;

import io.storelane.order.OrderSummary;
import io.storelane.web.Csv;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Orders as a file: of each what its columns show. */
@Component
class OrdersFile {

    private final OrderWords words;

    OrdersFile(OrderWords words) {
        this.words = words;
    }

    /** @param zone that times are in */
    void send(
            List<OrderSummary> rows, List<OrderColumn> shown, ZoneId zone, Locale locale, HttpServletResponse response)
            throws IOException {
        List<String> columns = shown.stream().flatMap(c -> c.parts().stream()).toList();
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
            case "shipped" -> String.valueOf(o.shipped());
            case "delivered" -> String.valueOf(o.delivered());
            case "returned" -> String.valueOf(o.returned());
            case "total" -> Amounts.format(o.total(), o.currency());
            case "currency" -> o.currency();
            case "assignee" -> o.assignee();
            case "tags" -> String.join(" ", o.tags());
            default -> throw new IllegalArgumentException(column);
        };
    }
}
