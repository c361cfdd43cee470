package io.storelane.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.storelane.access.Permission;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.Browsers;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** From the list on a phone to the shopper's link: what people at a location do with a phone, a scanner and a printer. */
class WorkTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID channel;
    private String token;
    private ApiClient client;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        UUID place = shop.location("HZ", "330106", 100);
        UUID cup = shop.goods("CUP-1", 1_000);
        Stage.all("update core.variant set gtin = '04006381333931' where id = ?", cup);
        shop.stock(cup, place, 100);
        shop.stock(shop.goods("TEA-1", 500), place, 100);
        token = key(Set.of());
        client = new ApiClient(token);
    }

    private String key(Set<Permission> scopes) {
        return stage.key(workspace.owner(), workspace, stage.top(workspace), scopes)
                .token();
    }

    /** Of an order for two cups and a tea that is paid. */
    private FulfilmentView opened() {
        Answer placed = client.post("/api/v1/orders", """
                {"channelId": "%s",
                 "shipTo": {"name": "李雷", "phone": "13900000000", "country": "CN", "region": "330106", "province": "浙江省",
                   "city": "杭州市", "district": "西湖区", "street": "文三路 1 号"},
                 "lines": [{"sku": "CUP-1", "quantity": 2, "title": "青瓷茶杯"}, {"sku": "TEA-1", "quantity": 1, "title": "龙井绿茶"}],
                 "payments": [{"method": "cash", "reference": "R-%s", "amount": {"amount": 2500, "currency": "USD"}}]}""".formatted(channel, Stage.tail()));
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        UUID order = UUID.fromString(placed.at("/id"));
        Awaitility.await()
                .until(() -> Stage.<Long>one("select count(*) from core.fulfilment where order_id = ?", order) == 1);
        return read(Stage.one("select id from core.fulfilment where order_id = ?", order));
    }

    private FulfilmentView read(UUID id) {
        return stage.as(
                workspace.owner(),
                workspace,
                () -> context.getBean(Fulfilments.class).fulfilment(id));
    }

    private String at(String page) {
        return "/w/" + workspace.slug() + page;
    }

    @Test
    void threeTapsFromOpenToShipped() {
        FulfilmentView one = opened();
        List<String> faults = new ArrayList<>();
        String state;
        try (Browsers.Window window = Browsers.window("zh-CN", "light", 390, 844)) {
            stage.signIn(window, workspace.owner());
            Page page = window.page();
            page.navigate(TestStack.APP_URL + at("/work"));
            look(page, "work", faults);
            assertThat(page.content()).contains(one.number(), "3 件");
            page.locator(".work-list a").first().click();
            page.waitForLoadState();
            look(page, "work-open", faults);
            tap(page, "开始拣货");
            look(page, "work-picking", faults);
            tap(page, "打包完成");
            look(page, "work-packed", faults);
            page.getByLabel("承运商").fill("顺丰速运");
            page.getByLabel("运单号").fill("sf1234567890");
            tap(page, "确认发货");
            assertThat(page.url()).endsWith("/work");
            assertThat(page.content()).contains("没有待办任务");
            state = String.valueOf(page.evaluate("document.querySelectorAll('[data-scan]:not([hidden])').length"));
            assertThat(window.complaints()).isEmpty();
        }
        assertThat(faults).isEmpty();
        assertThat(state)
                .as("this browser reads no codes, so no camera is offered")
                .isEqualTo("0");
        FulfilmentView shipped = read(one.id());
        assertThat(shipped.state()).isEqualTo(WorkState.SHIPPED);
        assertThat(shipped.parcels()).singleElement().satisfies(p -> {
            assertThat(p.carrier()).isEqualTo("顺丰速运");
            assertThat(p.tracking()).isEqualTo("SF1234567890");
        });
    }

    private static void tap(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
        // the click waits for the next page to begin, not for its end
        page.waitForLoadState();
    }

    /** Nothing wider than the phone, nothing to touch that is too small, nothing that axe complains of. */
    private static void look(Page page, String name, List<String> faults) {
        int tooWide = (Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        if (tooWide > 0) {
            faults.add(name + " is wider by " + tooWide);
        }
        Object small =
                page.evaluate("[...document.querySelectorAll('main .work button, main .work input, main .work-list a')]"
                        + ".filter(e => e.offsetParent && e.type !== 'hidden' && e.getBoundingClientRect().height < 44)"
                        + ".map(e => e.outerHTML.slice(0, 80)).join(' | ')");
        if (!String.valueOf(small).isEmpty()) {
            faults.add(name + " has small targets: " + small);
        }
        new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                .analyze()
                .getViolations()
                .forEach(v -> faults.add(
                        name + " " + v.getId() + ": " + v.getNodes().getFirst().getHtml()));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(TestStack.root().resolve(Path.of("platform-core/server/target/pictures", name + ".png"))));
    }

    /** A scanner types the code and presses enter. */
    @Test
    void codesOfGoodsAreCountedAndStrangeOnesRefused() {
        FulfilmentView one = opened();
        Browser browser = stage.browser(workspace.owner());
        assertThat(browser.get(at("/work/find?code=" + one.number().toLowerCase(java.util.Locale.ROOT)))
                        .header("Location"))
                .endsWith("/work/" + one.id());
        assertThat(browser.get(at("/work/find?code=" + one.orderNumber())).header("Location"))
                .endsWith("/work/" + one.id());
        String own = Stage.one("select external_id from core.sales_order where id = ?", one.orderId());
        for (String code : List.of(own, "CUP-1", "cup-1", "4006381333931", "TEA-1")) {
            assertThat(browser.get(at("/work/find?code=" + code)).header("Location"))
                    .as(code)
                    .endsWith("/work/" + one.id());
        }
        browser.get(at("/work/find?code=NOTHING"));
        assertThat(browser.get(at("/work")).body()).contains("Nothing to send has the number “NOTHING”");
        String here = at("/work/" + one.id());
        browser.post(here + "/scan", Map.of("code", "CUP-1"));
        assertThat(browser.get(here).body()).contains(one.number() + " is not being picked");
        browser.post(here + "/start", Map.of());
        browser.get(here); // a page says once what was done
        browser.post(here + "/scan", Map.of("code", "4006381333931"));
        assertThat(browser.get(here).body()).contains("Counted.", "1 / 2");
        browser.post(here + "/scan", Map.of("code", "cup-1"));
        browser.get(here);
        browser.post(here + "/scan", Map.of("code", "CUP-1"));
        assertThat(browser.get(here).body()).contains("All units of “CUP-1” are picked already", "2 / 2");
        browser.post(here + "/scan", Map.of("code", "SOAP<b>"));
        assertThat(browser.get(here).body()).contains("“SOAP&lt;b&gt;” does not belong to this one");
        UUID tea = one.lines().stream()
                .filter(l -> l.sku().equals("TEA-1"))
                .findFirst()
                .orElseThrow()
                .lineId();
        browser.post(here + "/lines/" + tea, Map.of());
        browser.get(here);
        assertThat(read(one.id()).lines()).allMatch(l -> l.picked() == l.units());
        browser.post(here + "/lines/" + tea, Map.of());
        browser.get(here);
        assertThat(read(one.id()).lines()).anyMatch(l -> l.picked() == 0);
        browser.post(here + "/packed", Map.of());
        browser.get(here);
        browser.post(here + "/shipped", Map.of("carrier", "", "tracking", "SF123456"));
        assertThat(browser.get(here).body()).contains("value=\"SF123456\"");
        browser.post(here + "/shipped", Map.of("carrier", "SF", "tracking", "SF123456"));
        browser.get(at("/work"));
        assertThat(browser.get(at("/work/find?code=sf123456")).header("Location"))
                .as("by the number of its parcel")
                .endsWith("/work/" + one.id());
        FulfilmentView next = opened();
        assertThat(browser.get(at("/work/find?code=CUP-1")).header("Location"))
                .as("what has left is not looked for")
                .endsWith("/work/" + next.id());
        FulfilmentView third = opened();
        browser.get(at("/work/find?code=CUP-1"));
        assertThat(browser.get(at("/work")).body()).contains("Several orders match “CUP-1”", third.number());
        browser.post(at("/work/" + next.id()) + "/start", Map.of());
        browser.post(at("/work/" + next.id()) + "/packed", Map.of());
        assertThat(browser.get(at("/work/" + next.id())).body())
                .as("the carrier of the last parcel is proposed")
                .contains("value=\"SF\"");
    }

    @Test
    void aParcelMayHoldAPartAndNoneOfAllIsNotAll() {
        FulfilmentView one = opened();
        Map<String, String> units = new java.util.HashMap<>();
        one.lines().forEach(l -> units.put(l.lineId().toString(), "0"));
        Browser browser = stage.browser(workspace.owner());
        String here = at("/work/" + one.id());
        browser.post(here + "/start", Map.of());
        browser.get(here);
        browser.post(here + "/packed", Map.of());
        browser.get(here);
        browser.post(here + "/shipped", units);
        assertThat(browser.get(here).body()).contains("Say which units: at least one.");
        assertThat(browser.post(at("/fulfilments/" + one.id() + "/ship"), units).body())
                .contains("Say which units: at least one.");
        assertThat(read(one.id()).parcels()).as("0 of each is no parcel").isEmpty();
        FulfilmentView.Line cups =
                one.lines().stream().filter(l -> l.units() == 2).findFirst().orElseThrow();
        units.put(cups.lineId().toString(), "3");
        units.put("tracking", "SF777777");
        units.put("carrier", "SF");
        browser.post(here + "/shipped", units);
        assertThat(browser.get(here).body()).contains("Of CUP-1 2 units are left", "value=\"SF777777\"", "value=\"3\"");
        units.put(cups.lineId().toString(), "1");
        assertThat(browser.post(here + "/shipped", units).header("Location")).endsWith(here);
        assertThat(browser.get(here).body()).contains("Shipped.", "1 left");
        assertThat(browser.post(here + "/shipped", Map.of()).header("Location")).endsWith("/work");
        assertThat(read(one.id()).parcels()).extracting(ParcelView::units).containsExactly(1L, 2L);
    }

    @Test
    void papersHoldChineseTextAndMaskTheReceiverForThoseWhoMayNotSeeHim() throws IOException, InterruptedException {
        FulfilmentView one = opened();
        FulfilmentView two = opened();
        String ids = "?id=" + one.id() + "&id=" + two.id();
        String picks = text(token, "zh-CN", "/api/v1/fulfilments/papers/pick-list" + ids);
        assertThat(picks).contains("合并拣货单", "拣货单", "青瓷茶杯", "龙井绿茶", one.number(), two.number(), "HZ");
        assertThat(picks).doesNotContain("李雷", "文三路");
        String slips = text(token, "zh-CN", "/api/v1/fulfilments/papers/packing-slip" + ids);
        assertThat(slips)
                .contains("装箱单", workspace.name(), "李雷", "13900000000", "浙江省 杭州市 西湖区 文三路 1 号", "青瓷茶杯", "感谢您的惠顾");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'fulfilment.printed'"))
                .isEqualTo(2);
        assertThat(text(
                        key(Set.of(Permission.FULFILMENT_VIEW)),
                        "en",
                        "/api/v1/fulfilments/papers/packing-slip?id=" + one.id()))
                .contains("Packing slip", "139****0000")
                .doesNotContain("13900000000", "文三路 1 号");
        assertThat(client.get("/api/v1/fulfilments/papers/pick-list?id=" + UUID.randomUUID())
                        .status())
                .isEqualTo(404);
        Browser browser = stage.browser(workspace.owner());
        assertThat(browser.get(at("/fulfilments/papers/pick-list?id=" + one.id()))
                        .header("Content-Type"))
                .isEqualTo("application/pdf");
        assertThat(browser.post(
                                at("/fulfilments/papers/packing-slip"),
                                Map.of("id", one.id().toString()))
                        .header("Content-Type"))
                .isEqualTo("application/pdf");
        assertThat(browser.get(at("/fulfilments/papers/pick-list")).status()).isEqualTo(422);
    }

    private static String text(String key, String language, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create(TestStack.APP_URL + path))
                            .header("Authorization", "Bearer " + key)
                            .header("Accept-Language", language)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (PDDocument read = Loader.loadPDF(answer.body())) {
                return new PDFTextStripper().getText(read).replaceAll("\\s+", " ");
            }
        }
    }

    @Test
    void theShopperFollowsTheParcelByALinkThatSaysLittle() throws IOException, InterruptedException {
        FulfilmentView one = opened();
        Browser browser = stage.browser(workspace.owner());
        String here = at("/work/" + one.id());
        browser.post(here + "/start", Map.of());
        browser.post(here + "/packed", Map.of());
        browser.post(here + "/shipped", Map.of("carrier", "顺丰速运", "tracking", "SF1234567890"));
        UUID parcel = read(one.id()).parcels().getFirst().id();
        String links = "/fulfilments/" + one.id() + "/parcels/" + parcel + "/links";
        assertThat(browser.post(at(links), Map.of()).status()).isEqualTo(302);
        String page = browser.get(at("/fulfilments/" + one.id())).body();
        assertThat(page).contains(TestStack.APP_URL + "/t/", "data-copy");
        Answer made = client.post("/api/v1" + links, "");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String url = made.at("/url");
        String secret = url.substring(url.lastIndexOf('/') + 1);
        assertThat(secret).hasSize(43);
        assertThat(Stage.all(
                        "select encode(token_hash, 'escape') from platform.tracking_token where parcel_id = ?", parcel))
                .hasSize(2)
                .noneMatch(hash -> String.valueOf(hash).contains(secret));

        HttpResponse<String> english = anybody(url, "de, en;q=0.5");
        assertThat(english.statusCode()).isEqualTo(200);
        assertThat(english.body())
                .contains("Your parcel is on its way", "顺丰速运", "SF1234567890", "青瓷茶杯", "杭州市", one.orderNumber())
                .doesNotContain("李雷", "13900000000", "139****", "文三路", "西湖区");
        assertThat(english.headers().firstValue("X-Robots-Tag"))
                .hasValueSatisfying(v -> assertThat(v).contains("noindex"));
        assertThat(english.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(english.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(anybody(url, "zh-CN").body()).contains("您的包裹正在途中", "目的城市");
        client.post("/api/v1/fulfilments/" + one.id() + "/deliver", "");
        assertThat(anybody(url, "zh-CN").body()).contains("您的包裹已送达");
        List<String> faults = new ArrayList<>();
        for (String theme : List.of("light", "dark")) {
            try (Browsers.Window window = Browsers.window("zh-CN", theme, 390, 844)) {
                window.page().navigate(url);
                look(window.page(), "shopper-" + theme, faults);
            }
        }
        assertThat(faults).isEmpty();

        assertThat(anybody(url.substring(0, url.length() - 1) + "_", "en").statusCode())
                .isEqualTo(404);
        Stage.all(
                "update platform.tracking_token set expires_at = now() - interval '1 minute' where parcel_id = ?",
                parcel);
        HttpResponse<String> over = anybody(url, "zh-CN");
        assertThat(over.statusCode()).isEqualTo(404);
        assertThat(over.body()).contains("链接无效").doesNotContain(one.orderNumber());
        Stage.all(
                "update platform.tracking_token set expires_at = now() + interval '1 day' where parcel_id = ?", parcel);
        Stage.all(
                "update platform.tenant set status = 'suspended' where id = ?",
                workspace.tenant().value());
        assertThat(anybody(url, "en").statusCode())
                .as("a suspended workspace shows nothing")
                .isEqualTo(404);
        Stage.all(
                "update platform.tenant set status = 'active' where id = ?",
                workspace.tenant().value());
        assertThat(anybody(url, "en").statusCode()).isEqualTo(200);
        assertThat(client.delete("/api/v1" + links).status()).isEqualTo(204);
        assertThat(anybody(url, "en").statusCode()).isEqualTo(404);
        assertThat(
                        shop.number(
                                "select count(*) from core.audit_entry where action in ('parcel.link_made', 'parcel.links_withdrawn')"))
                .isEqualTo(3);
    }

    private static HttpResponse<String> anybody(String url, String languages) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Accept-Language", languages)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Who delivers sees and does the work of the own places only, whoever sold. */
    @Test
    void whoWorksElsewhereSeesNothingOfIt() {
        FulfilmentView one = opened();
        UUID other = stage.node(workspace, stage.top(workspace), "Elsewhere");
        Person stranger = stage.member(workspace, "Sue", "node_manager", other);
        Browser browser = stage.browser(stranger);
        assertThat(browser.get(at("/work")).body()).doesNotContain(one.number());
        assertThat(browser.get(at("/work/" + one.id())).status()).isEqualTo(404);
        assertThat(browser.post(at("/work/" + one.id() + "/start"), Map.of()).status())
                .isEqualTo(404);
        assertThat(browser.get(at("/fulfilments/papers/packing-slip?id=" + one.id()))
                        .status())
                .isEqualTo(404);
        browser.get(at("/work/find?code=" + one.number()));
        assertThat(browser.get(at("/work")).body()).contains("Nothing to send has the number");
        assertThat(read(one.id()).state()).isEqualTo(WorkState.OPEN);
    }
}
