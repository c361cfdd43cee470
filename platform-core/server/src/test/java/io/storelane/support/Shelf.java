package io.storelane.support;

import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.LocationAddress;
import io.storelane.inventory.LocationDetails;
import io.storelane.inventory.LocationKind;
import io.storelane.inventory.Locations;
import io.storelane.inventory.Stock;
import io.storelane.tenancy.Ids;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Puts locations and goods into a workspace of a test. */
public final class Shelf {

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace shop;

    public Shelf(ApplicationContext context, Workspace shop) {
        this.context = context;
        this.stage = new Stage(context);
        this.shop = shop;
    }

    /** A variant of a product of its own. */
    public UUID variant(String sku) {
        return variant(sku, "goods", "商品 " + sku, "Product " + sku);
    }

    public UUID variant(String sku, String kind, String zh, String en) {
        UUID product = Ids.next();
        UUID variant = Ids.next();
        Stage.all("""
                insert into core.product (tenant_id, id, kind, state, title_zh, title_en, created_at, updated_at)
                values (?, ?, ?, 'listed', ?, ?, now(), now())""", shop.tenant().value(), product, kind, zh, en);
        Stage.all(
                "insert into core.variant (tenant_id, id, product_id, sku) values (?, ?, ?, ?)",
                shop.tenant().value(),
                variant,
                product,
                sku);
        return variant;
    }

    /** A bundle of this many units of each of these variants. */
    public UUID bundle(String sku, long quantity, UUID... components) {
        UUID bundle = variant(sku, "bundle", "套装 " + sku, "Set " + sku);
        for (UUID component : components) {
            Stage.all(
                    "insert into core.bundle_component (tenant_id, bundle_id, component_id, quantity) values (?, ?, ?, ?)",
                    shop.tenant().value(),
                    bundle,
                    component,
                    quantity);
        }
        return bundle;
    }

    /** A channel at the top node. */
    public UUID channel(String code, long buffer) {
        UUID id = Ids.next();
        Stage.all("""
                insert into core.channel (tenant_id, id, code, name, kind, node_id, org_path, currency, stock_buffer)
                values (?, ?, ?, ?, 'direct', ?, '/', 'CNY', ?)""", shop.tenant().value(), id, code, "Channel " + code, stage.top(shop), buffer);
        return id;
    }

    public UUID location(String code, UUID node) {
        return location(code, node, "330106");
    }

    public UUID location(String code, UUID node, String region) {
        return stage.as(
                shop.owner(), shop, () -> context.getBean(Locations.class).add(details(code, node, region)));
    }

    public static LocationDetails details(String code, UUID node, String region) {
        return new LocationDetails(
                code,
                "Place " + code,
                LocationKind.OWN,
                node,
                new LocationAddress("CN", region, "", "", "", "文三路 1 号", "310000", ""),
                "Asia/Shanghai",
                null,
                100,
                true);
    }

    public void receive(UUID location, String sku, long units) {
        stage.run(shop.owner(), shop, () -> context.getBean(Stock.class).receive(change(location, sku, units)));
    }

    public static ChangeStock change(UUID location, String sku, long units) {
        return new ChangeStock(location, List.of(new ChangeStock.Line(sku, units)), "", "");
    }
}
