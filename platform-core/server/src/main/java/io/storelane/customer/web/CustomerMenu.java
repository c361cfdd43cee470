package io.storelane.customer.web;

import io.storelane.access.Permission;
import io.storelane.customer.Customers;
import io.storelane.savedview.ListPage;
import io.storelane.ui.PaletteGroup;
import io.storelane.ui.PaletteItem;
import io.storelane.web.MenuEntry;
import io.storelane.web.PaletteSource;
import io.storelane.web.Visitor;
import java.util.List;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where the pages of customers are found: menu and command palette. */
@Configuration(proxyBeanMethods = false)
class CustomerMenu {

    @Bean
    MenuEntry customersEntry() {
        return new MenuEntry(15, "menu.shop", "users-group", "menu.customers", "/customers", Permission.CUSTOMERS_VIEW);
    }

    @Bean
    ListPage customersList() {
        return ListPage.of("customers", Permission.CUSTOMERS_VIEW, "q", "kind", "tag", "consent", "sort=name");
    }

    @Bean
    PaletteSource customerSource(Customers customers) {
        return text -> {
            List<PaletteItem> items = customers.search(text, 8).stream()
                    .map(c -> new PaletteItem(
                            "users-group",
                            c.name(),
                            Visitor.path("/customers/" + c.id()),
                            c.details().phone()))
                    .toList();
            return items.isEmpty() ? Optional.empty() : Optional.of(new PaletteGroup("palette.customers", items));
        };
    }
}
