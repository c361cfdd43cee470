package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.support.SecondServer;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Scope;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Two servers, each a process of its own, that meet at an order whose time is over. */
@Isolated
class OrderExpiryServersTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Orders orders;

    @Autowired
    OrderExpiry expiry;

    @Test
    void theyGiveItsUnitsBackOnce() throws Exception {
        Stage stage = new Stage(context);
        Workspace workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        UUID channel = shop.channel("web");
        shop.stock(shop.goods("MUG", 1_500), shop.location("A", "", 1), 10);
        UUID order = ((Placement.Placed)
                        stage.as(workspace.owner(), workspace, () -> orders.place(Shop.order(channel, "MUG", 2))))
                .id();
        try (SecondServer other = SecondServer.start();
                Connection admin = TestStack.get().admin();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            admin.setAutoCommit(false);
            Future<?> here;
            try (var lock = admin.prepareStatement("select 1 from core.sales_order where id = ? for update")) {
                lock.setObject(1, order);
                lock.execute();
                Stage.all(
                        "update core.reservation set expires_at = now() - interval '1 second' where order_id = ?",
                        order);
                await().atMost(Duration.ofSeconds(30)).until(() -> {
                    Stage.all(
                            "insert into infra.ready (tenant_id, queue, due) values (?, 'expiry', now()) on conflict do nothing",
                            workspace.tenant().value());
                    return other.waits();
                });
                here = threads.submit(() -> turn(workspace));
            } finally {
                admin.rollback();
            }
            here.get();
            await().atMost(Duration.ofSeconds(30)).until(() -> lost(shop, order) > 0);
            turn(workspace);
        }
        assertThat(lost(shop, order)).isOne();
        assertThat(shop.number("select sum(reserved) from core.stock_level")).isZero();
        assertThat(shop.number("select sum(reserved) from core.stock_move")).isZero();
        assertThat(shop.number("select sum(short) from core.order_line")).isEqualTo(2);
    }

    private void turn(Workspace workspace) {
        Scope.tenant(workspace.tenant()).run(expiry::turn);
    }

    private static long lost(Shop shop, UUID order) {
        return shop.number(
                "select count(*) from core.event where type = 'order.units_lost' and aggregate_id = ?", order);
    }
}
