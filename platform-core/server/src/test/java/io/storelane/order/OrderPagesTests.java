package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.job.Bulk;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The pages of orders, as a browser gets them. */
class OrderPagesTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Orders orders;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID channel;
    private Browser browser;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        channel = shop.channel("web");
        browser = stage.browser(workspace.owner());
        UUID site = shop.location("NEAR", "330106", 100);
        UUID far = shop.location("FAR", "310104", 1);
        UUID mug = shop.goods("MUG", 1_500);
        shop.stock(mug, site, 10);
        shop.stock(mug, far, 10);
    }

    private Placement.Placed place(PlaceOrder order) {
        return (Placement.Placed) stage.as(workspace.owner(), workspace, () -> orders.place(order));
    }

    private Answer page(String path) {
        return browser.get("/w/" + workspace.slug() + "/orders" + path);
    }

    @Test
    void theListShowsFiltersAndMasks() {
        Placement.Placed first = place(Shop.order(channel, "MUG", 2));
        Placement.Placed held = place(
                Shop.order(Source.CHANNEL, channel, "TB-77", List.of(Shop.line("MUG", 1), Shop.line("NO-SUCH", 1))));

        assertThat(page("").body())
                .contains(first.number(), held.number(), "138****0000")
                .doesNotContain("13800000000", "文三路");
        assertThat(page("?view=held").body()).contains(held.number()).doesNotContain(first.number());
        assertThat(page("?q=TB-").body()).contains(held.number()).doesNotContain(first.number());
        assertThat(page("?q=" + first.number().substring(0, 11)).body())
                .contains(first.number())
                .doesNotContain(held.number());
        assertThat(page("?payment=paid").body()).doesNotContain(first.number());
        assertThat(page("?view=x&payment=x&channel=x&from=x&sort=x&after=x").status())
                .isEqualTo(200);
    }

    @Test
    void anExportShowsWhatTheListDoesAndGoesOnRecord() {
        Placement.Placed first = place(Shop.order(channel, "MUG", 2));

        String masked = page("/export?columns=buyer,address").body();
        String full = page("/export?columns=buyer,address&full=true").body();

        assertThat(masked).contains(first.number(), "138****0000").doesNotContain("13800000000", "文三路");
        assertThat(full).contains(first.number(), "13800000000", "文三路");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.exported'"))
                .isEqualTo(2);
        assertThat(page("/export?view=held").body()).doesNotContain(first.number());
    }

    @Test
    void aFileHasTheColumnsTheOrderAndTheFilterOfTheList() {
        Placement.Placed first = place(Shop.order(channel, "MUG", 2));
        Placement.Placed second = place(Shop.order(channel, "MUG", 1));

        String usual = page("/export").body();
        String chosen = page("/export?columns=number,total,tags&sort=placed").body();

        assertThat(usual.lines().findFirst().orElseThrow())
                .isEqualTo(
                        "\uFEFF"
                                + "Order,On hold,Placed,Buyer,Phone,Channel,Payment,State,Fulfilment,Missing,Units,Total,Currency");
        assertThat(usual.indexOf(second.number())).isBetween(0, usual.indexOf(first.number()));
        assertThat(chosen.lines().findFirst().orElseThrow()).isEqualTo("\uFEFFOrder,On hold,Total,Currency,Tags");
        assertThat(chosen.indexOf(first.number())).isBetween(0, chosen.indexOf(second.number()));
        assertThat(page("?columns=number&columns=address&columns=tags").body())
                .contains("浙江省", "columns=number%2Caddress%2Ctags")
                .doesNotContain("138****0000", "文三路");
        assertThat(page("?columns=number,address,tags").body()).contains("columns=number%2Caddress%2Ctags");
        assertThat(page("?columns=x").body()).contains("138****0000");
    }

    @Test
    void whoSeesPhonesMaskedDoesNotFindByThem() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 1));
        Person analyst = stage.member(workspace, "Ann", "agency_operator", stage.top(workspace));
        Browser anns = stage.browser(analyst);
        String list = "/w/" + workspace.slug() + "/orders";

        assertThat(page("?q=13800000000").body()).contains(placed.number());
        assertThat(anns.get(list).body()).contains(placed.number(), "138****0000");
        assertThat(anns.get(list + "?q=13800000000").body()).doesNotContain(placed.number());
        assertThat(anns.get(list + "/export?q=13800000000").body()).doesNotContain(placed.number());
        assertThat(anns.get("/w/" + workspace.slug() + "/palette?q=13800000000").body())
                .doesNotContain(placed.number());
    }

    @Test
    void whatIsDoneToAllThatMatchIsAJobThatNamesEach() {
        List<Placement.Placed> placed = new java.util.ArrayList<>();
        for (int i = 0; i < Bulk.AT_ONCE + 3; i++) {
            placed.add(place(
                    Shop.order(Source.CHANNEL, channel, "B-" + i, List.of(Shop.line(i < 2 ? "NO-SUCH" : "MUG", 1)))));
        }
        place(Shop.order(Source.CHANNEL, channel, "C-1", List.of(Shop.line("MUG", 1))));
        String address = "/w/" + workspace.slug() + "/orders/bulk";
        assertThat(page("?q=B-").body()).contains("All 53 that match");

        Answer started = browser.post(
                address,
                Map.of(
                        "id",
                        placed.getFirst().id().toString(),
                        "all",
                        "true",
                        "action",
                        "tag",
                        "tag",
                        "sale",
                        "back",
                        "?q=B-"));
        String job = started.header("Location");

        assertThat(job).contains("/jobs/");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .until(() -> browser.get(job).body().contains("53 of 53") || tagged() == 53);
        assertThat(tagged()).isEqualTo(53);
        assertThat(browser.get(job).body()).contains("Tag orders").doesNotContain("??");
        assertThat(browser.get(job + "/export").body())
                .contains(placed.getFirst().number());

        // as many as are done at once stay with the list
        assertThat(browser.post(address, Map.of("all", "true", "action", "tag", "tag", "few", "back", "?q=C-1"))
                        .header("Location"))
                .endsWith("/orders?q=C-1");
        assertThat(shop.number("select count(*) from core.sales_order where 'few' = any (tags)"))
                .isOne();
    }

    private long tagged() {
        return shop.number("select count(*) from core.sales_order where 'sale' = any (tags)");
    }

    @Test
    void settingsOfOrdersAreKept() {
        String address = "/w/" + workspace.slug() + "/orders/settings";
        assertThat(browser.get(address).body()).contains("Hold units of unpaid orders");
        assertThat(browser.post(address, Map.of("version", "0", "holdMinutes", "soon", "taxRate", "13"))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(address, Map.of("version", "0", "holdMinutes", "30", "taxRate", "13"))
                        .status())
                .isEqualTo(302);

        Placement.Placed placed = place(new PlaceOrder(
                Source.API,
                channel,
                "",
                null,
                "",
                null,
                PlaceOrder.Buyer.NOBODY,
                PlaceOrder.Address.NOWHERE,
                PlaceOrder.Invoice.NONE,
                List.of(new PlaceOrder.Line("MUG", 1, null, 0, null, false, "")),
                List.of(),
                0,
                null,
                false,
                List.of(),
                null,
                List.of(),
                "",
                null));

        assertThat(page("/" + placed.id()).body()).contains("Held until");
        assertThat(shop.number("select tax_rate_bp from core.order_line")).isEqualTo(1_300);
    }

    @Test
    void aPersonEntersWhateverAProgramCan() {
        shop.variant("WRAP", "service", 300);
        UUID customer = customer();
        String address = "/w/" + workspace.slug() + "/orders/new";
        Map<String, String> form = new java.util.LinkedHashMap<>();
        form.put("channelId", channel.toString());
        form.put("customerId", customer.toString());
        form.put("placedAt", "2026-11-01T09:30");
        form.put("holdMinutes", "45");
        form.put("lines[0].sku", "MUG");
        form.put("lines[0].taxRate", "6.5");
        form.put("lines[0].title", "Mug with a name");
        form.put("lines[1].sku", "MUG");
        form.put("lines[1].gift", "true");
        form.put("_lines[1].gift", "on");
        form.put("_lines[3].gift", "on");
        form.put("lines[2].sku", "WRAP");
        form.put("lines[1].price", "3");
        form.put("payments[0].amount", "5");
        form.put("payments[0].method", "cash");

        Answer refused = browser.post(address, form);
        form.remove("lines[1].price");
        Answer placed = browser.post(address, form);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("A gift costs nothing", "Mug with a name", "2026-11-01T09:30", "林晓", "139****1111")
                .contains("value=\"" + customer + "\" checked");
        assertThat(placed.status()).isEqualTo(302);
        assertThat(shop.number(
                        "select total from core.sales_order where buyer_name = '林晓' and buyer_phone = '13900001111'"
                                + " and paid = 500 and placed_at = '2026-11-01T09:30Z'"))
                .isEqualTo(1_800);
        assertThat(shop.number("select count(*) from core.order_line where (kind = 'goods' and tax_rate_bp = 650"
                        + " and title = 'Mug with a name') or (kind = 'gift' and total = 0) or kind = 'service'"))
                .isEqualTo(3);
    }

    @Test
    void anOrderHasSeveralDiscountsAndPayments() {
        String address = "/w/" + workspace.slug() + "/orders/new";
        Map<String, String> form = new java.util.LinkedHashMap<>();
        form.put("channelId", channel.toString());
        form.put("lines[0].sku", "MUG");
        form.put("lines[0].quantity", "2");
        form.put("discounts[0].amount", "1");
        form.put("discounts[0].label", "Regular");
        form.put("payments[0].amount", "10");
        form.put("payments[0].method", "cash");
        String more = browser.post(address, with(form, "rows", "discounts")).body();
        assertThat(more)
                .contains("value=\"Regular\"", "name=\"discounts[1].amount\"", "Remove discount 2")
                .containsPattern("id=\"f-discounts-1-amount\"[^>]*autofocus")
                .doesNotContain("Remove payment");
        assertThat(browser.post(address, with(form, "rows", "payments")).body())
                .contains("name=\"payments[1].reference\"", "Remove payment 1");
        form.put("discounts[1].amount", "0.5");
        form.put("discounts[1].label", "Voucher");
        assertThat(browser.post(address, with(form, "rows", "discounts-0")).body())
                .contains("value=\"Voucher\"")
                .doesNotContain("value=\"Regular\"", "discounts[1]");
        form.put("payments[1].amount", "4");
        form.put("payments[1].method", "wechat");
        form.put("payments[1].reference", "WX-1");
        form.put("discounts[3].label", "Without an amount");
        Answer refused = browser.post(address, form);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("f-discounts-3-amount-error");
        form.remove("discounts[3].label");
        assertThat(browser.post(address, form).status()).isEqualTo(302);

        assertThat(shop.number("select total from core.sales_order where discount = 150 and paid = 1400"))
                .isEqualTo(2_850);
        assertThat(shop.number("select count(*) from core.order_payment where (method = 'cash' and amount = 1000)"
                        + " or (method = 'wechat' and reference = 'WX-1' and amount = 400)"))
                .isEqualTo(2);
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(form);
        more.put(name, value);
        return more;
    }

    @Test
    void allThatIsWrongWithALineIsSaidAtOnce() {
        Map<String, String> form = new java.util.LinkedHashMap<>();
        form.put("channelId", channel.toString());
        form.put("lines[1].sku", "NONE");
        form.put("lines[1].quantity", "none");
        form.put("discounts[0].amount", "5");

        Answer refused = browser.post("/w/" + workspace.slug() + "/orders/new", form);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("f-lines-1-sku-error", "There is no product with the SKU NONE", "f-lines-1-quantity-error")
                // what cannot be known while the line cannot be read
                .doesNotContain("f-discounts-0-amount-error");
        assertThat(shop.number("select count(*) from core.sales_order")).isZero();
    }

    private UUID customer() {
        String made = browser.post(
                        "/w/" + workspace.slug() + "/customers/new",
                        Map.of(
                                "kind",
                                "person",
                                "name",
                                "林晓",
                                "phone",
                                "13900001111",
                                "nodeId",
                                stage.top(workspace).toString()))
                .header("Location");
        return UUID.fromString(made.substring(made.lastIndexOf('/') + 1));
    }

    @Test
    void aCustomerIsChosenWhileTyping() {
        UUID customer = customer();
        String find = "/w/" + workspace.slug() + "/orders/customers?find=";

        assertThat(browser.get(find + "%E6%9E%97").body()).contains("林晓", "139****1111", customer.toString());
        assertThat(browser.get(find + "nobody").body()).contains("No customer found");
        assertThat(browser.get(find + "nobody&customerId=" + customer).body()).contains("林晓");
        assertThat(browser.get("/w/" + workspace.slug() + "/orders/new?customer=" + customer)
                        .body())
                .contains("value=\"" + customer + "\" checked");
    }

    @Test
    void theOrderSaysWhereItsUnitsAreHeldAndWhy() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 2));

        Answer order = page("/" + placed.id());

        assertThat(order.body())
                .contains("NEAR", "Nearest to the receiver", "before FAR", "138****0000")
                .containsPattern("Nearest to the receiver \\(.*\\), before FAR \\([\\d,]+ km away\\)")
                .doesNotContain("13800000000", "文三路");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.unmasked'"))
                .isZero();
        assertThat(browser.post("/w/" + workspace.slug() + "/orders/" + placed.id() + "/personal", Map.of())
                        .body())
                .contains("13800000000", "文三路");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.unmasked'"))
                .isOne();
    }

    @Test
    void whoReachesAnotherOutletSeesNothing() {
        UUID outlet = stage.node(workspace, stage.top(workspace), "Outlet");
        UUID other = stage.node(workspace, stage.top(workspace), "Other");
        UUID there = shop.channel("there", outlet, path(outlet));
        Placement.Placed order = place(Shop.order(there, "MUG", 1));
        Person manager = stage.member(workspace, "Mary", "node_manager", other);
        Browser marys = stage.browser(manager);
        String list = "/w/" + workspace.slug() + "/orders";

        assertThat(marys.get(list).status()).isEqualTo(200);
        assertThat(marys.get(list).body()).doesNotContain(order.number());
        assertThat(marys.get(list + "?q=" + order.number()).body()).doesNotContain("/orders/" + order.id());
        assertThat(marys.get(list + "/export").body()).doesNotContain(order.number());
        assertThat(marys.get(list + "/" + order.id()).status()).isEqualTo(404);
        assertThat(marys.get("/w/" + workspace.slug() + "/palette?q="
                                + order.number().substring(0, 9))
                        .body())
                .doesNotContain(order.id().toString());
    }

    @Test
    void anOrderIsEnteredByHandAndFaultsStandAtTheirLines() {
        String address = "/w/" + workspace.slug() + "/orders/new";
        Map<String, String> form = new java.util.LinkedHashMap<>();
        form.put("channelId", channel.toString());
        form.put("buyerName", "Typed Buyer");
        form.put("lines[0].sku", "MUG");
        form.put("lines[0].quantity", "2");
        form.put("lines[2].sku", "NONE");
        form.put("lines[2].price", "12.5x");
        form.put("shipping", "8");

        Answer unread = browser.post(address, form);
        form.put("lines[2].price", "12.50");
        Answer refused = browser.post(address, form);
        form.remove("lines[2].sku");
        form.remove("lines[2].price");
        Answer placed = browser.post(address, form);

        assertThat(browser.get(address).status()).isEqualTo(200);
        assertThat(unread.status()).isEqualTo(422);
        assertThat(unread.body()).contains("Enter an amount", "Typed Buyer", "12.5x");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body())
                .contains("f-lines-2-sku-error", "There is no product with the SKU NONE", "Typed Buyer");
        assertThat(placed.status()).isEqualTo(302);
        assertThat(shop.number("select total from core.sales_order")).isEqualTo(3_800);
    }

    @Test
    void theSmallFormsOfAnOrderDoWhatTheySay() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 2));
        String order = "/" + placed.id();
        String address = "/w/" + workspace.slug() + "/orders" + order;
        for (String form : List.of("/hold", "/tags", "/assignee", "/payment", "/edit", "/cancel")) {
            assertThat(page(order + form).status()).as(form).isEqualTo(200);
        }

        assertThat(browser.post(address + "/hold", Map.of("text", "Wait")).status())
                .isEqualTo(302);
        assertThat(browser.post(address + "/hold", Map.of("text", "Wait")).status())
                .isEqualTo(422);
        assertThat(browser.post(address + "/release", Map.of()).status()).isEqualTo(302);
        assertThat(browser.post(address + "/tags", Map.of("tags", "vip, new")).status())
                .isEqualTo(302);
        assertThat(browser.post(address + "/notes", Map.of("text", "Called the buyer"))
                        .status())
                .isEqualTo(302);
        assertThat(browser.post(address + "/payment", Map.of("amount", "1.234", "method", "cash"))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(address + "/payment", Map.of("amount", "30", "method", "cash"))
                        .status())
                .isEqualTo(302);
        assertThat(browser.post(address + "/refund", Map.of("amount", "99", "method", "cash"))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post(address + "/refund", Map.of("amount", "1", "method", "cash", "version", "0"))
                        .body())
                .as("as another tab saw it")
                .contains("changed");
        assertThat(page(order + "/refund").body()).contains("name=\"version\"");
        UUID reservation = Stage.one("select id from core.reservation where order_id = ?", placed.id());
        UUID far = Stage.one(
                "select id from core.location where code = 'FAR' and tenant_id = ?",
                workspace.tenant().value());
        assertThat(page(order + "/reservations/" + reservation + "/move").body())
                .contains("FAR (10)");
        assertThat(browser.post(
                                address + "/reservations/" + reservation + "/move",
                                Map.of("location", far.toString(), "units", "1"))
                        .status())
                .isEqualTo(302);

        assertThat(page(order).body())
                .contains("Called the buyer", "vip", "Moved here by a person from NEAR", "1 unit from NEAR to FAR");
    }

    @Test
    void aMaskThatIsLeftAloneKeepsWhatIsStoredAndAStaleFormIsKept() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 2));
        String address = "/w/" + workspace.slug() + "/orders/" + placed.id() + "/edit";
        Map<String, String> form = new java.util.LinkedHashMap<>(Map.of(
                "version",
                "0",
                "shipName",
                "Li Wei",
                "shipPhone",
                "138****0000",
                "shipStreet",
                "****",
                "shipCity",
                "Typed City",
                "invoiceKind",
                "none"));

        assertThat(browser.post(address, form).status()).isEqualTo(302);
        Answer stale = browser.post(address, form);

        assertThat(shop.number("select count(*) from core.sales_order where ship_phone = '13800000000'"
                        + " and ship_street = '文三路 1 号' and ship_name = 'Li Wei'"))
                .isOne();
        assertThat(stale.status()).isEqualTo(422);
        assertThat(stale.body()).contains("Somebody changed the order meanwhile", "Typed City");
    }

    @Test
    void whatIsDoneToManySaysOfEachWhyItWasNot() {
        Placement.Placed first = place(Shop.order(channel, "MUG", 1));
        String address = "/w/" + workspace.slug() + "/orders/bulk";

        browser.post(address, Map.of("id", first.id().toString(), "action", "hold", "back", "?view=all"));
        assertThat(page("?view=all").body()).contains("One order put on hold.");
        browser.post(address, Map.of("id", first.id().toString(), "action", "hold"));
        assertThat(page("").body())
                .contains("One order was not changed", first.number() + ": The order is on hold already");
    }

    @Test
    void anOwnViewIsATabThatNobodyElseSees() {
        String address = "/w/" + workspace.slug() + "/orders/views/new?view=held&tag=vip";
        assertThat(browser.post(address, Map.of("name", "My held ones")).status())
                .isEqualTo(302);
        assertThat(browser.post(address, Map.of("name", "My held ones")).status())
                .isEqualTo(422);
        Person colleague = stage.member(workspace, "Anna", "administrator", stage.top(workspace));

        assertThat(page("?view=held&tag=vip").body()).contains("My held ones", "/rename");
        assertThat(stage.browser(colleague)
                        .get("/w/" + workspace.slug() + "/orders")
                        .body())
                .doesNotContain("My held ones");
    }

    @Test
    void anIndexedOrderIsFoundByWhatIsInIt() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 1));
        stage.run(
                workspace.owner(),
                workspace,
                () -> context.getBean(OrderSearchTexts.class).index(List.of(placed.id())));

        assertThat(page("?q=title+of").body()).contains(placed.number());
        assertThat(page("?q=ng+Fa").body()).contains(placed.number());
        assertThat(page("?q=1380000").body()).doesNotContain(placed.number());
        assertThat(page("?q=13800000000").body()).contains(placed.number());
    }

    @Test
    void thePageShowsWhatIsLeftOfALineAndWhatIsToBeRefunded() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 4));
        String address = "/w/" + workspace.slug() + "/orders/" + placed.id();
        browser.post(address + "/payment", Map.of("amount", "60", "method", "cash"));
        assertThat(page("/" + placed.id()).body()).doesNotContain("To refund");
        String line = placed.whole().lines().getFirst().id().toString();

        assertThat(browser.post(address + "/cancel", Map.of("line", line, "units", "3"))
                        .status())
                .isEqualTo(302);

        assertThat(page("/" + placed.id()).body()).contains("4, 3 cancelled", "To refund", "45.00");
        assertThat(browser.header("Accept-Language", "zh-CN").get(address).body())
                .contains("4，已取消 3 件", "待退款");
        assertThat(page("?view=refund").body()).contains(placed.number());
        browser.post(address + "/refund", Map.of("amount", "45", "method", "cash"));
        assertThat(page("?view=refund").body()).doesNotContain(placed.number());
    }

    @Test
    void customersAreKeptMaskedAndFound() {
        String customers = "/w/" + workspace.slug() + "/customers";
        Map<String, String> form = new java.util.LinkedHashMap<>(Map.of(
                "kind",
                "person",
                "name",
                "林晓",
                "phone",
                "13900001111",
                "idNumber",
                "11010519491231002X",
                "nodeId",
                stage.top(workspace).toString()));
        assertThat(browser.get(customers).body()).contains("No customers yet");
        assertThat(browser.post(customers + "/new", Map.of("kind", "person", "name", ""))
                        .status())
                .isEqualTo(422);
        form.putAll(Map.of("email", "nobody", "idNumber", "110105194912310021"));
        assertThat(browser.post(customers + "/new", form).body()).contains("f-email-error", "f-idNumber-error");
        form.putAll(Map.of("email", "lin@example.com", "idNumber", "11010519491231002X"));

        String location = browser.post(customers + "/new", form).header("Location");

        assertThat(browser.get(location).body()).contains("林晓", "139****1111").doesNotContain("13900001111");
        assertThat(browser.get(customers + "?q=林晓".replace("林晓", "%E6%9E%97%E6%99%93"))
                        .body())
                .contains("139****1111");
        assertThat(browser.post(location + "/personal", Map.of()).body()).contains("13900001111", "11010519491231002X");
        assertThat(browser.get(location + "/edit").body()).contains("139****1111");
        form.putAll(Map.of("version", "0", "name", "林小", "phone", "139****1111", "idNumber", "1101****2X"));
        assertThat(browser.post(location + "/edit", form).status()).isEqualTo(302);
        assertThat(shop.number("select count(*) from core.customer where phone = '13900001111' and name = '林小'"))
                .isOne();
    }

    private static String path(UUID node) {
        return Stage.one("select path from core.org_node where id = ?", node);
    }
}
