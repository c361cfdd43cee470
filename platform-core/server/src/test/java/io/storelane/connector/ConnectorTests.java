package io.storelane.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.NewParcel;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Source;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Stalls on a market, connected by a plugin: orders come in, stock and parcels go out, and what fails waits for somebody. */
class ConnectorTests extends MarketStalls {

    private final Fulfilments fulfilments;

    @Autowired
    ConnectorTests(ApplicationContext context, Accounts accounts, FailedRecords failures, Fulfilments fulfilments) {
        super(context, accounts, failures);
        this.fulfilments = fulfilments;
    }

    @Test
    void ordersComeInAndOneThatFailsStopsNoOther() {
        UUID mug = goods.goods("MUG", 5_000);
        goods.stock(mug, place(), 100);
        Stall stall = new Stall("north");
        stall.write(
                "N1 MUG 1", "N2 torn", "N3 UNKNOWN 1", "N4 MUG 2", "N5 astray", "N6 MUG 1", "N6 cancelled", "N7 MUG 1");
        soon(() -> assertThat(stall.orders())
                .containsExactly("N1 open", "N3 open held", "N4 open", "N6 cancelled", "N7 open"));
        soon(() -> assertThat(stall.failed("order"))
                .anyMatch(f ->
                        f.equals("order N2 failed: The slip of order N2 is torn. Ask the stall to write it again."))
                .anyMatch(f -> f.startsWith("order N5 failed: The connector brought order N5 for a channel"))
                .hasSize(2));
        // mended by the channel, tried again by a person
        append(stall.folder.resolve("orders.txt"), "N2 MUG 3\n");
        stage.run(shop.owner(), shop, () -> failures.retry(stall.id, stall.failure("N2")));
        soon(() -> assertThat(stall.orders()).contains("N2 open"));
        stage.run(shop.owner(), shop, () -> failures.ignore(stall.id, stall.failure("N5"), "typed by mistake"));
        stall.hurry();
        soon(() ->
                assertThat(stall.failed("order")).hasSize(1).first().asString().startsWith("order N5 ignored"));
    }

    @Test
    void stockIsToldOnceAsItIsNow() {
        UUID cup = goods.goods("CUP", 5_000);
        UUID odd = goods.goods("ODD", 5_000);
        goods.stock(cup, place(), 10);
        goods.stock(odd, place(), 4);
        Stall stall = new Stall("south");
        soon(() -> assertThat(stall.told()).contains("stock CUP 10\n"));
        soon(() -> assertThat(stall.failed("stock")).contains("stock ODD failed: The market does not weigh ODD."));
        stall.write("S1 CUP 1", "S2 CUP 1", "S3 CUP 1");
        soon(() -> assertThat(stall.told()).contains("stock CUP 7\n"));
        assertThat(stall.told().lines().filter(l -> l.startsWith("stock CUP"))).hasSizeLessThanOrEqualTo(4);
        // a SKU at which the connector breaks keeps no other from being told
        UUID boom = goods.goods("BOOM", 5_000);
        goods.stock(boom, place(), 1);
        UUID jar = goods.goods("JAR", 5_000);
        goods.stock(jar, place(), 6);
        stage.run(shop.owner(), shop, () -> accounts.pause(stall.id));
        stage.run(shop.owner(), shop, () -> accounts.resume(stall.id));
        Awaitility.await()
                .atMost(Duration.ofSeconds(100))
                .untilAsserted(() -> assertThat(stall.told()).contains("stock JAR 6\n"));
        assertThat(stall.failed("stock")).anyMatch(f -> f.startsWith("stock BOOM waiting"));
        stage.run(shop.owner(), shop, () -> accounts.disconnect(stall.id));
    }

    @Test
    void eachParcelIsToldWithItsNumber() {
        UUID hat = goods.goods("HAT", 5_000);
        goods.stock(hat, place(), 10);
        Stall stall = new Stall("east");
        // one that was entered here: the channel does not know it
        stage.run(
                shop.owner(),
                shop,
                () -> context.getBean(Orders.class)
                        .place(Shop.order(
                                Source.API,
                                stall.channel,
                                "",
                                List.of(Shop.line("HAT", 1)),
                                List.of(new PlaceOrder.Payment("bank", "own hat", 5_000, null)))));
        soon(() -> assertThat(open(stall)).hasSize(1));
        UUID own = open(stall).getFirst();
        ship(own, "SF777000", 1);
        stall.write("E1 HAT 3");
        soon(() -> assertThat(open(stall)).hasSize(1));
        UUID fulfilment = open(stall).getFirst();
        ship(fulfilment, "SF777001", 1);
        soon(() -> assertThat(stall.told()).contains("shipped E1 SF SF777001 {HAT=1}\n"));
        ship(fulfilment, "SF777002", 2);
        soon(() -> assertThat(stall.told()).contains("shipped E1 SF SF777002 {HAT=2}\n"));
        assertThat(stall.told().lines().filter(l -> l.startsWith("shipped"))).hasSize(2);
        assertThat(stall.told()).doesNotContain("SF777000");
    }

    private static List<UUID> open(Stall stall) {
        return Stage.all(
                        "select f.id from core.fulfilment f join core.sales_order o on o.tenant_id = f.tenant_id and o.id = f.order_id"
                                + " where o.channel_id = ? and f.state = 'open'",
                        stall.channel)
                .stream()
                .map(UUID.class::cast)
                .toList();
    }

    /** So many units of it leave. */
    private void ship(UUID fulfilment, String tracking, long units) {
        UUID line = Stage.one("select line_id from core.fulfilment_line where fulfilment_id = ?", fulfilment);
        stage.run(shop.owner(), shop, () -> {
            if (Stage.one("select state from core.fulfilment where id = ?", fulfilment)
                    .equals("open")) {
                fulfilments.accept(fulfilment);
                fulfilments.pick(fulfilment);
                fulfilments.pack(fulfilment);
            }
            fulfilments.ship(fulfilment, List.of(new NewParcel("SF", tracking, Map.of(line, units))));
        });
    }

    @Test
    void aHintBringsOneOrderAndACallBringsAll() throws Exception {
        goods.goods("PEN", 5_000);
        Stall stall = new Stall("west");
        soon(() -> assertThat(stall.view().goodAt()).isNotNull());
        append(stall.folder.resolve("orders.txt"), "W1 PEN 1\nW2 PEN 1\n");
        String bell = bell();
        ring(bell, "west W2");
        soon(() -> assertThat(stall.orders()).containsExactly("W2 open held"));
        ring(bell, "west");
        soon(() -> assertThat(stall.orders()).containsExactly("W1 open held", "W2 open held"));
        ring(bell, "west W9");
        soon(() -> assertThat(stall.failed("order")).anyMatch(f -> f.startsWith("order W9 failed")));
    }

    @Test
    void aKeyThatDoesNotOpenStopsTheAccountUntilItIsMended() throws IOException {
        goods.goods("BAG", 5_000);
        Person ada = stage.member(shop, "Ada", "auditor", stage.top(shop));
        Stall stall = new Stall("hill");
        soon(() -> assertThat(stall.view().goodAt()).isNotNull());
        stage.run(
                shop.owner(),
                shop,
                () -> accounts.change(
                        stall.id,
                        stall.view().version(),
                        "hill",
                        Map.of("folder", stall.folder.toString(), "key", "open rye")));
        stall.write("H1 BAG 1");
        soon(() -> assertThat(stall.view().state()).isEqualTo(AccountState.BROKEN));
        assertThat(stall.view().reason(Locale.SIMPLIFIED_CHINESE)).isEqualTo("摊位 hill 打不开，请换一把钥匙。");
        // those who look after channels hear of it, once: not at each time that it is to be looked at
        assertThat(told(shop.owner(), stall)).containsExactly("1 /channel-accounts/" + stall.id);
        assertThat(told(ada, stall)).isEmpty();
        assertThat(ming.get("/w/" + shop.slug() + "/notifications").body())
                .contains("does not let the store “hill” in any more")
                .doesNotContain("??");
        Stage.refused(
                ConnectorProblem.NOT_ACCEPTED,
                () -> stage.run(shop.owner(), shop, () -> accounts.test(stall.id, Locale.ENGLISH)));
        assertThat(stall.orders()).isEmpty();
        stage.run(
                shop.owner(),
                shop,
                () -> accounts.change(
                        stall.id,
                        stall.view().version(),
                        "hill",
                        Map.of("folder", stall.folder.toString(), "key", "open sesame")));
        soon(() -> assertThat(stall.orders()).containsExactly("H1 open held"));
        // the channel wants its rest
        Files.createFile(stall.folder.resolve("rest"));
        stall.write("H2 BAG 1");
        soon(() -> assertThat(stall.view().reason(Locale.ENGLISH)).isEqualTo("The market rests for a moment."));
        Files.delete(stall.folder.resolve("rest"));
        soon(() -> assertThat(stall.orders()).contains("H2 open held"));
        assertThat(told(shop.owner(), stall))
                .as("a channel that rests has refused nobody")
                .containsExactly("1 /channel-accounts/" + stall.id);
        // disconnected: never called again, and its channel is free
        stage.run(shop.owner(), shop, () -> accounts.disconnect(stall.id));
        assertThat(stage.as(shop.owner(), shop, accounts::free)).anyMatch(c -> c.id().equals(stall.channel));
        assertThat(Stage.<Long>one(
                        "select count(*) from core.channel_account where id = ? and secret_id is null", stall.id))
                .isOne();
    }

    /** What a person is told of a stall that the market refuses: how often, and where. */
    private List<String> told(Person person, Stall stall) {
        return Stage.all(
                        "select count || ' ' || page from core.notification where tenant_id = ? and user_id = ? and page like ?"
                                + " and kind = 'channel_account.refused'",
                        shop.tenant().value(),
                        person.id(),
                        "%" + stall.id)
                .stream()
                .map(String::valueOf)
                .toList();
    }

    @Test
    void aStoreIsConnectedAndLookedAfterByPage() {
        String base = "/w/" + shop.slug() + "/channel-accounts";
        UUID channel = goods.channel("lane");
        Path folder = market.resolve("lane");
        make(folder);
        append(folder.resolve("orders.txt"), "L1 torn\n");
        assertThat(ming.get(base + "/new").body())
                .contains("Market stall", "Where the stall stands")
                .doesNotContain("??");
        var shut = ming.post(
                base + "/new",
                Map.of(
                        "plugin", "market",
                        "name", "Lane",
                        "channelId", channel.toString(),
                        "field-folder", folder.toString(),
                        "field-key", "wrong"));
        assertThat(shut.status()).isEqualTo(422);
        assertThat(shut.body())
                .contains("The stall Lane does not open with this key")
                .doesNotContain("wrong");
        var empty =
                ming.post(base + "/new", Map.of("plugin", "market", "name", "Lane", "channelId", channel.toString()));
        assertThat(empty.body()).contains("field-folder-fault", "field-key-fault");
        assertThat(ming.post(
                                base + "/new",
                                Map.of(
                                        "plugin", "market",
                                        "name", "Lane",
                                        "channelId", channel.toString(),
                                        "field-folder", folder.toString(),
                                        "field-key", "open sesame"))
                        .status())
                .isEqualTo(302);
        UUID id = Stage.one("select id from core.channel_account where channel_id = ? and state <> 'ended'", channel);
        assertThat(Stage.<Long>one(
                        "select count(*) from core.channel_account where id = ? and settings::text like '%sesame%'",
                        id))
                .isZero();
        soon(() ->
                assertThat(ming.get(base + "/" + id).body()).contains("The slip of order L1 is torn", "waits for you"));
        assertThat(ming.get(base).body()).contains("Lane", "Market stall").doesNotContain("??");
        UUID record = Stage.one("select id from core.channel_record where account_id = ? and kind = 'order'", id);
        ming.post(base + "/" + id + "/records/" + record + "/ignore", Map.of("reason", " "));
        assertThat(ming.get(base + "/" + id).body()).contains("waits for you");
        ming.post(base + "/" + id + "/records/" + record + "/ignore", Map.of("reason", "a test"));
        assertThat(ming.get(base + "/" + id).body()).contains("Ignored because: a test");
        assertThat(ming.post(base + "/" + id + "/test", Map.of()).status()).isEqualTo(302);
        ming.post(base + "/" + id + "/pause", Map.of());
        assertThat(ming.get(base + "/" + id).body()).contains("Paused");
        assertThat(Stage.all(
                        "select action from core.audit_entry where tenant_id = ? and target_id = ? order by id",
                        shop.tenant().value(),
                        id.toString()))
                .map(String::valueOf)
                .containsExactly(
                        "channel_account.connected", "channel_account.record_ignored", "channel_account.paused");
        Browser auditor = stage.browser(stage.member(shop, "Ada", "auditor", stage.top(shop)));
        assertThat(auditor.get(base + "/" + id).status()).isEqualTo(403);
        assertThat(auditor.post(base + "/" + id + "/disconnect", Map.of()).status())
                .isEqualTo(403);
        Workspace other = stage.shop();
        assertThat(stage.browser(other.owner())
                        .get("/w/" + other.slug() + "/channel-accounts/" + id)
                        .status())
                .isEqualTo(404);
    }
}
