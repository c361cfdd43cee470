package io.storelane.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.StoppedPlugin;
import io.storelane.support.Browser;
import io.storelane.support.SecondServer;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.tenancy.ReadyMarks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** A server that is killed in the middle of a run of an account: each order is there once, and stock is told as it is. */
@Isolated
class ConnectorKillTests extends MarketStalls {

    private final ReadyMarks marks;

    @Autowired
    ConnectorKillTests(ApplicationContext context, Accounts accounts, FailedRecords failures, ReadyMarks marks) {
        super(context, accounts, failures);
        this.marks = marks;
    }

    private static long reserved(UUID variant) {
        return Stage.<Long>one("select sum(reserved)::bigint from core.stock_level where variant_id = ?", variant);
    }

    private void due(Stall stall, String lease) {
        Stage.all(
                "update core.channel_account set lease_until = null, fetch_at = now(), next_at = now() where id = ? and "
                        + lease + " returning 1",
                stall.id);
    }

    @Test
    void anotherServerGoesOnBehindTheOrdersThatWereTaken() throws Exception {
        UUID mug = goods.goods("MUG", 5_000);
        UUID jug = goods.goods("JUG", 5_000);
        goods.stock(mug, place(), 100);
        goods.stock(jug, place(), 100);
        Stall stall = new Stall("killed");
        soon(() -> assertThat(stall.told()).contains("stock MUG 100\n", "stock JUG 100\n"));
        append(stall.folder.resolve("orders.txt"), "K1 MUG 1\nK2 MUG 1\nK3 MUG 1\nK4 JUG 1\nK5 MUG 1\n");
        try (SecondServer second = SecondServer.start();
                Connection holder = TestStack.get().admin()) {
            holder.setAutoCommit(false);
            try (PreparedStatement lock =
                    holder.prepareStatement("select reserved from core.stock_level where variant_id = ? for update")) {
                lock.setObject(1, jug);
                lock.execute();
            }
            Browser there = stage.signIn(new Browser(second.address()), shop.owner());
            StoppedPlugin.meanwhile(context, "market", () -> {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> {
                            due(stall, "lease_until is null");
                            // it looks there, before this one does
                            there.post("/w/" + shop.slug() + "/channel-accounts/" + stall.id + "/hurry", Map.of());
                            return second.waits();
                        });
                second.kill();
            });
            second.awaitGone();
            holder.rollback();
        }
        assertThat(stall.orders()).contains("K1 open", "K2 open", "K3 open").doesNotContain("K4 open");
        // nobody waits here until the dead server's lease is over
        due(stall, "lease_until is not null");
        marks.mark(shop.tenant(), ChannelWork.QUEUE, Duration.ZERO);
        soon(() -> assertThat(stall.orders()).containsExactly("K1 open", "K2 open", "K3 open", "K4 open", "K5 open"));
        assertThat(reserved(mug)).isEqualTo(4);
        assertThat(reserved(jug)).isEqualTo(1);
        soon(() -> assertThat(stall.told()).contains("stock MUG 96\n", "stock JUG 99\n"));
        assertThat(stall.failed("order")).isEmpty();
    }
}
