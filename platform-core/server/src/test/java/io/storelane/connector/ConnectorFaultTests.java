package io.storelane.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ConnectedAccounts;
import io.storelane.support.ChannelAccounts;
import io.storelane.support.Person;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What a channel does that answers slowly, wrongly or not at all, and what stays as it is all the same. */
class ConnectorFaultTests extends MarketStalls {

    private final Ledger ledger;
    private final Leases leases;
    private final TransactionTemplate transaction;
    private final PublishedService<ConnectedAccounts> told;

    @Autowired
    ConnectorFaultTests(
            ApplicationContext context,
            Accounts accounts,
            FailedRecords failures,
            Ledger ledger,
            Leases leases,
            TransactionTemplate transactionTemplate,
            PublishedService<ConnectedAccounts> told) {
        super(context, accounts, failures);
        this.ledger = ledger;
        this.leases = leases;
        this.transaction = transactionTemplate;
        this.told = told;
    }

    private Stall open(String name) {
        Stall stall = new Stall(name);
        soon(() -> assertThat(stall.view().goodAt()).isNotNull());
        return stall;
    }

    private static Path sign(Stall stall, String name) throws IOException {
        return Files.createFile(stall.folder.resolve(name));
    }

    @Test
    void anOrderThatIsAlwaysSlowStopsNoOther() throws Exception {
        goods.goods("PEAR", 5_000);
        Stall stall = open("brook");
        append(stall.folder.resolve("orders.txt"), "K1 slow\nK2 PEAR 1\n");
        String bell = bell();
        ring(bell, "brook K1");
        ring(bell, "brook K2");
        soon(() -> assertThat(stall.orders()).containsExactly("K2 open held"));
        soon(() -> assertThat(stall.failed("order")).anyMatch(f -> f.startsWith("order K1 waiting")));
    }

    @Test
    void aChannelThatIsAwayIsNoWorkForPeople() throws IOException {
        List<String> fruit = List.of("PLUM", "FIG", "LIME", "DATE");
        List<UUID> variants = fruit.stream().map(f -> goods.goods(f, 5_000)).toList();
        variants.forEach(v -> goods.stock(v, place(), 3));
        Stall stall = open("moor");
        soon(() -> assertThat(stall.told()).contains("stock PLUM 3\n", "stock DATE 3\n"));
        Path away = sign(stall, "away");
        variants.forEach(v -> goods.update("update core.stock_level set on_hand = 11 where variant_id = ?", v));
        Stage.all("update core.channel_account set walk_at = now(), next_at = now() where id = ?", stall.id);
        stall.hurry();
        soon(() -> assertThat(stall.view().faults()).isPositive());
        assertThat(stall.view().reason(Locale.ENGLISH)).contains("IllegalStateException");
        // however often one of them was tried
        Stage.all(
                "update core.channel_record set attempts = 4, next_at = now() where account_id = ? and state = 'waiting'",
                stall.id);
        Instant before = Instant.now();
        stall.hurry();
        soon(() -> assertThat(stall.view().runAt()).isAfter(before));
        soon(() -> assertThat(Stage.<Long>one(
                        "select count(*) from core.channel_record where account_id = ? and attempts = 5", stall.id))
                .isPositive());
        assertThat(Stage.all("select distinct state from core.channel_record where account_id = ?", stall.id))
                .containsExactly("waiting");
        Files.delete(away);
        Stage.all("update core.channel_record set next_at = now() where account_id = ?", stall.id);
        stall.hurry();
        soon(() -> assertThat(stall.told())
                .contains("stock PLUM 11\n", "stock FIG 11\n", "stock LIME 11\n", "stock DATE 11\n"));
        soon(() -> assertThat(stall.view().faults()).isZero());
    }

    @Test
    void aChannelThatTakesNoStockDoesNotLookWellThoughItGivesOrders() throws IOException {
        goods.goods("OAT", 5_000);
        goods.stock(goods.goods("RYE", 5_000), place(), 2);
        goods.goods("BRAN", 5_000);
        make(market.resolve("mill"));
        Path scale = Files.createFile(market.resolve("mill").resolve("scale"));
        Stall stall = new Stall("mill");
        append(stall.folder.resolve("orders.txt"), "O1 OAT 1\n");
        soon(() -> assertThat(stall.view().faults()).isPositive());
        assertThat(stall.view().reason(Locale.ENGLISH)).contains("IllegalStateException");
        assertThat(stall.view().goodAt()).isNull();
        stall.calm(); // a run that is on its way would write over what follows
        Stage.all(
                "update core.channel_record set attempts = 4, next_at = now() where account_id = ? and kind = 'stock'",
                stall.id);
        stall.hurry();
        soon(() -> assertThat(stall.orders()).containsExactly("O1 open held"));
        soon(() -> assertThat(Stage.<Long>one(
                        "select count(*) from core.channel_record where account_id = ? and attempts = 5", stall.id))
                .isPositive());
        soon(() -> assertThat(stall.view().faults()).isGreaterThan(1));
        assertThat(Stage.all(
                        "select distinct state from core.channel_record where account_id = ? and kind = 'stock'",
                        stall.id))
                .containsExactly("waiting");
        Files.delete(scale);
        Stage.all("update core.channel_record set next_at = now(), attempts = 0 where account_id = ?", stall.id);
        stall.hurry();
        soon(() -> assertThat(stall.told()).contains("stock RYE 2\n"));
        soon(() -> assertThat(stall.view().goodAt()).isNotNull());
    }

    @Test
    void aChannelThatGivesNoOrdersIsToldOfStockAndDoesNotLookWell() throws IOException {
        UUID nut = goods.goods("NUT", 5_000);
        goods.stock(nut, place(), 2);
        make(market.resolve("cliff"));
        Path refuse = Files.createFile(market.resolve("cliff").resolve("refuse"));
        Stall stall = new Stall("cliff");
        soon(() -> assertThat(stall.told()).contains("stock NUT 2\n"));
        soon(() -> assertThat(stall.view().faults()).isPositive());
        assertThat(stall.view().reason(Locale.ENGLISH)).isEqualTo("The market gives no orders today.");
        assertThat(stall.view().goodAt()).isNull();
        Files.delete(refuse);
        stall.hurry();
        soon(() -> assertThat(stall.view().goodAt()).isNotNull());
        assertThat(stall.view().reason(Locale.ENGLISH)).isEmpty();
    }

    @Test
    void anOrderThatComesBackUnderAnotherNumberIsPutAsideOnce() throws Exception {
        Stall stall = open("ford");
        append(stall.folder.resolve("orders.txt"), "F1 twin\n");
        ring(bell(), "ford F1");
        soon(() -> assertThat(stall.failed("order"))
                .containsExactly("order F1 failed: The slip of order F1 is torn. Ask the stall to write it again."));
    }

    @Test
    void textThatNoDatabaseTakesStopsNothing() {
        goods.goods("KEY", 5_000);
        Stall stall = open("well");
        stall.write("U1 null", "U2 KEY 1");
        soon(() -> assertThat(stall.orders()).containsExactly("U2 open held"));
        assertThat(stall.failed("order"))
                .containsExactly(
                        "order U1\uFFFD failed: The slip of order U1\uFFFD is torn. Ask the stall to write it again.");
    }

    @Test
    void aSkuIsToldUnderItsNewNameAndItsRefusalIsKept() {
        UUID old = goods.goods("OLD", 5_000);
        goods.stock(old, place(), 5);
        Stall stall = open("gate");
        soon(() -> assertThat(stall.told()).contains("stock OLD 5\n"));
        stage.run(shop.owner(), shop, () -> accounts.pause(stall.id));
        goods.update("update core.variant set sku = 'FRESH' where id = ?", old);
        stage.run(shop.owner(), shop, () -> accounts.resume(stall.id));
        soon(() -> assertThat(stall.told()).contains("stock FRESH 5\n"));
        stage.run(shop.owner(), shop, () -> accounts.pause(stall.id));
        wanted(stall.id, Ledger.Kind.STOCK, old.toString(), "FRESH");
        goods.update("update core.variant set sku = 'ODDER' where id = ?", old);
        stage.run(shop.owner(), shop, () -> accounts.resume(stall.id));
        soon(() -> assertThat(stall.failed("stock"))
                .anyMatch(f -> f.endsWith(" failed: The market does not weigh ODDER.")));
    }

    private void wanted(UUID account, Ledger.Kind kind, String name, String label) {
        in(() -> ledger.want(List.of(new Ledger.Wanted(account, kind, name, label, "{}")), Duration.ZERO));
    }

    private void in(Runnable work) {
        stage.run(shop.owner(), shop, () -> transaction.executeWithoutResult(_ -> work.run()));
    }

    private Ledger.Entry due(UUID account) {
        return stage.as(
                shop.owner(),
                shop,
                () -> transaction.execute(_ -> List.of(true, false).stream()
                        .flatMap(tried -> ledger.due(account, Ledger.Kind.ORDER, tried, 9).stream())
                        .findFirst()
                        .orElseThrow()));
    }

    /** What its channel says of an order while it is asked about it. */
    @Test
    void whatIsNamedWhileItIsAskedForIsAskedForAnew() {
        Stall stall = open("attic");
        stage.run(shop.owner(), shop, () -> accounts.pause(stall.id));
        Cause torn = new Cause("torn", "破");
        wanted(stall.id, Ledger.Kind.ORDER, "Q1", "Q1");
        Ledger.Entry first = due(stall.id);
        wanted(stall.id, Ledger.Kind.ORDER, "Q1", "Q1");
        in(() -> ledger.failed(first, torn));
        assertThat(due(stall.id).revision()).isEqualTo(first.revision() + 1);
        in(() -> ledger.settled(stall.id, List.of("Q1")));
        in(() -> ledger.failed(stall.id, Ledger.Kind.ORDER, "Q1", "Q1", torn));
        in(() -> ledger.again(first, torn));
        in(() -> ledger.done(List.of(first)));
        Ledger.Entry second = due(stall.id);
        assertThat(second.attempts()).isZero();
        UUID again = second.id();
        stage.run(shop.owner(), shop, () -> failures.retry(stall.id, again));
        in(() -> ledger.failed(second, torn));
        Ledger.Entry third = due(stall.id);
        // what somebody decides while it is tried stays so
        UUID record = third.id();
        stage.run(shop.owner(), shop, () -> failures.ignore(stall.id, record, "sold twice"));
        in(() -> ledger.again(third, torn));
        in(() -> ledger.failed(third, torn));
        assertThat(Stage.<String>one("select state from core.channel_record where id = ?", record))
                .isEqualTo("ignored");
        Stage.all("update core.channel_record set state = 'failed' where id = ?", record);
        in(() -> ledger.settled(stall.id, List.of("Q1")));
        assertThat(Stage.all("select id from core.channel_record where account_id = ?", stall.id))
                .isEmpty();
    }

    @Test
    void aRefusalOfAnOldKeyDoesNotStopAnAccountThatWasMended() {
        Workspace other = stage.shop();
        new Shop(context, stage, other).channel("pier");
        UUID account = ChannelAccounts.refused(other.slug());
        Stage.all(
                "update core.channel_account set state = 'active', reason_en = '', reason_zh = '', next_at = now() where id = ?",
                account);
        stage.run(other.owner(), other, () -> {
            Leases.Held held = leases.take(Duration.ofMinutes(1)).orElseThrow();
            Stage.all("update core.channel_account set version = version + 1 where id = ?", account);
            leases.end(
                    held,
                    AccountState.BROKEN,
                    new Cause("shut", "关"),
                    1,
                    new RunCounts(0, 0, 0, 0, 0),
                    Instant.now().plus(Duration.ofDays(1)));
        });
        assertThat(Stage.<String>one(
                        "select state || faults || reason_en from core.channel_account where id = ?", account))
                .isEqualTo("active0");
        ChannelAccounts.remove(account);
    }

    @Test
    void aSecretIsNeverTakenForSomethingElseBecauseThePluginIsAway() {
        Workspace other = stage.shop();
        new Shop(context, stage, other).channel("quay");
        UUID account = ChannelAccounts.refused(other.slug());
        Stage.refused(
                ConnectorProblem.NO_CONNECTOR,
                () -> stage.run(
                        other.owner(),
                        other,
                        () -> accounts.change(
                                account, 0, "quay", Map.of("folder", "/stalls/2", "key", "open sesame"))));
        assertThat(Stage.<String>one("select settings::text from core.channel_account where id = ?", account))
                .contains("/stalls/1")
                .doesNotContain("sesame");
        ChannelAccounts.remove(account);
    }

    @Test
    void accountsAreSeenFromTheirPlaceAndRecordsInTheirAccount() {
        Stall top = open("tower");
        Stall other = open("yard");
        stage.run(shop.owner(), shop, () -> accounts.pause(top.id));
        in(() -> ledger.failed(top.id, Ledger.Kind.ORDER, "T1", "T1", new Cause("torn", "破")));
        UUID record = top.failure("T1");
        String base = "/w/" + shop.slug() + "/channel-accounts/";
        for (String what : List.of("/retry", "/ignore")) {
            ming.post(base + other.id + "/records/" + record + what, Map.of("reason", "none of yours"));
        }
        Stage.refused(
                ConnectorProblem.RECORD_NOT_FOUND,
                () -> stage.run(shop.owner(), shop, () -> failures.retry(other.id, record)));
        assertThat(top.failed("order")).containsExactly("order T1 failed: torn");

        UUID node = stage.node(shop, stage.top(shop), "Harbour");
        String path = Stage.one("select path from core.org_node where id = ?", node);
        Stage.all("update core.channel set node_id = ?, org_path = ? where id = ?", node, path, other.channel);
        // who manages channels does so everywhere; who manages orders of a place sees the stores there
        Person kay = stage.member(shop, "Kay", "agency_operator", node);
        assertThat(stage.browser(kay).get(base + other.id).status()).isEqualTo(403);
        stage.run(kay, shop, () -> {
            ConnectedAccounts seen = told.make().plugin("market");
            assertThat(seen.list()).extracting(Account::id).containsExactly(other.id);
            seen.changed(other.id);
            Stage.refused(ConnectorProblem.NOT_FOUND, () -> seen.changed(top.id));
            Stage.refused(ConnectorProblem.NOT_FOUND, () -> seen.changed(top.id, "T2"));
            assertThatIllegalArgumentException().isThrownBy(() -> seen.changed(other.id, "Y\u0000"));
        });
        assertThat(top.failed("order")).containsExactly("order T1 failed: torn");
        assertThat(top.view().state()).isEqualTo(AccountState.PAUSED);
    }

    @Test
    void aFormThatIsSentTwiceConnectsOneStore() {
        UUID channel = goods.channel("twice");
        Path folder = market.resolve("twice");
        make(folder);
        Map<String, String> typed = Map.of(
                "plugin", "market",
                "name", "Twice",
                "channelId", channel.toString(),
                "field-folder", folder.toString(),
                "field-key", "open sesame");
        String page = "/w/" + shop.slug() + "/channel-accounts/new";
        assertThat(ming.post(page, typed).status()).isEqualTo(302);
        assertThat(ming.post(page, typed).status()).isEqualTo(422);
        assertThat(Stage.<Long>one("select count(*) from core.channel_account where channel_id = ?", channel))
                .isOne();
    }
}
