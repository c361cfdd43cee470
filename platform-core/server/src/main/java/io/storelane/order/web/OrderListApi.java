package io.storelane.order.web;

import io.storelane.access.Permission;
import io.storelane.order.OrderList;
import io.storelane.web.api.ApiErrors;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.Query;
import io.storelane.web.list.Download;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of orders as a whole: how many there are, and all of them as a file. */
@RestController
@RequestMapping("/api/v1/orders")
class OrderListApi {

    private final OrderList orders;
    private final OrdersFile file;

    OrderListApi(OrderList orders, OrdersFile file) {
        this.orders = orders;
        this.file = file;
    }

    /** Of each view, the other filters aside. */
    record OrderCounts(
            long all, long allocate, long held, long unpaid, long refund, long cancelled, long shortOf, long late) {}

    @ApiOperation(
            value = "Count orders",
            details =
                    "How many orders each `view` of the list has, with its other filters; `shortOf` counts those of the view `short`, `late`"
                            + " those that are paid and were not shipped two days after they were placed."
                            + " Of more than 20,000 orders the numbers may be some seconds old.",
            scope = Permission.ORDERS_VIEW,
            answer = """
                    {"all": 120, "allocate": 4, "held": 2, "unpaid": 17, "refund": 1, "cancelled": 9, "shortOf": 3, "late": 2}""")
    @GetMapping("/counts")
    OrderCounts counts(@Query OrderQuery query) {
        Map<String, Long> counts = orders.counts(query.filter());
        return new OrderCounts(
                counts.getOrDefault("all", 0L),
                counts.getOrDefault("allocate", 0L),
                counts.getOrDefault("held", 0L),
                counts.getOrDefault("unpaid", 0L),
                counts.getOrDefault("refund", 0L),
                counts.getOrDefault("cancelled", 0L),
                counts.getOrDefault("short", 0L),
                counts.getOrDefault("late", 0L));
    }

    @ApiOperation(
            value = "Export orders",
            details =
                    "A file of all orders that the list shows with these filters, in the language of `Accept-Language`, times in"
                            + " UTC. `format` is `csv` or `xlsx`. Of more than 10,000 orders a job makes it: see Exports. `columns` names those of the list, such as"
                            + " `number,placed,buyer,total,tags`. Phones and addresses are masked; with `personal=true` they come in"
                            + " full, which needs `personal.view` as well. The export goes on record.",
            scope = Permission.ORDERS_VIEW)
    @GetMapping(
            path = "/export",
            produces = {"text/csv", Download.XLSX})
    void export(
            @Query OrderQuery query,
            @Query OrderQuery.Shown sorted,
            @RequestParam(defaultValue = "") String columns,
            @RequestParam(defaultValue = "false") boolean personal,
            Download to)
            throws IOException {
        to.send(file, new OrdersFile.Filter(query.filter(sorted), OrderColumn.names(columns(columns)), personal));
    }

    /** A file without what was asked for must not pass for it. */
    private static List<OrderColumn> columns(String names) {
        List<String> known =
                Arrays.stream(OrderColumn.values()).map(OrderColumn::code).toList();
        if (!names.isEmpty() && !known.containsAll(List.of(names.split(",", -1)))) {
            throw ApiErrors.unknownValue("columns", known);
        }
        return OrderColumn.shown(names);
    }
}
