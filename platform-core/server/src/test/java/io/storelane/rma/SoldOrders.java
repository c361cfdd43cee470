package io.storelane.rma;

import io.storelane.order.OrderFulfilment;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement.Placed;
import io.storelane.order.Source;
import io.storelane.support.Person;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A workspace whose orders are paid, shipped and delivered, so that something can come back. */
final class SoldOrders {

    final Stage stage;
    final Workspace workspace;
    final Person owner;
    final Shop shop;
    final UUID channel;
    final UUID east;

    private final ApplicationContext context;

    SoldOrders(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
        workspace = stage.shop();
        owner = workspace.owner();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        east = shop.location("EAST", "330106", 1);
    }

    <T> T asOwner(Supplier<T> work) {
        return stage.as(owner, workspace, work);
    }

    void run(Runnable work) {
        stage.run(owner, workspace, work);
    }

    UUID goods(String sku, long price, long units) {
        UUID variant = shop.goods(sku, price);
        shop.stock(variant, east, units);
        return variant;
    }

    /** An order of these lines. @param paid minor units, 0 = nothing */
    Orders.Whole placed(long discount, long shipping, long paid, PlaceOrder.Line... lines) {
        PlaceOrder plain = Shop.order(Source.MANUAL, channel, "", List.of(lines));
        Placed placed = (Placed) asOwner(() -> context.getBean(Orders.class)
                .place(new PlaceOrder(
                        plain.source(),
                        plain.channelId(),
                        "",
                        null,
                        "",
                        null,
                        plain.buyer(),
                        plain.shipTo(),
                        plain.invoice(),
                        plain.lines(),
                        discount == 0 ? List.of() : List.of(new PlaceOrder.Discount("TEN", "", discount)),
                        shipping,
                        null,
                        false,
                        paid == 0
                                ? List.of()
                                : List.of(new PlaceOrder.Payment("bank", "P-" + Stage.tail(), paid, null)),
                        null,
                        List.of(),
                        "",
                        null)));
        return placed.whole();
    }

    /** The same, shipped and delivered whole. */
    Orders.Whole delivered(long discount, long shipping, long paid, PlaceOrder.Line... lines) {
        Orders.Whole order = placed(discount, shipping, paid, lines);
        deliver(order);
        return order;
    }

    /** Ships and delivers all that an order holds at the first location. */
    void deliver(Orders.Whole order) {
        ship(order, true);
    }

    void ship(Orders.Whole order, boolean deliver) {
        UUID id = order.order().id();
        // nothing here is about who may ship unpaid orders
        Stage.all(
                "insert into core.order_setting (tenant_id, ship_unpaid) values (?, true) on conflict do nothing",
                workspace.tenant().value());
        Map<UUID, Long> units = new LinkedHashMap<>();
        order.lines().stream().filter(OrderView.Line::needsStock).forEach(l -> units.put(l.id(), l.quantity()));
        run(() -> context.getBean(TransactionTemplate.class).executeWithoutResult(_ -> {
            OrderFulfilment fulfilment = context.getBean(OrderFulfilment.class);
            fulfilment.begin(id, east, units);
            fulfilment.ship(id, east, "EAST", units);
            if (deliver) {
                fulfilment.delivered(id, units);
            }
        }));
    }

    /** As if the order had been delivered so many days ago. */
    void deliveredDaysAgo(UUID order, int days) {
        Stage.all(
                "update core.order_entry set at = at - make_interval(days => ?) where order_id = ? and kind = 'delivered'",
                days,
                order);
    }

    UUID requested(Orders.Whole order, String resolution, Map<UUID, Long> units) {
        return asOwner(() -> context.getBean(Returns.class).request(request(order, resolution, units, "")));
    }

    static RequestReturn request(Orders.Whole order, String resolution, Map<UUID, Long> units, String override) {
        return new RequestReturn(
                order.order().id(),
                resolution,
                "damaged",
                "",
                units.entrySet().stream()
                        .map(e -> new RequestReturn.Line(e.getKey(), e.getValue()))
                        .toList(),
                override);
    }

    ReturnView read(UUID id) {
        return asOwner(() -> context.getBean(Returns.class).rma(id));
    }

    void approve(UUID id) {
        run(() -> context.getBean(Returns.class).approve(id, east));
    }

    void receive(UUID id, Map<UUID, Long> units, boolean last) {
        long version = read(id).version();
        run(() -> context.getBean(ReturnGoods.class).receive(id, version, null, units, last, ""));
    }

    void inspect(UUID id, UUID line, long restock, long scrap) {
        long version = read(id).version();
        run(() -> context.getBean(ReturnGoods.class)
                .inspect(id, version, List.of(new ReturnGoods.Found(line, restock, scrap)), ""));
    }

    void refund(UUID id, long goods, long shipping) {
        long version = read(id).version();
        run(() -> context.getBean(ReturnMoney.class).refund(id, version, goods, shipping, "bank", "R-" + Stage.tail()));
    }

    ReturnMoney.Most most(UUID id) {
        return asOwner(() -> context.getBean(ReturnMoney.class).most(id));
    }

    /** A return of these units, taken in whole. */
    UUID received(Orders.Whole order, String resolution, Map<UUID, Long> units) {
        UUID id = requested(order, resolution, units);
        approve(id);
        receive(id, units, false);
        return id;
    }

    /** What holds whatever happened, for all orders of the workspace. */
    String broken() {
        List<?> found = Stage.all("""
                select o.number || ' gave back ' || o.refunded || ' of ' || o.paid from core.sales_order o
                where o.tenant_id = ? and (o.refunded > o.paid
                  or o.refunded <> (select coalesce(sum(p.amount), 0) from core.order_payment p where p.tenant_id = o.tenant_id
                    and p.order_id = o.id and p.kind = 'refund'))
                union all
                select l.sku || ' came back ' || l.returned || ' of ' || l.shipped from core.order_line l
                where l.tenant_id = ? and l.parent_id is null and l.kind <> 'bundle' and l.returned <>
                  (select coalesce(sum(i.received), 0) from core.rma_line i where i.tenant_id = l.tenant_id and i.line_id = l.id)
                union all
                select 'balance of ' || b.line_id from core.rma_balance b cross join lateral (
                  select sum(case when r.state in ('refused', 'withdrawn') then 0 else i.quantity - i.missing end) as asked,
                    sum(i.received) as returned, sum(i.worth) as worth, sum(i.refunded) as refunded
                  from core.rma_line i join core.rma r on r.tenant_id = i.tenant_id and r.id = i.rma_id
                  where i.tenant_id = b.tenant_id and i.line_id = b.line_id) x
                where b.tenant_id = ? and (b.asked <> x.asked or b.returned <> x.returned or b.worth <> x.worth
                  or b.refunded <> x.refunded)
                union all
                select 'refund of ' || r.number from core.rma r where r.tenant_id = ? and r.refunded <>
                  (select sum(i.refunded) from core.rma_line i where i.tenant_id = r.tenant_id and i.rma_id = r.id)
                union all
                select 'level of ' || s.variant_id from core.stock_level s where s.tenant_id = ? and s.on_hand <>
                  (select coalesce(sum(m.on_hand), 0) from core.stock_move m where m.tenant_id = s.tenant_id
                    and m.variant_id = s.variant_id and m.location_id = s.location_id)""", tenant(), tenant(), tenant(), tenant(), tenant());
        return found.toString();
    }

    private UUID tenant() {
        return workspace.tenant().value();
    }
}
