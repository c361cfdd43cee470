package io.storelane.operation;

import io.storelane.api.ApiDemo;
import io.storelane.catalog.CatalogDemo;
import io.storelane.inventory.InventoryDemo;
import io.storelane.order.OrderDemo;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/** What the demo workspace sells, where it lies, who bought of it, and the key for programs. */
@Component
@ConditionalOnProperty("storelane.demo.user")
class DemoShop {

    private static final List<String> GOODS =
            List.of("HC-YN-250", "HC-DRIP-10", "JD-MUG-W", "HC-ET-250", "HC-YN-1000", "JD-MUG-B", "HC-ET-1000");

    private final CatalogDemo catalog;
    private final InventoryDemo inventory;
    private final OrderDemo orders;
    private final ApiDemo api;

    DemoShop(CatalogDemo catalog, InventoryDemo inventory, OrderDemo orders, ApiDemo api) {
        this.catalog = catalog;
        this.inventory = inventory;
        this.orders = orders;
        this.api = api;
    }

    /** In the transaction that makes the workspace, as its owner. */
    void fill(UUID top, UUID outlet) {
        catalog.fill(outlet);
        inventory.seed(GOODS);
        api.makeKey(top);
    }

    /** After it: orders are placed in transactions of their own. */
    void sell() {
        orders.seed();
    }
}
