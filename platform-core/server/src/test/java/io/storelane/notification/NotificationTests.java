package io.storelane.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Permission;
import io.storelane.member.Members;
import io.storelane.order.OrderChanges;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** People are told what concerns them, once, and only as long as they may see it. */
class NotificationTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    ApplicationContext context;

    @Autowired
    Notifications notifications;

    @Autowired
    Notices notices;

    @Autowired
    Digests digests;

    @Autowired
    NoticeKinds kinds;

    @Autowired
    TransactionTemplate transaction;

    private Stage stage;
    private Workspace shop;
    private UUID top;

    @BeforeEach
    void aWorkspace() {
        stage = new Stage(context);
        shop = stage.shop();
        top = stage.top(shop);
    }

    private NoticeKind kind(String key) {
        return kinds.of(key).orElseThrow();
    }

    private void tell(Notice... some) {
        Scope.tenant(shop.tenant()).run(() -> transaction.executeWithoutResult(_ -> notices.tell(List.of(some))));
    }

    private void held(UUID node, String number) {
        tell(Notice.at(node, kind("order.held"), "/orders/" + number, null, number));
    }

    private List<NotificationView> of(Person person) {
        return stage.as(
                person,
                shop,
                () -> notifications.find(Notifications.Filter.ALL, "", 50).rows());
    }

    private int unread(Person person) {
        return stage.as(person, shop, () -> notifications.unread());
    }

    /** A turn in a minute from now, when what was gathered goes out. */
    private void later() {
        Stage.all(
                "update core.notification set mail_due = now() where mail_due is not null and tenant_id = ?",
                shop.tenant().value());
        Scope.tenant(shop.tenant()).run(() -> {
            var _ = digests.turn();
        });
    }

    private long mails(Person person) {
        return Stage.<Long>one(
                "select count(*) from core.mail where template = 'digest' and recipient = ?", person.email());
    }

    @Test
    void whoHoldsThePermissionThereIsToldAndNobodyElse() {
        UUID east = stage.node(shop, top, "East");
        UUID west = stage.node(shop, top, "West");
        Person atEast = stage.member(shop, "Emma", "node_manager", east);
        Person atWest = stage.member(shop, "Wim", "node_manager", west);
        Person auditor = stage.member(shop, "Ada", "auditor", top);
        held(east, "E1");

        assertThat(of(atEast)).hasSize(1);
        assertThat(of(shop.owner())).anyMatch(n -> n.text().contains("E1"));
        assertThat(of(atWest)).isEmpty();
        assertThat(of(auditor)).isEmpty();
    }

    @Test
    void whatIsNotReadIsCountedAndNotRepeated() {
        Person manager = stage.member(shop, "Emma", "node_manager", top);
        held(top, "A1");
        assertThat(of(manager).getFirst().page()).isEqualTo("/orders/A1");
        held(top, "A2");
        held(top, "A3");
        NotificationView one = of(manager).getFirst();
        assertThat(of(manager)).hasSize(1);
        assertThat(one.count()).isEqualTo(3);
        assertThat(one.page()).isEqualTo("/orders?view=held");
        assertThat(unread(manager)).isEqualTo(1);

        stage.run(manager, shop, () -> notifications.read(one.id()));
        assertThat(unread(manager)).isZero();
        held(top, "A4");
        assertThat(of(manager)).hasSize(2);
        assertThat(of(manager).getFirst().count()).isEqualTo(1);
        assertThat(stage.as(manager, shop, () -> notifications.readAll())).isEqualTo(1);
        assertThat(unread(manager)).isZero();
    }

    @Test
    void whoMovesToAnotherPlaceSeesNoMoreOfTheOldOne() {
        UUID east = stage.node(shop, top, "East");
        UUID west = stage.node(shop, top, "West");
        Person manager = stage.member(shop, "Emma", "node_manager", east);
        held(east, "E1");
        UUID id = of(manager).getFirst().id();
        Stage.all("update core.role_assignment set node_id = ? where user_id = ?", west, manager.id());

        assertThat(of(manager)).isEmpty();
        assertThat(unread(manager)).isZero();
        Stage.refused(NotificationProblem.NOT_FOUND, () -> stage.run(manager, shop, () -> notifications.read(id)));
        assertThat(stage.as(manager, shop, () -> notifications.readAll())).isZero();
        later();
        assertThat(mails(manager)).isZero();
    }

    @Test
    void nothingIsLeftForWhomIsDismissed() {
        Person manager = stage.member(shop, "Emma", "node_manager", top);
        held(top, "A1");
        Browser browser = stage.browser(manager);
        String page = "/w/" + shop.slug() + "/notifications";
        assertThat(browser.get(page).body()).contains("A1");
        stage.run(shop.owner(), shop, () -> context.getBean(Members.class).remove(manager.id()));

        assertThat(browser.get(page).status()).isEqualTo(404);
        held(top, "A2");
        await().atMost(SOON)
                .until(() ->
                        Stage.<Long>one("select count(*) from core.notification where user_id = ?", manager.id()) == 0);
        later();
        assertThat(mails(manager)).isZero();
    }

    @Test
    void aHundredOfAKindAreOneMail() {
        Person manager = stage.member(shop, "Emma", "node_manager", top);
        stage.run(manager, shop, () -> notifications.choose("order.held", true, true));
        for (int i = 0; i < 100; i++) {
            held(top, "N" + i);
        }
        later();
        assertThat(mails(manager)).isEqualTo(1);
        held(top, "N100");
        later();
        assertThat(mails(manager)).as("not again within a quarter of an hour").isEqualTo(1);
        Stage.all(
                "update core.notification set mailed_at = mailed_at - interval '1 hour' where user_id = ?",
                manager.id());
        later();
        assertThat(mails(manager)).isEqualTo(2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(TestStack.get().mail().to(manager.email()))
                        .anyMatch(mail -> mail.text().contains("100 orders are on hold, the latest is N99")
                                && mail.text().contains("/w/" + shop.slug() + "/notifications")));
    }

    @Test
    void whatCannotBeToldToOneIsToldToTheOthers() {
        Person first = stage.member(shop, "Emma", "node_manager", top);
        Person second = stage.member(shop, "Mia", "node_manager", top);
        for (Person one : List.of(first, second)) {
            stage.run(one, shop, () -> notifications.choose("order.held", true, true));
        }
        held(top, "A1");
        Stage.all(
                "update core.notification set detail = '{}', mail_due = now() - interval '1 hour' where user_id = ?",
                first.id());
        Stage.all("update core.notification set mail_due = now() where user_id = ?", second.id());
        Scope.tenant(shop.tenant()).run(() -> {
            var _ = digests.turn();
        });
        assertThat(mails(second)).isEqualTo(1);
        assertThat(mails(first)).isZero();
        assertThat(Stage.<Boolean>one(
                        "select mail_due > now() + interval '10 minutes' from core.notification where user_id = ?",
                        first.id()))
                .as("it is tried again later")
                .isTrue();
    }

    @Test
    void whatWasReadIsNotMailed() {
        Person manager = stage.member(shop, "Emma", "node_manager", top);
        stage.run(manager, shop, () -> notifications.choose("order.held", true, true));
        held(top, "A1");
        stage.as(manager, shop, () -> notifications.readAll());
        later();
        assertThat(mails(manager)).isZero();
    }

    @Test
    void eachPersonChoosesHowToBeTold() {
        Person quiet = stage.member(shop, "Quentin", "node_manager", top);
        Person byMail = stage.member(shop, "Maya", "node_manager", top);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(of(shop.owner()).stream()
                                .filter(n -> n.kind().equals("member.joined"))
                                .mapToInt(NotificationView::count)
                                .sum())
                        .as("of both, while none of them had chosen")
                        .isEqualTo(2));
        Stage.all(
                "delete from core.notification where kind = 'member.joined' and tenant_id = ?",
                shop.tenant().value());
        String settings = "/w/" + shop.slug() + "/notifications/settings";
        Browser browser = stage.browser(quiet);
        assertThat(browser.get(settings).body()).contains("Orders on hold").doesNotContain("??");
        assertThat(browser.post(settings, Map.of("product", "job.done")).status())
                .isEqualTo(302);
        stage.run(byMail, shop, () -> notifications.choose("order.held", false, true));
        held(top, "A1");

        assertThat(of(quiet)).isEmpty();
        assertThat(of(byMail)).isEmpty();
        assertThat(unread(byMail)).isZero();
        later();
        assertThat(mails(quiet)).isZero();
        assertThat(mails(byMail)).isEqualTo(1);
        Stage.refused(
                NotificationProblem.KIND_UNKNOWN,
                () -> stage.run(quiet, shop, () -> notifications.choose("no.such", true, true)));
    }

    @Test
    void anOrderOnHoldAndAFinishedJobAreTold() {
        Person manager = stage.member(shop, "Emma", "node_manager", top);
        Shop goods = new Shop(context, stage, shop);
        UUID channel = goods.channel("web");
        goods.stock(goods.goods("A", 1_000), goods.location("NEAR", "330106", 100), 10);
        ApiClient program = stage.program(shop.owner(), shop, top);
        ApiClient.Answer placed = program.post("/api/v1/orders", """
                {"channelId": "%s", "externalId": "1", "buyer": {"name": "Wang"}, "shipTo": {"name": "Wang", "country": "CN", "region": "330106"},
                 "lines": [{"sku": "A", "quantity": 1}]}""".formatted(channel));
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        stage.run(
                shop.owner(),
                shop,
                () -> context.getBean(OrderChanges.class).hold(UUID.fromString(placed.at("/id")), "Look"));
        Person leaver = stage.member(shop, "Lea", "auditor", top);
        UUID job = stage.as(
                shop.owner(),
                shop,
                () -> context.getBean(Members.class)
                        .removeAll(List.of(leaver.id(), shop.owner().id())));

        await().atMost(SOON)
                .until(() -> of(manager).stream().anyMatch(n -> n.kind().equals("order.held")));
        assertThat(of(manager))
                .filteredOn(n -> n.kind().equals("order.held"))
                .allMatch(n -> n.text().contains(placed.at("/number")));
        await().atMost(SOON)
                .until(() -> of(shop.owner()).stream().anyMatch(n -> n.page().equals("/jobs/" + job)));
        List<NotificationView> owners = of(shop.owner());
        assertThat(owners).as("who did it knows it").noneMatch(n -> n.kind().equals("order.held"));
        assertThat(owners).anyMatch(n -> n.kind().equals("job.failed"));
        await().atMost(SOON)
                .until(() -> of(shop.owner()).stream().anyMatch(n -> n.kind().equals("member.joined")));

        Browser browser = stage.browser(shop.owner());
        assertThat(browser.get("/w/" + shop.slug()).body()).contains("data-drawer", "unread");
        browser.header("Accept-Language", "zh-CN");
        assertThat(browser.get("/w/" + shop.slug() + "/notifications").body()).contains("任务“移除成员”已结束，其中 1 项失败");
        browser.header("Accept-Language", "en");
        String id = owners.stream()
                .filter(n -> n.kind().equals("job.failed"))
                .findFirst()
                .orElseThrow()
                .id()
                .toString();
        Browser.Answer opened = browser.get("/w/" + shop.slug() + "/notifications/" + id);
        assertThat(opened.status()).isEqualTo(302);
        assertThat(opened.header("Location")).endsWith("/jobs/" + job);
        assertThat(browser.get("/w/" + shop.slug() + "/notifications?state=unread&kind=job.failed")
                        .body())
                .doesNotContain("/notifications/" + id);
        assertThat(browser.get("/w/" + shop.slug() + "/notifications/bell?asked=60")
                        .body())
                .as("a page that nobody touches asks no more")
                .contains("sl-topbar-btn")
                .doesNotContain("/bell?asked");
    }

    @Test
    void aKeyThatEndsSoonIsToldOnce() {
        UUID key = stage.key(shop.owner(), shop, top, Set.of(Permission.ORDERS_VIEW))
                .id();
        later();
        assertThat(of(shop.owner())).noneMatch(n -> n.kind().equals("apikey.expiring"));
        Stage.all("update core.api_key set expires_at = now() + interval '6 days' where id = ?", key);
        assertThat(Stage.<Long>one(
                        "select count(*) from infra.tenants_with_notices() where due < now() and tenant_id = ?",
                        shop.tenant().value()))
                .isEqualTo(1);
        later();
        later();
        assertThat(of(shop.owner()))
                .filteredOn(n -> n.kind().equals("apikey.expiring"))
                .singleElement()
                .matches(n -> n.count() == 1 && n.page().equals("/keys/" + key));
        assertThat(mails(shop.owner()))
                .as("this kind goes by mail unless one chooses otherwise")
                .isEqualTo(1);
    }

    @Test
    void theyGoAfterNinetyDays() {
        held(top, "A1");
        held(top, "A2");
        Stage.all(
                "update core.notification set last_at = now() - interval '91 days' where kind = 'order.held' and tenant_id = ?",
                shop.tenant().value());
        assertThat(of(shop.owner())).noneMatch(n -> n.kind().equals("order.held"));
        later();
        assertThat(Stage.<Long>one(
                        "select count(*) from core.notification where kind = 'order.held' and tenant_id = ?",
                        shop.tenant().value()))
                .isZero();
    }

    @Test
    void aProgramSeesWhatItsKeyAllows() {
        held(top, "A1");
        tell(Notice.to(shop.owner().id(), kind("job.done"), "/jobs", new Notice.Term("job.kind.members.remove"), 1, 0));
        ApiClient all = stage.program(shop.owner(), shop, top);
        ApiClient narrow = new ApiClient(stage.key(shop.owner(), shop, top, Set.of(Permission.STOCK_VIEW))
                .token());
        String path = "/api/v1/notifications";

        assertThat(narrow.get(path).json().at("/data")).isEmpty();
        assertThat(narrow.get(path + "/unread").at("/unread")).isEqualTo("0");
        ApiClient.Answer list = all.with("Accept-Language", "zh-CN").get(path + "?state=unread&kind=order.held");
        assertThat(list.at("/data/0/text")).isEqualTo("订单 A1 已挂起。");
        String id = list.at("/data/0/id");
        assertThat(narrow.get(path + "/" + id).problem()).isEqualTo("notification/not-found");
        assertThat(all.get(path + "?kind=job.done").json().at("/data"))
                .as("told to a person")
                .isEmpty();
        assertThat(all.post(path + "/" + id + "/read", "").at("/readAt")).isNotEmpty();
        assertThat(all.get(path + "?state=unread&kind=order.held").json().at("/data"))
                .isEmpty();
        assertThat(all.post(path + "/read", "").status()).isEqualTo(200);

        assertThat(all.get(path + "?state=read").status()).isEqualTo(400);
        assertThat(all.get(path + "?kind=nothing").status()).isEqualTo(400);
        assertThat(all.get(path + "?sort=kind").status()).isEqualTo(400);
        assertThat(all.put(path + "/choices/order.held", "{\"product\": false, \"mail\": true}")
                        .at("/mail"))
                .isEqualTo("true");
        assertThat(all.put(path + "/choices/order.held", "{\"product\": false}").status())
                .isEqualTo(422);
        assertThat(all.put(path + "/choices/nothing", "{\"product\": false, \"mail\": true}")
                        .status())
                .isEqualTo(404);
        assertThat(all.get(path + "/choices").body()).contains("\"order.held\"");
    }
}
