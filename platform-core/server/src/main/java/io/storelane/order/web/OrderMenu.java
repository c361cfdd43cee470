package io.storelane.order.web;

import io.storelane.access.Permission;
import io.storelane.order.OrderList;
import io.storelane.savedview.ListPage;
import io.storelane.ui.PaletteGroup;
import io.storelane.ui.PaletteItem;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteAction;
import io.storelane.web.PaletteSource;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of orders are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class OrderMenu {

    @Bean
    MenuEntry ordersEntry() {
        return new MenuEntry(10, "menu.shop", "shopping-cart", "menu.orders", "/orders", Permission.ORDERS_VIEW);
    }

    @Bean
    PaletteAction newOrderAction() {
        return new PaletteAction("plus", "order.new", "/orders/new", Permission.ORDERS_MANAGE);
    }

    @Bean
    ListPage ordersList() {
        return ListPage.of(
                "orders",
                Permission.ORDERS_VIEW,
                "view=all",
                "q",
                "channel",
                "payment",
                "fulfilment",
                "assignee",
                "customer",
                "tag",
                "from",
                "to",
                "sort=-placed",
                "columns");
    }

    @Bean
    PaletteAction orderSettingsAction() {
        return new PaletteAction("settings", "order.settings", "/orders/settings", Permission.SETTINGS_VIEW);
    }

    @Bean
    PaletteAction routingTrialAction() {
        return new PaletteAction("help", "trial.title", "/routing/trial", Permission.SETTINGS_VIEW);
    }

    @Bean
    PaletteSource orderSource(OrderList orders) {
        return text -> {
            List<PaletteItem> items = orders.search(text, 8).stream()
                    .map(o ->
                            new PaletteItem("shopping-cart", o.number(), Visitor.path("/orders/" + o.id()), o.buyer()))
                    .toList();
            return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup("palette.orders", items));
        };
    }
}
