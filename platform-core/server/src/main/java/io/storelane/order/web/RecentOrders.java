package io.storelane.order.web;

import io.storelane.access.Permission;
import io.storelane.metric.HomeCard;
import io.storelane.order.OrderFilter;
import io.storelane.order.OrderList;
import org.springframework.stereotype.Component;

/** The newest orders, on the home page. */
@Component
class RecentOrders implements HomeCard {

    private static final int SHOWN = 6;

    private final OrderList orders;

    RecentOrders(OrderList orders) {
        this.orders = orders;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Permission permission() {
        return Permission.ORDERS_VIEW;
    }

    @Override
    public String template() {
        return "order/home";
    }

    @Override
    public Object content() {
        return orders.find(OrderFilter.ALL, "", SHOWN).rows();
    }
}
