package io.storelane.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Permission;
import io.storelane.notification.Notice;
import io.storelane.notification.NoticeKind;
import io.storelane.notification.Notices;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.PluginJar;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** People get notifications by the way of a plugin that they have chosen; none is lost, and nobody waits for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ResourceLock("plugins")
class PluginSenderTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final NoticeKind HELD =
            new NoticeKind("order.held", Permission.ORDERS_MANAGE, "/orders?view=held", "alert-triangle", false);

    private final Stage stage;
    private final Notices notices;
    private final TransactionTemplate transaction;
    private final ReadyMarks marks;
    private Workspace shop;
    private Person ming;

    @Autowired
    PluginSenderTests(ApplicationContext context, Notices notices, TransactionTemplate transaction, ReadyMarks marks) {
        this.stage = new Stage(context);
        this.notices = notices;
        this.transaction = transaction;
        this.marks = marks;
        this.shop = stage.shop();
        this.ming = shop.owner();
    }

    @BeforeAll
    void install() {
        PluginJar.points("1.0.0").installAnew();
    }

    @AfterAll
    void remove() {
        PluginJar.remove("points");
    }

    @BeforeEach
    void aWorkspace() {
        shop = stage.shop();
        ming = shop.owner();
        stage.browser(ming).post(page("/plugins/points/enable"), Map.of());
    }

    private String page(String path) {
        return "/w/" + shop.slug() + path;
    }

    private void held(String number) {
        Notice notice = Notice.at(null, HELD, "/orders/" + number, null, number);
        Scope.tenant(shop.tenant()).run(() -> transaction.executeWithoutResult(_ -> notices.tell(List.of(notice))));
    }

    private void byPigeon(Person person) {
        assertThat(stage.browser(person)
                        .post(
                                page("/notifications/settings"),
                                Map.of("product", "order.held", "way", "order.held points/pigeon"))
                        .status())
                .isEqualTo(302);
    }

    private List<Object> carried() {
        return Stage.all(
                        "select holder from plugin_points.point where tenant_id = ? and holder like 'pigeon %' order by holder",
                        shop.tenant().value())
                .stream()
                .map(Object.class::cast)
                .toList();
    }

    private void behave(int how) {
        Stage.all(
                "delete from plugin_points.point where tenant_id = ? and holder = 'behaviour pigeon'",
                shop.tenant().value());
        Stage.all(
                "insert into plugin_points.point (tenant_id, id, holder, amount, given_at) values (?, gen_random_uuid(), 'behaviour pigeon', ?, now())",
                shop.tenant().value(),
                (long) how);
    }

    private String sending(String column) {
        return Stage.all(
                        "select " + column + "::text from core.notification_sending where tenant_id = ?",
                        shop.tenant().value())
                .toString();
    }

    private void sooner(int attempts) {
        Stage.all(
                "update core.notification_sending set next_at = now(), attempts = greatest(attempts, ?) where tenant_id = ?",
                attempts,
                shop.tenant().value());
        marks.mark(shop.tenant(), "sending", Duration.ZERO);
    }

    @Test
    void eachPersonSwitchesItOnForKinds() {
        Person emma = stage.member(shop, "Emma", "node_manager", stage.top(shop));
        held("A1");
        Browser browser = stage.browser(ming);
        assertThat(browser.get(page("/notifications/settings")).body())
                .contains("By pigeon", "order.held points/pigeon");
        assertThat(browser.cookie("language", "zh-CN")
                        .header("Accept-Language", "zh-CN")
                        .get(page("/notifications/settings"))
                        .body())
                .contains("信鸽");
        byPigeon(ming);
        held("A2");
        await().atMost(SOON).until(() -> carried().size() == 1);
        assertThat(carried().getFirst().toString())
                .startsWith("pigeon " + ming.email() + " en order.held: ")
                .contains("A2")
                .endsWith("/w/" + shop.slug() + "/orders/A2")
                .doesNotContain("A1");
        assertThat(carried().toString()).doesNotContain(emma.email());
        assertThat(sending("state")).isEqualTo("[]");

        stage.browser(ming).post(page("/notifications/settings"), Map.of("product", "order.held"));
        held("A3");
        assertThat(sending("state")).isEqualTo("[]");
    }

    @Test
    void manyAtOnceAreOneMessageAndTheApiKnowsTheWay() {
        ApiClient client = stage.program(ming, shop, stage.top(shop));
        var chosen = client.put(
                "/api/v1/notifications/choices/order.held",
                "{\"product\": true, \"mail\": false, \"ways\": [\"points/pigeon\"]}");
        assertThat(chosen.at("/ways/0")).as(chosen.body()).isEqualTo("points/pigeon");
        for (int i = 0; i < 20; i++) {
            held("B" + i);
        }
        await().atMost(SOON).until(() -> sending("state").equals("[]"));
        assertThat(carried().size()).isBetween(1, 3);
        assertThat(carried().toString()).contains("/orders?view=held");
        var unknown = client.put(
                "/api/v1/notifications/choices/order.held",
                "{\"product\": true, \"mail\": false, \"ways\": [\"points/raven\"]}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("points/raven", "points/pigeon", "/ways");
        var kept = client.put("/api/v1/notifications/choices/order.held", "{\"product\": true, \"mail\": true}");
        assertThat(kept.at("/ways/0")).isEqualTo("points/pigeon");
    }

    @Test
    void whatFailsIsTriedAgainAndGivenUpIsShownAndSentOnRequest() {
        byPigeon(ming);
        behave(1);
        long begun = System.nanoTime();
        held("C1");
        assertThat((System.nanoTime() - begun) / 1_000_000).isLessThan(5_000);
        await().atMost(SOON)
                .until(() ->
                        sending("attempts").equals("[1]") && !sending("fault").equals("[]"));
        behave(0);
        sooner(1);
        await().atMost(SOON).until(() -> carried().size() == 1);

        behave(1);
        held("C2");
        sooner(9);
        await().atMost(SOON).until(() -> sending("state").equals("[dead]"));
        assertThat(stage.browser(ming).get(page("/plugins/points")).body())
                .contains("Notifications that were given up", "points 1.0.0");
        behave(0);
        assertThat(stage.browser(ming)
                        .post(page("/plugins/points/resend"), Map.of())
                        .status())
                .isEqualTo(302);
        await().atMost(SOON).until(() -> carried().size() == 2);
    }

    /** One that is slow is asked for one message; the others of its way wait, and their tries do not count. */
    @Test
    void aSlowWayHoldsUpNoOthers() {
        byPigeon(ming);
        behave(2);
        UUID top = stage.top(shop);
        for (String name : List.of("Ann", "Ben", "Cid", "Dan")) {
            byPigeon(stage.member(shop, name, "owner", top));
        }
        held("G1");
        await().atMost(SOON)
                .until(() -> Stage.<Long>one(
                                "select count(*) from core.notification_sending where tenant_id = ? and next_at > now() + interval '30 seconds' and attempts = 1",
                                shop.tenant().value())
                        == 4);
        assertThat(sending("state")).isEqualTo("[waiting, waiting, waiting, waiting, waiting]");
        behave(0);
        sooner(1);
        await().atMost(SOON).until(() -> carried().size() == 5);
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        byPigeon(ming);
        behave(3);
        held("D1");
        await().atMost(SOON).until(() -> sending("state").equals("[dead]"));
        assertThat(sending("attempts")).isEqualTo("[1]");
        assertThat(stage.browser(ming).get(page("/plugins/points")).body())
                .contains("Pigeons do not know this person.");
    }

    /** A server that died while it sent has taken it for some time; whoever looks after that sends it. */
    @Test
    void whatAServerHadTakenIsSentByAnother() {
        byPigeon(ming);
        held("E1");
        Stage.all(
                "update core.notification_sending set attempts = 1, next_at = now() + interval '3 minutes' where tenant_id = ?",
                shop.tenant().value());
        Stage.all(
                "delete from infra.ready where tenant_id = ? and queue = 'sending'",
                shop.tenant().value());
        Stage.all(
                "update core.notification_sending set next_at = now() where tenant_id = ?",
                shop.tenant().value());
        marks.repair();
        await().atMost(SOON).until(() -> carried().size() == 1);
    }

    @Test
    void whoMaySeeItNoMoreAndAPluginThatIsDisabledGetNothing() {
        UUID top = stage.top(shop);
        Person emma = stage.member(shop, "Emma", "node_manager", top);
        byPigeon(emma);
        Scope.tenant(shop.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> {
                    notices.tell(List.of(Notice.at(null, HELD, "/orders/F1", null, "F1")));
                    Stage.all(
                            "delete from core.role_assignment where tenant_id = ? and user_id = ?",
                            shop.tenant().value(),
                            emma.id());
                }));
        await().atMost(SOON).until(() -> sending("state").equals("[]"));
        assertThat(carried()).isEmpty();

        byPigeon(ming);
        stage.browser(ming).post(page("/plugins/points/disable"), Map.of());
        held("F2");
        await().atMost(SOON).until(() -> sending("state").equals("[]"));
        assertThat(carried()).isEmpty();
        assertThat(stage.browser(ming).get(page("/notifications/settings")).body())
                .doesNotContain("points/pigeon");
    }
}
