package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Browsers;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The pages of stock, transfers and locations, as somebody uses them. */
class InventoryPagesTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shelf shelf;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Browser browser;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID node;

    @Autowired
    InventoryPagesTests(ApplicationContext context) {
        this.context = context;
        stage = new Stage(context);
    }

    @BeforeEach
    void aShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        shelf = new Shelf(context, shop);
        browser = stage.browser(shop.owner());
        node = stage.node(shop, stage.top(shop), "杭州");
    }

    @Test
    void aLocationIsAddedChangedAndClosed() {
        Map<String, String> form = new HashMap<>(Map.of(
                "code",
                "HZ-1",
                "name",
                "Hangzhou",
                "kind",
                "own",
                "nodeId",
                node.toString(),
                "country",
                "CN",
                "province",
                "330000",
                "city",
                "330100",
                "region",
                "330106",
                "timeZone",
                "Asia/Shanghai",
                "priority",
                "5"));
        form.put("cutOff", "16:30");
        form.put("ships", "true");
        Answer added = post("/locations/new", form);
        assertThat(added.status()).isEqualTo(302);
        String page = added.header("Location");
        assertThat(browser.get(page).body()).contains("浙江省 杭州市 西湖区", "330106", "16:30 Asia/Shanghai", "Ships");
        form.put("version", "0");
        form.put("region", "330108");
        assertThat(post(page.substring(page.indexOf("/locations")) + "/edit", form)
                        .status())
                .isEqualTo(302);
        assertThat(browser.get(page).body()).contains("滨江区");
        assertThat(post("/locations/new", form).body()).contains("Another location has this code");
        UUID id = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
        assertThat(post("/locations/close", Map.of("id", id.toString())).status())
                .isEqualTo(302);
        assertThat(get("/locations").body()).contains("Hangzhou", "1 location closed.", "Closed");
        assertThat(get("/locations/place?country=CN&province=440000&city=330100")
                        .body())
                .contains("深圳市")
                .doesNotContain("西湖区");
        assertThat(get("/locations/place?country=DE").body())
                .contains("name=\"province\"")
                .doesNotContain("西湖区");
        assertThat(get("/locations/export").body()).contains("HZ-1", "330108");
    }

    @Test
    void aFaultStandsAtItsRowAndNothingIsWritten() {
        UUID place = shelf.location("N", node);
        shelf.variant("CUP");
        Map<String, String> form = new HashMap<>(Map.of(
                "locationId",
                place.toString(),
                "lines[0].sku",
                "CUP",
                "lines[0].quantity",
                "4",
                "lines[2].sku",
                "NONE",
                "lines[2].quantity",
                "1"));
        Answer refused = post("/stock/receive", form);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("There is no SKU “NONE”", "id=\"f-lines-1-sku-error\"");
        form.put("lines[2].sku", "");
        form.put("lines[2].quantity", "");
        form.put("reference", "DN-1");
        Answer done = post("/stock/receive", form);
        assertThat(done.status()).isEqualTo(302);
        assertThat(browser.get(done.header("Location")).body()).contains("CUP", "1 line received.", "In stock");
        assertThat(get("/stock?q=CU").body()).contains("CUP");
        assertThat(get("/stock?q=TEA").body()).contains("Nothing found");
        assertThat(get("/stock/export").body()).contains("CUP,Product CUP,N,Place N,4,0,4,0,0");
        assertThat(post("/stock/count", Map.of("more", "true", "locationId", place.toString()))
                        .body())
                .contains("lines[9].sku");
    }

    @Test
    void aTransferIsSentAndTakenIn() {
        UUID from = shelf.location("A", node);
        UUID to = shelf.location("B", node);
        UUID cup = shelf.variant("CUP");
        shelf.receive(from, "CUP", 10);
        Answer sent = post(
                "/transfers/new",
                Map.of(
                        "fromId",
                        from.toString(),
                        "toId",
                        to.toString(),
                        "lines[0].sku",
                        "CUP",
                        "lines[0].quantity",
                        "6"));
        assertThat(sent.status()).isEqualTo(302);
        String page = sent.header("Location");
        assertThat(browser.get(page).body()).contains("Place A → Place B", "0 of 6 arrived");
        String receive = page.substring(page.indexOf("/transfers")) + "/receive";
        post(receive, Map.of("version", "0", cup.toString(), "nonsense"));
        assertThat(browser.get(page).body()).contains("0 of 6 arrived", "6 units are still on the way");
        post(receive, Map.of("version", "0", cup.toString(), "4"));
        assertThat(browser.get(page).body()).contains("4 of 6 arrived");
        post(receive, Map.of("version", "1", cup.toString(), "0", "last", "true", "lossNote", "Fell off the lorry"));
        assertThat(browser.get(page).body()).contains("2 lost", "Lost in transit", "2 units", "Fell off the lorry");
        assertThat(get("/stock/" + cup).body())
                .contains("Arrived from another location", "+4", "Place B", "Lost in transit", "on the way -2");
        assertThat(get("/transfers?state=received").body()).contains("2 lost");
        assertThat(get("/transfers?q=place+b").body()).contains("Place A → Place B");
        assertThat(get("/transfers?q=nowhere").body()).doesNotContain("Place A → Place B");
        assertThat(get("/transfers/export?q=nowhere").body()).doesNotContain("Place A");
        assertThat(get("/stock/" + cup + "/export").body()).contains("Sent to another location · Transfer,-6,4");
    }

    @Test
    void whatIsKeptBackIsSetForManyAtOnce() {
        UUID place = shelf.location("A", node);
        UUID cup = shelf.variant("CUP");
        shelf.receive(place, "CUP", 3);
        assertThat(post("/stock/keep-back", Map.of("level", cup + ":" + place, "safety", "5"))
                        .status())
                .isEqualTo(302);
        assertThat(get("/stock?state=low").body()).contains("CUP", "Safety stock saved.");
        post("/stock/keep-back", Map.of("level", cup + ":" + place, "safety", "many"));
        assertThat(get("/stock").body()).contains("Enter a whole number");
        assertThat(get("/palette?q=cup").body()).contains("/stock/" + cup);
    }

    /** With rows in them, in both languages and on a phone: no fault that axe sees, nothing too wide, no missing text. */
    @Test
    void pagesWithRowsAreAccessible() {
        UUID hangzhou = shelf.location("HZ-1", node);
        UUID shenzhen = shelf.location("SZ-1", node, "440305");
        UUID cup = shelf.variant("CUP-WHITE", "goods", "白瓷咖啡杯 300 ml", "White coffee cup 300 ml");
        shelf.variant("POT", "goods", "手冲壶", "Pour-over kettle");
        shelf.channel("web", 2);
        shelf.receive(hangzhou, "CUP-WHITE", 120);
        shelf.receive(hangzhou, "POT", 4);
        shelf.receive(shenzhen, "CUP-WHITE", 35);
        Stock stock = context.getBean(Stock.class);
        Transfers transfers = context.getBean(Transfers.class);
        stage.run(shop.owner(), shop, () -> stock.keepBack(List.of(cup), List.of(shenzhen), 50));
        stage.run(shop.owner(), shop, () -> stock.count(Shelf.change(hangzhou, "POT", 0)));
        stage.run(shop.owner(), shop, () -> stock.damage(Shelf.change(hangzhou, "CUP-WHITE", 3)));
        UUID transfer = stage.as(
                shop.owner(),
                shop,
                () -> transfers.send(
                        new TransferStock(hangzhou, shenzhen, List.of(new ChangeStock.Line("CUP-WHITE", 30)), "国庆补货")));
        List<String> pages = List.of(
                "/stock",
                "/stock/" + cup,
                "/stock/count",
                "/transfers",
                "/transfers/" + transfer,
                "/locations",
                "/locations/" + hangzhou,
                "/locations/" + hangzhou + "/edit");
        List<String> faults = new ArrayList<>();
        int picture = 0;
        for (String look : List.of("zh-CN light 1440", "en dark 390", "zh-CN dark 390", "en light 1440")) {
            String[] parts = look.split(" ", -1);
            int width = Integer.parseInt(parts[2]);
            try (Browsers.Window window = Browsers.window(parts[0], parts[1], width, width > 500 ? 900 : 844)) {
                stage.signIn(window, shop.owner());
                for (int p = 0; p < pages.size(); p++) {
                    // the first two looks see every page, the others half of them
                    if (picture < 2 || p % 2 == 0) {
                        look(window, pages.get(p), look + " " + p, faults);
                    }
                }
                if (!window.complaints().isEmpty()) {
                    faults.add(look + ": " + window.complaints());
                }
            }
            picture++;
        }
        assertThat(faults).isEmpty();
    }

    private void look(Browsers.Window window, String address, String look, List<String> faults) {
        Page page = window.open("/w/" + shop.slug() + address);
        if (page.content().contains("??")) {
            faults.add(look + address + ": a message is missing");
        }
        int tooWide = (Integer) page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        if (tooWide > 0) {
            faults.add(look + address + ": wider than the window by " + tooWide);
        }
        new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                .analyze()
                .getViolations()
                .forEach(v -> faults.add(look + address + ": " + v.getId() + ": "
                        + v.getNodes().getFirst().getHtml()));
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(TestStack.root()
                        .resolve(Path.of(
                                "platform-core/server/target/pictures/inventory", look.replace(' ', '-') + ".png"))));
    }

    @Test
    void theExportIsWhatTheListShows() {
        UUID near = shelf.location("N", node);
        UUID far = shelf.location("S", stage.node(shop, stage.top(shop), "深圳"));
        UUID cup = shelf.variant("CUP");
        shelf.variant("POT");
        shelf.receive(near, "CUP", 10);
        shelf.receive(far, "CUP", 4);
        shelf.receive(near, "POT", 1);
        Stock stock = context.getBean(Stock.class);
        Transfers transfers = context.getBean(Transfers.class);
        stage.run(shop.owner(), shop, () -> stock.keepBack(List.of(cup), List.of(far), 6));
        stage.run(
                shop.owner(),
                shop,
                () -> transfers.send(new TransferStock(near, far, List.of(new ChangeStock.Line("CUP", 3)), "refill")));

        assertThat(rows("/stock/export"))
                .containsExactly(
                        "CUP,Product CUP,N,Place N,7,0,7,0,0,In stock",
                        "CUP,Product CUP,S,Place S,4,0,4,6,3,Low",
                        "POT,Product POT,N,Place N,1,0,1,0,0,In stock");
        assertThat(rows("/stock/export?state=low")).containsExactly("CUP,Product CUP,S,Place S,4,0,4,6,3,Low");
        assertThat(rows("/stock/export?location=" + near + "&sort=-available"))
                .containsExactly(
                        "CUP,Product CUP,N,Place N,7,0,7,0,0,In stock", "POT,Product POT,N,Place N,1,0,1,0,0,In stock");
        assertThat(rows("/stock/export?node=" + node + "&q=PO")).hasSize(1);
        assertThat(rows("/stock/" + cup + "/export?location=" + near))
                .satisfiesExactly(
                        sent -> assertThat(sent).contains("Place N,Sent to another location · Transfer,-3,7,0,0,"),
                        received -> assertThat(received).contains("Place N,Received,10,10,0,0,"));
        assertThat(rows("/stock/" + cup + "/export")).hasSize(3);
        assertThat(rows("/transfers/export?state=in_transit"))
                .singleElement()
                .satisfies(t -> assertThat(t)
                        .contains("Place N,Place S,")
                        .contains(",3,0,")
                        .endsWith(",refill"));
        assertThat(rows("/transfers/export?state=received")).isEmpty();
        assertThat(rows("/locations/export?q=Place S"))
                .singleElement()
                .satisfies(l -> assertThat(l).startsWith("S,Place S,"));
    }

    /** The lines of a file without its titles. */
    private List<String> rows(String export) {
        return get(export.replace(" ", "%20")).body().lines().skip(1).toList();
    }

    private Answer get(String page) {
        return browser.get("/w/" + shop.slug() + page);
    }

    private Answer post(String page, Map<String, String> form) {
        return browser.post("/w/" + shop.slug() + page, form);
    }
}
