package io.storelane.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.fulfilment.Fulfilments;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderEdit;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.support.Stage;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What a channel changes of an order later comes here, and what people changed here stays. */
class ChannelChangeTests extends MarketStalls {

    private final Orders orders;
    private final OrderChanges changes;
    private final Fulfilments fulfilments;

    @Autowired
    ChannelChangeTests(
            ApplicationContext context,
            Accounts accounts,
            FailedRecords failures,
            Orders orders,
            OrderChanges changes,
            Fulfilments fulfilments) {
        super(context, accounts, failures);
        this.orders = orders;
        this.changes = changes;
        this.fulfilments = fulfilments;
    }

    @BeforeAll
    void hats() {
        goods.stock(goods.goods("HAT", 5_000), place(), 1_000);
    }

    @Test
    void paymentsAndRefundsOfLaterAreRecordedOnce() {
        Stall stall = new Stall("money");
        stall.write("P1 HAT 2 unpaid");
        soon(() -> assertThat(money(stall, "P1")).isEqualTo("unpaid 0 0"));
        stall.write("P1 HAT 2", "P1 HAT 2");
        soon(() -> assertThat(money(stall, "P1")).isEqualTo("paid 10000 0"));
        stall.write("P1 HAT 2 refund:4000");
        soon(() -> assertThat(money(stall, "P1")).isEqualTo("partly_refunded 10000 4000"));
        stall.write("P1 HAT 2 refund:4000 refund:1000", "P2 HAT 1 refund:500");
        soon(() -> assertThat(money(stall, "P1")).isEqualTo("partly_refunded 10000 5000"));
        soon(() -> assertThat(money(stall, "P2")).isEqualTo("partly_refunded 5000 500"));
        assertThat(Stage.all(
                        "select p.kind || ' ' || p.amount from core.order_payment p where p.order_id = ? order by p.id",
                        order(stall, "P1")))
                .containsExactly("payment 10000", "refund 4000", "refund 1000");
    }

    @Test
    void aRefundThatDoesNotFitWaitsForAPersonAndStopsNoOther() {
        Stall stall = new Stall("excess");
        stall.write("X1 HAT 1", "X2 HAT 1 unpaid");
        soon(() -> assertThat(stall.orders()).hasSize(2));
        stall.write("X1 HAT 1 refund:9000", "X2 HAT 1");
        soon(() -> assertThat(money(stall, "X2")).isEqualTo("paid 5000 0"));
        assertThat(stall.failed("order")).hasSize(1).first().asString().startsWith("order X1 failed: ");
        assertThat(money(stall, "X1")).isEqualTo("paid 5000 0");
        stall.write("X1 HAT 1 refund:900");
        soon(() -> assertThat(money(stall, "X1")).isEqualTo("partly_refunded 5000 900"));
        soon(() -> assertThat(stall.failed("order")).isEmpty());
    }

    @Test
    void anotherAddressIsTakenOverUntilALocationWorksOnTheOrder() {
        Stall stall = new Stall("streets");
        stall.write("A1 HAT 1");
        soon(() -> assertThat(stall.orders()).containsExactly("A1 open"));
        stall.write("A1 HAT 1 street:Road-9");
        soon(() -> assertThat(street(stall, "A1")).isEqualTo("Road-9"));

        // a person knows better, and the channel says what it said before, beside something new
        UUID id = order(stall, "A1");
        stage.run(shop.owner(), shop, () -> {
            OrderView before = orders.unmasked(id).order();
            PlaceOrder.Address to = before.shipTo();
            changes.edit(
                    id,
                    new OrderEdit(
                            before.version(),
                            before.buyer(),
                            new PlaceOrder.Address(
                                    to.name(),
                                    to.phone(),
                                    to.country(),
                                    to.region(),
                                    to.province(),
                                    to.city(),
                                    to.district(),
                                    "Own 1",
                                    to.postalCode()),
                            before.invoice(),
                            before.salesPersonId(),
                            before.note()));
        });
        stall.write("A1 HAT 1 street:Road-9 refund:100");
        soon(() -> assertThat(money(stall, "A1")).isEqualTo("partly_refunded 5000 100"));
        assertThat(street(stall, "A1")).isEqualTo("Own 1");

        Awaitility.await()
                .atMost(SOON)
                .until(() -> !Stage.all("select id from core.fulfilment where order_id = ?", id)
                        .isEmpty());
        stage.run(
                shop.owner(),
                shop,
                () -> fulfilments.accept(Stage.one("select id from core.fulfilment where order_id = ?", id)));
        stall.write("A1 HAT 1 street:Road-12 refund:100");
        soon(() -> assertThat(tasks(id)).containsExactly("ADDRESS_CHANGED"));
        assertThat(stall.orders()).containsExactly("A1 open held");
        assertThat(street(stall, "A1")).isEqualTo("Own 1");
        String page = ming.get("/w/" + shop.slug() + "/orders/" + id).body();
        assertThat(page).contains("Address changed in the channel").contains("Look the order up in the channel");
    }

    @Test
    void fewerUnitsAreCancelledAndMoreAreAPersons() {
        Stall stall = new Stall("units");
        stall.write("F1 HAT 5");
        soon(() -> assertThat(stall.orders()).containsExactly("F1 open"));
        UUID id = order(stall, "F1");
        stall.write("F1 HAT 3");
        soon(() -> assertThat(units(id)).isEqualTo("3 3"));
        stall.write("F1 HAT 3 more:CAP");
        soon(() -> assertThat(tasks(id)).containsExactly("LINES_CHANGED"));
        assertThat(stall.orders()).containsExactly("F1 open held");
        assertThat(units(id)).isEqualTo("3 3");
        UUID task = Stage.one("select id from core.order_task where order_id = ? and state = 'open'", id);
        stage.run(shop.owner(), shop, () -> changes.resolveTask(id, task));
        // the same once more is no news
        stall.write("F1 HAT 3 more:CAP", "F2 HAT 1");
        soon(() -> assertThat(stall.orders()).containsExactly("F1 open", "F2 open"));
        assertThat(tasks(id)).isEmpty();
    }

    private UUID order(Stall stall, String number) {
        return Stage.one(
                "select id from core.sales_order where channel_id = ? and external_id = ?", stall.channel, number);
    }

    private String money(Stall stall, String number) {
        return Stage.all(
                        "select payment_state || ' ' || paid || ' ' || refunded from core.sales_order"
                                + " where channel_id = ? and external_id = ?",
                        stall.channel,
                        number)
                .stream()
                .map(String::valueOf)
                .findFirst()
                .orElse("");
    }

    private String street(Stall stall, String number) {
        return Stage.one("select ship_street from core.sales_order where id = ?", order(stall, number));
    }

    /** Units that are left, and those that are held for them. */
    private static String units(UUID order) {
        return Stage.one(
                "select sum(quantity - cancelled) || ' ' || sum(reserved) from core.order_line where order_id = ?",
                order);
    }

    private static List<String> tasks(UUID order) {
        return Stage.all("select fault from core.order_task where order_id = ? and state = 'open'", order).stream()
                .map(String::valueOf)
                .toList();
    }
}
