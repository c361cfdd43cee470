package io.storelane.operation;

import io.storelane.access.Permission;
import io.storelane.api.ApiDemo;
import io.storelane.catalog.CatalogDemo;
import io.storelane.fulfilment.FulfilmentDemo;
import io.storelane.inventory.InventoryDemo;
import io.storelane.order.OrderDemo;
import io.storelane.organization.Organization;
import io.storelane.rma.ReturnDemo;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.webhook.WebhookDemo;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What the demo workspace sells, where it lies, who bought of it, who hears of it, and the key for programs. */
@Component
@ConditionalOnProperty("storelane.demo.user")
class DemoShop {

    private static final List<String> GOODS =
            List.of("HC-YN-250", "HC-DRIP-10", "JD-MUG-W", "HC-ET-250", "HC-YN-1000", "JD-MUG-B", "HC-ET-1000");

    private final CatalogDemo catalog;
    private final InventoryDemo inventory;
    private final OrderDemo orders;
    private final ReturnDemo returns;
    private final FulfilmentDemo fulfilments;
    private final ApiDemo api;
    private final WebhookDemo webhooks;
    private final DemoFiles files;
    private final Organization organization;
    private final Database database;
    private final TransactionTemplate transaction;

    DemoShop(
            CatalogDemo catalog,
            InventoryDemo inventory,
            OrderDemo orders,
            ReturnDemo returns,
            FulfilmentDemo fulfilments,
            ApiDemo api,
            WebhookDemo webhooks,
            DemoFiles files,
            Organization organization,
            Database database,
            TransactionTemplate transactionTemplate) {
        this.organization = organization;
        this.webhooks = webhooks;
        this.files = files;
        this.database = database;
        this.transaction = transactionTemplate;
        this.catalog = catalog;
        this.inventory = inventory;
        this.orders = orders;
        this.returns = returns;
        this.fulfilments = fulfilments;
        this.api = api;
    }

    /** Goods, stock and key, once; in the caller's transaction, as the owner. */
    void fill(UUID top) {
        if (count("core.product") == 0) {
            UUID outlet = organization.choices(Permission.ORGANIZATION_MANAGE).stream()
                    .filter(node -> node.name().equals("西湖店"))
                    .findFirst()
                    .orElseThrow()
                    .id();
            catalog.fill(outlet);
            inventory.seed(GOODS);
            api.makeKey(top);
        }
    }

    /** Orders, and all that follows from them, once; each in a transaction of its own. */
    void sell() {
        if (java.util.Objects.requireNonNull(transaction.execute(_ -> count("core.sales_order"))) == 0) {
            orders.seed();
            returns.seed();
            fulfilments.seed();
            webhooks.seed();
            files.seed();
        }
    }

    private long count(String table) {
        return database.core()
                .sql("select count(*) from " + table + " where tenant_id = ?")
                .param(Scope.currentTenant().value())
                .query(Long.class)
                .single();
    }
}
