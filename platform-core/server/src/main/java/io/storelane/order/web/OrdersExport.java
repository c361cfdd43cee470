package io.storelane.order.web;

import io.storelane.order.OrderList;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of orders as a file: the same orders in the same order, with the columns that are shown. */
@Controller
class OrdersExport {

    private final OrderList orders;
    private final OrdersFile file;

    OrdersExport(OrderList orders, OrdersFile file) {
        this.orders = orders;
        this.file = file;
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
        file.send(orders.export(query.filter(zone), full), query.shown(), zone, locale, response);
    }
}
