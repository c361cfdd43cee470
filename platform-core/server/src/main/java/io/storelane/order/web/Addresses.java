package io.storelane.order.web;

import io.storelane.ui.Ui;
import io.storelane.web.Visitor;
import org.springframework.stereotype.Component;

/** Addresses of the list of orders with its filter. */
@Component
class Addresses {

    private final Ui ui;

    Addresses(Ui ui) {
        this.ui = ui;
    }

    String list(OrdersQuery query) {
        return of("", query);
    }

    /** @param page what stands behind the address of the list */
    String of(String page, OrdersQuery query) {
        String address = Visitor.path("/orders" + page);
        for (var param : query.params().entrySet()) {
            address = ui.with(address, param.getKey(), param.getValue());
        }
        return address;
    }

    /** The list with one parameter changed, from its first page. */
    String with(OrdersQuery query, String name, Object value) {
        return ui.with(list(query), name, value);
    }

    /** What stands behind the address of the list, with its question mark; {@code ?} alone for all orders. */
    String query(OrdersQuery query) {
        String address = list(query);
        int at = address.indexOf('?');
        return at < 0 ? "?" : address.substring(at);
    }
}
