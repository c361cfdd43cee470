package io.storelane.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Stage;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** How often stalls are asked and told: all stock once a day, and no more calls in a minute than the connector says. */
class ConnectorPaceTests extends MarketStalls {

    /** More than a page of the walk holds. */
    private static final int MANY = 130;

    private static final int LIMIT = 1_000;

    @Autowired
    ConnectorPaceTests(ApplicationContext context, Accounts accounts, FailedRecords failures) {
        super(context, accounts, failures);
    }

    private static void set(Stall stall, String columns) {
        assertThat(Stage.all(
                        "update core.channel_account set " + columns
                                + " where id = ? and lease_until is null returning 1",
                        stall.id))
                .isNotEmpty();
    }

    private static boolean is(Stall stall, String condition) {
        return Stage.<Boolean>one("select " + condition + " from core.channel_account where id = ?", stall.id);
    }

    private static List<String> stock(Stall stall) {
        return stall.told().lines().filter(l -> l.startsWith("stock P")).toList();
    }

    @Test
    void allStockIsLookedAtOnceADayAndWhatTheChannelDoesNotKnowIsTold() {
        List<UUID> products = IntStream.range(0, MANY)
                .mapToObj(i -> goods.goods("P%03d".formatted(i), 5_000))
                .toList();
        products.forEach(product -> goods.stock(product, place(), 7));
        Stall stall = new Stall("daily");
        soon(() -> assertThat(stock(stall)).hasSizeGreaterThanOrEqualTo(MANY));
        soon(() -> assertThat(is(stall, "lease_until is null and walk_from is null"))
                .isTrue());
        assertThat(stock(stall).stream().distinct()).hasSize(MANY).allMatch(l -> l.endsWith(" 7"));
        // what was told of the products themselves is over, the next walk is far away
        soon(() -> assertThat(Stage.all("""
                        select 1 from core.event_cursor c join core.event e on e.tenant_id = c.tenant_id
                        where c.tenant_id = ? and c.consumer = 'channels' and (e.epoch, e.xid, e.seq) > (c.epoch, c.xid, c.seq)""", shop.tenant().value())).isEmpty());
        soon(() -> set(stall, "walk_at = now() + interval '1 hour'"));
        int before = stock(stall).size();

        // no event tells of these: one that the channel has never heard of, one of which it was told something else
        Stage.all("delete from core.channel_stock where account_id = ? and sku = 'P003' returning 1", stall.id);
        Stage.all(
                "update core.channel_stock set units = 99 where account_id = ? and sku = 'P128' returning 1", stall.id);
        stall.write("D1 P000 1"); // a run that is no walk: its own SKU alone
        soon(() -> assertThat(stock(stall)).contains("stock P000 6"));
        soon(() -> assertThat(is(stall, "lease_until is null")).isTrue());
        assertThat(stock(stall).subList(before, stock(stall).size())).containsOnly("stock P000 6");

        int today = stock(stall).size();
        soon(() -> set(stall, "walk_at = now(), next_at = now()"));
        stall.hurry();
        soon(() -> assertThat(stock(stall).subList(today, stock(stall).size()))
                .containsExactlyInAnyOrder("stock P003 7", "stock P128 7"));
        soon(() -> assertThat(is(
                        stall, "lease_until is null and walk_from is null and walk_at > now() + interval '23 hours'"))
                .isTrue());
        assertThat(stock(stall)).as("what it knows it is not told again").hasSize(today + 2);
    }

    @Test
    void anAccountThatHasMadeItsCallsWaitsForTheNextMinuteAndNoOtherDoes() {
        goods.goods("LIM", 5_000);
        Stall busy = new Stall("busy");
        Stall other = new Stall("other");
        soon(() -> assertThat(busy.view().goodAt()).isNotNull());
        soon(() -> assertThat(is(busy, "lease_until is null")).isTrue());
        soon(() -> set(busy, "calls = " + LIMIT + ", calls_since = now(), run_at = null"));
        busy.write("B1 LIM 1");
        soon(() -> assertThat(is(busy, "run_at is not null and lease_until is null"))
                .isTrue());
        soon(() -> assertThat(is(busy, "next_at = calls_since + interval '1 minute'"))
                .isTrue());
        assertThat(busy.orders()).isEmpty();
        assertThat(busy.view().state()).isEqualTo(AccountState.ACTIVE);
        assertThat(busy.view().faults()).isZero();
        other.write("O1 LIM 1");
        soon(() -> assertThat(other.orders()).containsExactly("O1 open held"));
        assertThat(busy.orders()).isEmpty();

        soon(() -> set(busy, "calls_since = now() - interval '61 seconds', next_at = now()"));
        busy.hurry();
        soon(() -> assertThat(busy.orders()).containsExactly("B1 open held"));
        assertThat(is(busy, "calls < " + LIMIT)).as("counted anew").isTrue();
    }
}
