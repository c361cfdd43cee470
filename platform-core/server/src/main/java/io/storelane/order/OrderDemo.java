package io.storelane.order;

import io.storelane.customer.CustomerDemo;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Orders for a workspace that is to look lively: placed and changed through the doors, as people and channels would. */
@Component
public class OrderDemo {

    private static final int ORDERS = 60;
    private static final int SEED = 7;

    private static final List<String> NAMES =
            List.of("王芳", "李伟", "张敏", "刘敏", "陈静", "杨磊", "赵丽", "黄强", "周杰", "吴娟", "孙婷", "Anna Schmidt", "Oliver Brown");

    private static final List<PlaceOrder.Address> PLACES = List.of(
            place("330106", "浙江省", "杭州市", "西湖区", "文三路 1 号"),
            place("310104", "上海市", "上海市", "徐汇区", "淮海中路 611 号"),
            place("440305", "广东省", "深圳市", "南山区", "科技园路 8 号"),
            place("110105", "北京市", "北京市", "朝阳区", "建国路 93 号"),
            place("510107", "四川省", "成都市", "武侯区", "天府大道 200 号"));

    private final Orders orders;
    private final OrderChanges changes;
    private final OrderPayments payments;
    private final CustomerDemo demo;
    private final Database database;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OrderDemo(
            Orders orders,
            OrderChanges changes,
            OrderPayments payments,
            CustomerDemo demo,
            Database database,
            TransactionTemplate transaction,
            Clock clock) {
        this.orders = orders;
        this.changes = changes;
        this.payments = payments;
        this.demo = demo;
        this.database = database;
        this.transaction = transaction;
        this.clock = clock;
    }

    private static PlaceOrder.Address place(
            String region, String province, String city, String district, String street) {
        return new PlaceOrder.Address("", "", "CN", region, province, city, district, street, "");
    }

    /** Places orders in all open channels for what is listed; needs both. The caller acts as somebody who may all this. */
    public void seed() {
        List<UUID> channels = ids("select id from core.channel where tenant_id = :tenant and active order by code");
        List<String> skus = skus();
        if (channels.isEmpty() || skus.isEmpty()) {
            return;
        }
        List<CustomerDemo.Known> customers = demo.seed();
        Random random = new Random(SEED);
        for (int i = 0; i < ORDERS; i++) {
            if (orders.place(order(i, channels.get(i % channels.size()), skus, customers, random))
                    instanceof Placement.Placed order) {
                live(i, order.id());
            }
        }
    }

    private PlaceOrder order(
            int i, UUID channel, List<String> skus, List<CustomerDemo.Known> customers, Random random) {
        List<PlaceOrder.Line> lines = new ArrayList<>();
        for (int l = 0; l <= random.nextInt(3); l++) {
            String sku = skus.get(random.nextInt(skus.size()));
            if (lines.stream().noneMatch(line -> line.sku().equals(sku))) {
                lines.add(new PlaceOrder.Line(sku, 1 + random.nextInt(3), null, 0, 0, false, ""));
            }
        }
        if (i % 15 == 4) {
            lines.add(new PlaceOrder.Line("TB-88" + i, 1, 9_900L, 0, 0, false, "渠道商品 " + i));
        }
        CustomerDemo.Known known = i % 3 == 1 ? customers.get(random.nextInt(customers.size())) : null;
        String name = known == null ? NAMES.get(random.nextInt(NAMES.size())) : known.name();
        String phone = known == null ? "138" + (10_000_000 + random.nextInt(89_999_999)) : known.phone();
        long back = (long) ORDERS - i;
        PlaceOrder.Address to = PLACES.get(random.nextInt(PLACES.size()));
        return new PlaceOrder(
                Source.CHANNEL,
                channel,
                "DEMO-" + (10_240 + i),
                clock.instant().minus(Duration.ofMinutes(37 * back + 20 * back * back)),
                "",
                known == null ? null : known.id(),
                new PlaceOrder.Buyer(name, phone, ""),
                new PlaceOrder.Address(
                        name,
                        phone,
                        to.country(),
                        to.region(),
                        to.province(),
                        to.city(),
                        to.district(),
                        to.street(),
                        to.postalCode()),
                i % 9 == 0
                        ? new PlaceOrder.Invoice("company", "杭州山丘咖啡有限公司", "91330106MA2B0000X0")
                        : PlaceOrder.Invoice.NONE,
                lines,
                i % 5 == 2 ? List.of(new PlaceOrder.Discount("NEW10", "新客立减", 100)) : List.of(),
                i % 3 == 0 ? 800 : 0,
                null,
                true,
                List.of(),
                null,
                i % 8 == 1 ? List.of("VIP") : List.of(),
                "",
                null);
    }

    /** What happens to an order after it was placed; what its state does not allow just does not happen. */
    private void live(int i, UUID id) {
        attempt(() -> {
            if (i % 4 != 3) {
                pay(id);
            }
        });
        attempt(() -> {
            switch (i % 12) {
                case 5 -> changes.hold(id, "收货地址待确认");
                case 7 -> changes.note(id, "已电话联系买家，周末送货。");
                case 9 -> changes.cancel(id, "买家不想要了");
                case 11 -> changes.tag(id, List.of("加急"));
                default -> {}
            }
        });
    }

    private void pay(UUID id) {
        long total = orders.order(id).order().total();
        if (total > 0) {
            payments.pay(id, new PlaceOrder.Payment("wechat", "", total, null));
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (ProblemException _) {
            // the next order is seeded all the same
        }
    }

    private List<String> skus() {
        return java.util.Objects.requireNonNull(transaction.execute(_ -> database.core()
                .sql("""
                        select v.sku from core.variant v join core.product p on p.tenant_id = v.tenant_id and p.id = v.product_id
                        where v.tenant_id = :tenant and v.active and p.state = 'listed' order by v.sku limit 60""")
                .param("tenant", Scope.currentTenant().value())
                .query(String.class)
                .list()));
    }

    private List<UUID> ids(String sql) {
        return java.util.Objects.requireNonNull(transaction.execute(_ -> database.core()
                .sql(sql)
                .param("tenant", Scope.currentTenant().value())
                .query(UUID.class)
                .list()));
    }
}
