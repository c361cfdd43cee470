package io.storelane.support;

import io.storelane.order.PlaceOrder;
import io.storelane.order.Source;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A workspace that sells: a channel, goods, locations and stock, written as the tenant. */
public final class Shop {

    private final Database database;
    private final TransactionTemplate transaction;
    private final Workspace workspace;
    private final UUID top;

    public Shop(ApplicationContext context, Stage stage, Workspace workspace) {
        this.database = context.getBean(Database.class);
        this.transaction = new TransactionTemplate(
                context.getBean(org.springframework.transaction.PlatformTransactionManager.class));
        this.workspace = workspace;
        this.top = stage.top(workspace);
    }

    public Workspace workspace() {
        return workspace;
    }

    public void update(String sql, @Nullable Object... values) {
        Scope.tenant(workspace.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> {
                    var statement = database.core().sql(sql);
                    for (Object value : values) {
                        statement = statement.param(value);
                    }
                    statement.update();
                }));
    }

    /** A number that one statement reads. */
    public long number(String sql, Object... values) {
        return java.util.Objects.requireNonNull(Scope.tenant(workspace.tenant())
                .call(() -> transaction.execute(_ -> {
                    var statement = database.core().sql(sql);
                    for (Object value : values) {
                        statement = statement.param(value);
                    }
                    return statement.query(Long.class).single();
                })));
    }

    public UUID channel(String code) {
        return channel(code, top, "/");
    }

    public UUID channel(String code, UUID node, String path) {
        UUID id = Ids.next();
        update(
                "insert into core.channel (tenant_id, id, code, name, kind, node_id, org_path, currency)"
                        + " values (?, ?, ?, ?, 'api', ?, ?, 'USD')",
                workspace.tenant().value(),
                id,
                code,
                code,
                node,
                path);
        return id;
    }

    public UUID location(String code, String region, int priority) {
        return location(code, region, priority, top, "/");
    }

    public UUID location(String code, String region, int priority, UUID node, String path) {
        UUID id = Ids.next();
        update(
                "insert into core.location (tenant_id, id, code, name, kind, node_id, org_path, region, time_zone, priority)"
                        + " values (?, ?, ?, ?, 'own', ?, ?, ?, 'UTC', ?)",
                workspace.tenant().value(),
                id,
                code,
                code,
                node,
                path,
                region,
                priority);
        return id;
    }

    /** A listed product of one variant with a price in every channel. */
    public UUID goods(String sku, long price) {
        return variant(sku, "goods", price);
    }

    public UUID variant(String sku, String kind, long price) {
        UUID tenant = workspace.tenant().value();
        UUID product = Ids.next();
        UUID variant = Ids.next();
        update(
                "insert into core.product (tenant_id, id, kind, state, title_en, created_at, updated_at)"
                        + " values (?, ?, ?, 'listed', ?, now(), now())",
                tenant,
                product,
                kind,
                "Title of " + sku);
        update(
                "insert into core.variant (tenant_id, id, product_id, sku) values (?, ?, ?, ?)",
                tenant,
                variant,
                product,
                sku);
        update(
                "insert into core.price_list (tenant_id, id, name, currency) values (?, ?, 'base for tests', 'USD')"
                        + " on conflict do nothing",
                tenant,
                Ids.next());
        update(
                "insert into core.price (tenant_id, price_list_id, variant_id, amount)"
                        + " select tenant_id, id, ?, ? from core.price_list where tenant_id = ? and name = 'base for tests'",
                variant,
                price,
                tenant);
        return variant;
    }

    public void component(UUID bundle, UUID component, long quantity) {
        update(
                "insert into core.bundle_component (tenant_id, bundle_id, component_id, quantity) values (?, ?, ?, ?)",
                workspace.tenant().value(),
                bundle,
                component,
                quantity);
    }

    public void floor(UUID channel, UUID variant, long amount) {
        update(
                "insert into core.price_floor (tenant_id, channel_id, variant_id, amount) values (?, ?, ?, ?)",
                workspace.tenant().value(),
                channel,
                variant,
                amount);
    }

    public void exclusive(UUID variant) {
        update(
                "update core.product set exclusive = true where tenant_id = ? and id = (select product_id from core.variant"
                        + " where tenant_id = ? and id = ?)",
                workspace.tenant().value(),
                workspace.tenant().value(),
                variant);
    }

    /** Lets a channel sell the exclusive product of this variant. */
    public void authorize(UUID variant, UUID channel) {
        update(
                "insert into core.channel_authorization (tenant_id, product_id, channel_id)"
                        + " select tenant_id, product_id, ? from core.variant where tenant_id = ? and id = ?",
                channel,
                workspace.tenant().value(),
                variant);
    }

    /** Units at a location, with the move that explains them. */
    public void stock(UUID variant, UUID location, long units) {
        UUID tenant = workspace.tenant().value();
        update(
                "insert into core.stock_level (tenant_id, variant_id, location_id, on_hand) values (?, ?, ?, ?)",
                tenant,
                variant,
                location,
                units);
        update(
                "insert into core.stock_move (tenant_id, id, variant_id, location_id, on_hand, reserved, reason, at)"
                        + " values (?, ?, ?, ?, ?, 0, 'receipt', now())",
                tenant,
                Ids.next(),
                variant,
                location,
                units);
    }

    /** An order of a program for one SKU. */
    public static PlaceOrder order(UUID channel, String sku, long quantity) {
        return order(Source.API, channel, "", List.of(line(sku, quantity)));
    }

    public static PlaceOrder.Line line(String sku, long quantity) {
        return new PlaceOrder.Line(sku, quantity, null, 0, 0, false, "");
    }

    public static PlaceOrder order(Source source, UUID channel, String externalId, List<PlaceOrder.Line> lines) {
        return order(source, channel, externalId, lines, List.of());
    }

    public static PlaceOrder order(
            Source source,
            UUID channel,
            String externalId,
            List<PlaceOrder.Line> lines,
            List<PlaceOrder.Payment> payments) {
        return new PlaceOrder(
                source,
                channel,
                externalId,
                null,
                "",
                null,
                PlaceOrder.Buyer.NOBODY,
                new PlaceOrder.Address(
                        "Wang Fang", "13800000000", "CN", "330106", "浙江省", "杭州市", "西湖区", "文三路 1 号", "310000"),
                PlaceOrder.Invoice.NONE,
                lines,
                List.of(),
                0,
                null,
                false,
                payments,
                null,
                List.of(),
                "",
                null);
    }
}
