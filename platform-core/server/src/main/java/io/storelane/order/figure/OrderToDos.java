package io.storelane.order.figure;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import io.storelane.order.OrderList;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Orders that wait for somebody: views of the list. */
@Configuration(proxyBeanMethods = false)
class OrderToDos {

    private static ToDo view(OrderList orders, String view, int order, String icon) {
        return new ToDo.Of(
                "orders." + view,
                order,
                icon,
                Permission.ORDERS_VIEW,
                "/orders?view=" + view,
                most -> orders.count(view, most));
    }

    @Bean
    ToDo lateOrders(OrderList orders) {
        return view(orders, "late", 10, "clock");
    }

    @Bean
    ToDo shortOrders(OrderList orders) {
        return view(orders, "short", 20, "alert-triangle");
    }

    @Bean
    ToDo unallocatedOrders(OrderList orders) {
        return view(orders, "allocate", 30, "truck");
    }

    @Bean
    ToDo heldOrders(OrderList orders) {
        return view(orders, "held", 40, "player-pause");
    }
}
