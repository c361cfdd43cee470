package io.storelane.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import com.standardwebhooks.Webhook;
import io.storelane.support.Browsers;
import io.storelane.support.Listener;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * The whole way of an order through the pages: it comes in a file, is routed, paid, picked and shipped in two parcels, one line comes
 * back and its money too; the shopper follows it by a link, another system hears of each step once and in order, and the home page
 * shows it all.
 */
class FromFileToRefundWalkTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String GTIN = "04006381333931";

    private static final String CHINESE_FILE = """
            订单编号,渠道,货号,数量,单价,买家,收货人,收货电话,省份,城市,区县,详细地址
            A-1001,web,CUP-1,2,10.00,李雷,李雷,13900000000,浙江省,杭州市,西湖区,文三路 1 号
            A-1001,web,TEA-1,1,5.00,李雷,李雷,13900000000,浙江省,杭州市,西湖区,文三路 1 号
            A-1002,web,CUP-1,1,10.00,韩梅梅,韩梅梅,13900000001,浙江省,杭州市,西湖区,文三路 2 号
            A-1003,web,CUP-1,两件,10.00,王芳,王芳,13900000002,浙江省,杭州市,西湖区,文三路 3 号
            """;

    private static final String ENGLISH_FILE = """
            Order number,Channel,SKU,Quantity,Unit price,Buyer,Ship to,Ship-to phone,Province,City,District,Address
            A-1001,web,CUP-1,2,10.00,Lei Li,Lei Li,13900000000,浙江省,杭州市,西湖区,1 Wensan Road
            A-1001,web,TEA-1,1,5.00,Lei Li,Lei Li,13900000000,浙江省,杭州市,西湖区,1 Wensan Road
            A-1002,web,CUP-1,1,10.00,Meimei Han,Meimei Han,13900000001,浙江省,杭州市,西湖区,2 Wensan Road
            A-1003,web,CUP-1,two,10.00,Fang Wang,Fang Wang,13900000002,浙江省,杭州市,西湖区,3 Wensan Road
            """;

    private static final String NUMBER = "A-1001";

    @Autowired
    ApplicationContext context;

    @Test
    void inChineseAtADesk() throws Exception {
        walk(Locale.SIMPLIFIED_CHINESE, false, CHINESE_FILE.getBytes(Charset.forName("GB18030")));
    }

    @Test
    void inEnglishOnAPhone() throws Exception {
        walk(Locale.ENGLISH, true, ENGLISH_FILE.getBytes(StandardCharsets.UTF_8));
    }

    private void walk(Locale locale, boolean phone, byte[] file) throws Exception {
        Stage stage = new Stage(context);
        Workspace workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        shop.channel("web");
        UUID place = shop.location("HZ", "330106", 100);
        UUID cup = shop.goods("CUP-1", 1_000);
        UUID tea = shop.goods("TEA-1", 500);
        Stage.all("update core.variant set gtin = ? where id = ?", GTIN, cup);
        shop.stock(cup, place, 100);
        shop.stock(tea, place, 100);
        try (Listener listener = Listener.open();
                Browsers.Window window = Browsers.window(
                        locale.toLanguageTag(), phone ? "dark" : "light", phone ? 390 : 1440, phone ? 844 : 900)) {
            stage.signIn(window, workspace.owner());
            Way way = new Way(workspace, locale, phone, window.page());
            way.go(listener, file);
            assertThat(window.complaints()).isEmpty();
            assertThat(way.faults).isEmpty();
        }
        assertThat(shop.number("select on_hand from core.stock_level where variant_id = ?", cup))
                .isEqualTo(98);
        assertThat(shop.number("select on_hand from core.stock_level where variant_id = ?", tea))
                .isEqualTo(100);
    }

    /** One walk, in one window. */
    private final class Way {

        private final Workspace workspace;
        private final Locale locale;
        private final boolean phone;
        private final Page page;
        private final List<String> faults = new ArrayList<>();
        private int pictures;

        Way(Workspace workspace, Locale locale, boolean phone, Page page) {
            this.workspace = workspace;
            this.locale = locale;
            this.phone = phone;
            this.page = page;
        }

        void go(Listener listener, byte[] file) throws Exception {
            String secret = addWebhook(listener.url());
            UUID order = importOrders(file);
            openOrder(order);
            payIt();
            String number = pickAndShip(order);
            String link = deliver(order, number);
            theShopperFollows(link, number);
            giveBack(order);
            theHomePageShowsItAll();
            theReceiverHasEverything(order, listener, secret);
        }

        /** A text as it stands on the page. */
        private String t(String key, Object... values) {
            return context.getMessage(key, values, locale);
        }

        private void open(String path) {
            page.navigate(TestStack.APP_URL + "/w/" + workspace.slug() + path);
        }

        private void press(String key) {
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(t(key)).setExact(true))
                    .click();
        }

        /** Nothing wider than the window, no raw keys; a picture for whoever wants to see it. */
        private void look(String name) {
            int tooWide = (Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
            if (tooWide > 0) {
                faults.add(name + " is wider by " + tooWide);
            }
            if (page.content().contains("??")) {
                faults.add(name + " lacks a message");
            }
            String file = "way-%s-%02d-%s.png".formatted(phone ? "phone" : "desk", ++pictures, name);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures", file))));
        }

        private void axe(String name) {
            new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                    .analyze()
                    .getViolations()
                    .forEach(v -> faults.add(name + " " + v.getId() + ": "
                            + v.getNodes().getFirst().getHtml()));
        }

        /** @return the secret that is shown once */
        private String addWebhook(String url) {
            open("/webhooks");
            page.locator("main a[href$='/webhooks/new'], header a[href$='/webhooks/new']")
                    .first()
                    .click();
            page.fill("input[name=name]", "ERP");
            page.fill("input[name=url]", url);
            look("webhook-new");
            press("webhook.add");
            String secret = page.locator("#secret").textContent();
            look("webhook-made");
            axe("webhook-made");
            page.getByText(t("webhook.done"), new Page.GetByTextOptions().setExact(true))
                    .click();
            press("webhook.test");
            assertThat(page.getByText(t("webhook.tested"))).isVisible();
            look("webhook-tested");
            return secret;
        }

        private UUID importOrders(byte[] file) {
            open("/imports");
            look("imports");
            page.getByText(t("dataset.new"), new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            page.selectOption("#import-kind", "orders");
            page.setInputFiles("#import-file", new FilePayload("orders.csv", "text/csv", file));
            press("dataset.upload");
            look("import-columns");
            press("dataset.check");
            Locator start = page.locator("form[action$='/start'] button");
            assertThat(start).isVisible();
            assertThat(page.getByText(t("dataset.over.checked", 3, 4))).isVisible();
            assertThat(page.locator(".import-flow")).containsText(t("problem.dataset.NO_WHOLE_NUMBER"));
            look("import-checked");
            start.click();
            assertThat(page.getByText(t("dataset.over.done", 3, 4))).isVisible();
            look("import-done");
            return Stage.one(
                    "select id from core.sales_order where tenant_id = ? and external_id = ?",
                    workspace.tenant().value(),
                    NUMBER);
        }

        /** From the list, by the number that the file had. */
        private void openOrder(UUID order) {
            open("/orders");
            assertThat(page.locator("#list tbody tr")).hasCount(2);
            look("orders");
            page.locator("#list input[name=q]").fill(NUMBER);
            page.keyboard().press("Enter");
            assertThat(page.locator("#list tbody tr")).hasCount(1);
            page.locator("a[data-row-link]").first().click();
            assertThat(page.locator("dialog[open]")).containsText("HZ");
            look("order-drawer");
            page.locator("dialog[open] .drawer-foot a.btn-primary").click();
            page.waitForURL("**/orders/" + order);
            assertThat(page.locator("main")).containsText("HZ");
            look("order");
        }

        private void payIt() {
            page.getByText(t("order.pay"), new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            Locator dialog = page.locator("dialog[open]");
            assertThat(dialog.locator("input[name=amount]")).hasValue("25.00");
            look("order-pay");
            dialog.locator("input[name=reference]").fill("PAY-1");
            dialog.locator(".drawer-foot button[type=submit], .drawer-foot button.btn-primary")
                    .first()
                    .click();
            assertThat(page.getByText(t("order.pay.done"))).isVisible();
            assertThat(page.locator("main")).containsText(t("order.payment.paid"));
        }

        /** At a desk with a scanner that types; on a phone by taps. @return number of the fulfilment order */
        private String pickAndShip(UUID order) {
            await().atMost(SOON)
                    .until(() -> !Stage.all("select id from core.fulfilment where order_id = ? and not held", order)
                            .isEmpty());
            String number = Stage.one("select number from core.fulfilment where order_id = ?", order);
            open("/work");
            look("work");
            if (phone) {
                page.locator(".work-list a")
                        .filter(new Locator.FilterOptions().setHasText(number))
                        .click();
            } else {
                scan(number.toLowerCase(Locale.ROOT));
            }
            press("work.start");
            if (phone) {
                for (int line = 0; line < 2; line++) {
                    page.locator(".work-count").nth(line).click();
                }
            } else {
                scan("CUP-1");
                scan(GTIN);
                scan("tea-1");
            }
            assertThat(page.locator(".work-count[aria-pressed=true]")).hasCount(2);
            look("work-picked");
            press("work.pack");
            page.fill("#work-carrier", "顺丰速运");
            page.fill("#work-tracking", "sf0001");
            page.getByText(t("work.part"), new Page.GetByTextOptions().setExact(true))
                    .click();
            units("CUP-1", "1");
            units("TEA-1", "0");
            look("work-part");
            axe("work-part");
            press("work.ship");
            assertThat(page.locator("main")).containsText("× 1");
            page.fill("#work-carrier", "顺丰速运");
            page.fill("#work-tracking", "sf0002");
            look("work-rest");
            press("work.ship");
            page.waitForURL("**/work");
            look("work-after");
            return number;
        }

        private void scan(String code) {
            page.locator("#work-code").fill(code);
            page.keyboard().press("Enter");
            page.waitForLoadState();
        }

        private void units(String sku, String units) {
            page.locator(".work details .sl-field")
                    .filter(new Locator.FilterOptions().setHasText(sku))
                    .locator("input")
                    .fill(units);
        }

        /** The first parcel arrives, then all. @return the shopper's link of the first */
        private String deliver(UUID order, String number) {
            open("/orders/" + order);
            look("order-shipped");
            page.getByText(number, new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            page.waitForURL("**/fulfilments/*");
            Locator first = parcel("SF0001");
            assertThat(parcel("SF0002")).isVisible();
            first.locator("form[action$='/links'] button").click();
            String link = parcel("SF0001").locator("input[readonly]").inputValue();
            look("fulfilment-link");
            axe("fulfilment-link");
            parcel("SF0001").locator("form[action$='/delivered'] button").click();
            assertThat(parcel("SF0001")).containsText(t("fulfilment.parcel.delivered"));
            assertThat(parcel("SF0002")).containsText(t("fulfilment.parcel.shipped"));
            page.locator("form[action$='/deliver'] button").click();
            assertThat(parcel("SF0002")).containsText(t("fulfilment.parcel.delivered"));
            look("fulfilment-delivered");
            return link;
        }

        private Locator parcel(String tracking) {
            return page.locator("li").filter(new Locator.FilterOptions().setHasText(tracking));
        }

        /** Works for anybody, until it is taken back, or until its time is over. */
        private void theShopperFollows(String link, String number) {
            try (Browsers.Window shopper = Browsers.window(locale.toLanguageTag(), "light", 390, 844)) {
                shopper.open(link);
                assertThat(shopper.page().locator("h1")).hasText(t("shopper.delivered"));
                assertThat(shopper.page().locator("main")).containsText("SF0001");
                assertThat(shopper.page().locator("main")).not().containsText("13900000000");
                parcel("SF0001").locator("form[action$='/withdraw'] button").click();
                page.locator("#confirm [data-confirm-yes]").click();
                assertThat(page.getByText(t("tracking.withdrawn"))).isVisible();
                shopper.page().reload();
                assertThat(shopper.page().locator("h1")).hasText(t("shopper.gone.title"));
                parcel("SF0002").locator("form[action$='/links'] button").click();
                String other = parcel("SF0002").locator("input[readonly]").inputValue();
                shopper.open(other);
                assertThat(shopper.page().locator("main")).containsText("SF0002");
                Stage.all("""
                    update platform.tracking_token set expires_at = now() where parcel_id in (select p.id from core.parcel p
                      join core.fulfilment f on f.tenant_id = p.tenant_id and f.id = p.fulfilment_id where f.number = ?
                        and f.tenant_id = ?)""", number, workspace.tenant().value());
                shopper.page().reload();
                assertThat(shopper.page().locator("h1")).hasText(t("shopper.gone.title"));
            }
        }

        /** The tea comes back, is as new, and its price is given back. */
        private void giveBack(UUID order) {
            open("/orders/" + order);
            page.getByText(t("rma.request"), new Page.GetByTextOptions().setExact(true))
                    .first()
                    .click();
            page.waitForURL("**/returns/of/*");
            page.locator("li")
                    .filter(new Locator.FilterOptions().setHasText("TEA-1"))
                    .locator("input")
                    .fill("1");
            look("return-new");
            press("rma.request");
            page.waitForURL(url -> url.matches(".*/returns/[0-9a-f-]{36}"));
            look("return-requested");
            String here = page.url();
            theHomePageSays("todo.returns.requested", "1");
            page.navigate(here);
            press("rma.approve");
            look("return-approved");
            press("rma.receive");
            look("return-received");
            press("rma.inspect.save");
            assertThat(page.locator("#refund-amount")).hasValue("5.00");
            look("return-inspected");
            press("rma.refund.save");
            assertThat(page.locator("main")).containsText(t("rma.state.closed"));
            look("return-closed");
            axe("return-closed");
        }

        /** The to-do leads to a list of just as many. */
        private void theHomePageSays(String key, String count) {
            open("");
            Locator entry = page.locator(".home-todo a").filter(new Locator.FilterOptions().setHasText(t(key)));
            assertThat(entry.locator("strong")).hasText(count);
            entry.click();
            assertThat(page.locator("#list tbody tr")).hasCount(Integer.parseInt(count));
        }

        private void theHomePageShowsItAll() {
            await().atMost(SOON).untilAsserted(() -> {
                open("?period=today");
                assertThat(figure("metric.orders.refunded")).contains("5.00");
            });
            assertThat(figure("metric.orders.sales")).contains("35.00");
            assertThat(figure("metric.orders.placed")).isEqualTo("2");
            assertThat(figure("metric.orders.units")).isEqualTo("4");
            assertThat(figure("metric.orders.cancelled")).isEqualTo("0");
            look("home");
            page.locator(".home-figure")
                    .filter(new Locator.FilterOptions().setHasText(t("metric.orders.placed")))
                    .locator("h2 a")
                    .first()
                    .click();
            assertThat(page.locator("#list tbody tr")).hasCount(2);
            open("/notifications");
            assertThat(page.locator("main")).containsText(t("job.kind.imports.run"));
            look("notifications");
        }

        private String figure(String key) {
            return page.locator(".home-figure")
                    .filter(new Locator.FilterOptions()
                            .setHas(page.locator(
                                    "h2",
                                    new Page.LocatorOptions()
                                            .setHasText(java.util.regex.Pattern.compile("^\\s*" + t(key) + "\\s*$")))))
                    .locator(".value")
                    .first()
                    .textContent()
                    .strip();
        }

        private record Happened(String id, UUID object) {}

        /** Each event since it was set up, once, those of an object as they happened, signed; the list of deliveries says so, too. */
        private void theReceiverHasEverything(UUID order, Listener listener, String secret) throws Exception {
            List<Happened> happened = new ArrayList<>();
            await().atMost(SOON).untilAsserted(() -> {
                happened.clear();
                Stage.all("""
                            select e.id || ' ' || e.aggregate_id from core.event e join core.webhook w on w.tenant_id = e.tenant_id
                            where e.tenant_id = ? and e.occurred_at >= w.since order by e.seq""", workspace.tenant().value()).forEach(row -> {
                    String[] parts = String.valueOf(row).split(" ", -1);
                    happened.add(new Happened(parts[0], UUID.fromString(parts[1])));
                });
                assertThat(listener.taken().stream()
                                .map(Listener.Got::id)
                                .filter(id -> happened.stream().anyMatch(h -> h.id().equals(id))))
                        .containsExactlyInAnyOrderElementsOf(
                                happened.stream().map(Happened::id).toList());
            });
            Map<UUID, List<String>> sent = listener.taken().stream()
                    .filter(g -> !g.type().equals("webhook.test"))
                    .collect(Collectors.groupingBy(
                            Listener.Got::object, Collectors.mapping(Listener.Got::id, Collectors.toList())));
            assertThat(sent)
                    .isEqualTo(happened.stream()
                            .collect(Collectors.groupingBy(
                                    Happened::object, Collectors.mapping(Happened::id, Collectors.toList()))));
            for (Listener.Got got : listener.taken()) {
                new Webhook(secret.replace("whsec_", "")).verify(got.body(), got.headers());
            }
            assertThat(listener.taken().stream().map(Listener.Got::type).collect(Collectors.toSet()))
                    .contains(
                            "webhook.test",
                            "order.placed",
                            "order.paid",
                            "fulfilment.opened",
                            "fulfilment.accepted",
                            "fulfilment.packed",
                            "fulfilment.shipped",
                            "fulfilment.delivered",
                            "order.shipped",
                            "order.completed",
                            "rma.requested",
                            "rma.refunded",
                            "order.refunded");
            open("/webhook-deliveries?q=" + order);
            long ofOrder =
                    happened.stream().filter(h -> h.object().equals(order)).count();
            assertThat(page.locator("#list tbody tr")).hasCount((int) ofOrder);
            look("deliveries");
            page.locator("a[data-row-link]").first().click();
            assertThat(page.locator("dialog[open]")).containsText(t("delivery.state.delivered"));
            look("delivery");
            assertThat(Objects.requireNonNull(Stage.<Long>one(
                            "select count(*) from core.webhook_delivery where tenant_id = ? and state <> 'delivered'",
                            workspace.tenant().value())))
                    .isZero();
        }
    }
}
