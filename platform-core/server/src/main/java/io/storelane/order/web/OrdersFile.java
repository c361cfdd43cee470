package io.storelane.order.web;

import io.storelane.order.OrderFilter;
import io.storelane.order.OrderList;
import io.storelane.order.OrderSummary;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.Sheet;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Orders as a file: of each what its columns show. */
@Component
class OrdersFile implements ListFile<OrdersFile.Filter> {

    /**
     * @param columns names of columns, divided by commas; empty = the usual ones
     * @param full true for phones and addresses in full, which needs a permission of its own
     */
    record Filter(OrderFilter orders, String columns, boolean full) {

        Filter {
            List<String> known =
                    Arrays.stream(OrderColumn.values()).map(OrderColumn::code).toList();
            columns = Arrays.stream(columns.split(",", -1))
                    .map(String::strip)
                    .filter(known::contains)
                    .collect(Collectors.joining(","));
        }
    }

    private final OrderList orders;
    private final OrderWords words;

    OrdersFile(OrderList orders, OrderWords words) {
        this.orders = orders;
        this.words = words;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Class<OrdersFile.Filter> filter() {
        return OrdersFile.Filter.class;
    }

    @Override
    public Sheet<?> sheet(Filter filter, Locale locale) {
        List<String> columns = OrderColumn.shown(filter.columns()).stream()
                .flatMap(c -> c.parts().stream())
                .toList();
        return new Sheet<>(
                columns.stream().map(c -> words.text("order." + c, locale)).toList(),
                (cursor, size) -> orders.exported(filter.orders(), filter.full(), cursor, size),
                o -> columns.stream().map(c -> cell(o, c, locale)).toList());
    }

    @Override
    public void handOut(Filter filter, long rows) {
        orders.handedOut(rows, filter.full());
    }

    private Object cell(OrderSummary o, String column, Locale locale) {
        return switch (column) {
            case "number" -> o.number();
            case "held" -> words.text(o.held() ? "order.yes" : "order.no", locale);
            case "reference" -> o.externalId();
            case "placed" -> o.placedAt();
            case "updated" -> o.updatedAt();
            case "buyer" -> o.buyer();
            case "phone" -> o.phone();
            case "address" -> o.province() + o.city() + o.district() + o.street();
            case "channel" -> o.channel();
            case "state" -> words.text("order.state." + o.state().code(), locale);
            case "payment" -> words.text("order.payment." + o.payment().code(), locale);
            case "fulfilment" -> words.text("order.fulfilment." + o.fulfilment().code(), locale);
            case "missing" -> o.missing();
            case "units" -> o.units();
            case "shipped" -> o.shipped();
            case "delivered" -> o.delivered();
            case "returned" -> o.returned();
            case "total" -> new BigDecimal(Amounts.format(o.total(), o.currency()));
            case "currency" -> o.currency();
            case "assignee" -> o.assignee();
            case "tags" -> String.join(" ", o.tags());
            default -> throw new IllegalArgumentException(column);
        };
    }
}
