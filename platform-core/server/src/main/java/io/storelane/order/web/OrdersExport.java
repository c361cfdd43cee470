package io.storelane.order.web;

import io.storelane.web.list.Download;
import java.io.IOException;
import java.time.ZoneId;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of orders as a file: the same orders in the same order, with the columns that are shown. */
@Controller
class OrdersExport {

    private final OrdersFile file;

    OrdersExport(OrdersFile file) {
        this.file = file;
    }

    /** @param full true for phones and addresses in full */
    @GetMapping("/w/{workspace}/orders/export")
    void export(
            @ModelAttribute OrdersQuery query,
            @RequestParam(defaultValue = "false") boolean full,
            @ModelAttribute(name = "zone", binding = false) ZoneId zone,
            Download to)
            throws IOException {
        to.send(file, new OrdersFile.Filter(query.filter(zone), OrderColumn.names(query.shown()), full));
    }
}
