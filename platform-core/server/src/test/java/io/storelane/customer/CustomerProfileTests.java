package io.storelane.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.AccessProblem;
import io.storelane.order.OrderChanges;
import io.storelane.order.OrderFilter;
import io.storelane.order.OrderList;
import io.storelane.order.OrderProblem;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What is known of a customer, two that are the same one, and one that is to be forgotten. */
class CustomerProfileTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AddressDetails HOME = new AddressDetails(
            "Home", "王芳", "13800000000", "CN", "浙江省", "杭州市", "西湖区", "文三路 1 号 2 单元 301", "310000", false);

    @Autowired
    ApplicationContext context;

    @Autowired
    Customers customers;

    @Autowired
    CustomerProfiles profiles;

    @Autowired
    Duplicates duplicates;

    @Autowired
    Orders orders;

    @Autowired
    OrderChanges changes;

    @Autowired
    OrderList list;

    private Stage stage;
    private Workspace workspace;
    private Shop shop;
    private UUID top;
    private UUID channel;
    private Browser browser;
    private ApiClient program;

    @BeforeEach
    void aShop() {
        stage = new Stage(context);
        workspace = stage.shop();
        shop = new Shop(context, stage, workspace);
        top = stage.top(workspace);
        channel = shop.channel("web");
        shop.stock(shop.goods("MUG", 1_500), shop.location("NEAR", "330106", 1), 100);
        browser = stage.browser(workspace.owner());
        program = stage.program(workspace.owner(), workspace, top);
    }

    private <T> T act(Supplier<T> work) {
        return Objects.requireNonNull(stage.as(workspace.owner(), workspace, work));
    }

    private void run(Runnable work) {
        stage.run(workspace.owner(), workspace, work);
    }

    private UUID customer(String name, String phone, String email, String number) {
        return act(() -> customers.add(new CustomerDetails("person", name, phone, email, number, top)));
    }

    private CustomerView seen(UUID id) {
        return act(() -> customers.customer(id));
    }

    private CustomerProfiles.Profile profile(UUID id) {
        return act(() -> profiles.profile(id));
    }

    private UUID order(UUID buyer) {
        PlaceOrder usual = Shop.order(Source.API, channel, "", List.of(Shop.line("MUG", 2)));
        var order = new PlaceOrder(
                usual.source(),
                channel,
                "",
                null,
                "",
                buyer,
                PlaceOrder.Buyer.NOBODY,
                usual.shipTo(),
                usual.invoice(),
                usual.lines(),
                List.of(),
                0,
                null,
                false,
                List.of(),
                null,
                List.of(),
                "Ring twice",
                null);
        return ((Placement.Placed) act(() -> orders.place(order))).id();
    }

    private String page(String path) {
        return browser.get("/w/" + workspace.slug() + "/customers" + path).body();
    }

    @Test
    void thePageShowsWhatIsKnownAndMasksWhatIsPersonal() {
        UUID wang = customer("Wang Fang", "13800000000", "wang@example.com", "");
        run(() -> {
            profiles.addContact(wang, new ContactDetails("Li Na", "Buyer", "13900001111", "li@example.com"));
            profiles.addAddress(wang, HOME);
            profiles.consent(wang, "email", true, "Form", null);
            profiles.consent(wang, "email", false, "Call", null);
            profiles.consent(wang, "sms", true, "At the till", null);
            profiles.note(wang, "Calls back on Monday");
        });
        run(() -> profiles.tag(wang, seen(wang).version(), List.of("vip", " vip ", "tea")));
        UUID gone = order(wang);
        order(wang);
        run(() -> changes.cancel(gone, "no"));

        String page = page("/" + wang);
        assertThat(page)
                .contains(
                        "138****0000",
                        "139****1111",
                        "Li Na",
                        "杭州市",
                        "Not agreed",
                        "At the till",
                        "Calls back on Monday")
                .contains(">vip<", ">tea<", "$30.00")
                .doesNotContain("13800000000", "13900001111", "文三路");
        assertThat(browser.post("/w/" + workspace.slug() + "/customers/" + wang + "/personal", Map.of())
                        .body())
                .contains("13900001111", "文三路", "wang@example.com");
        assertThat(profile(wang).sums()).containsExactly(new CustomerProfiles.Sum("USD", 1, 3_000));
        assertThat(profile(wang).consents())
                .extracting(CustomerProfiles.Consent::channel, CustomerProfiles.Consent::given)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("email", false),
                        org.assertj.core.groups.Tuple.tuple("sms", true));
        assertThat(profile(wang).addresses().getFirst().details().main()).isTrue();
    }

    @Test
    void aFormChangesAddressesAndKeepsWhatCameBackMasked() {
        UUID wang = customer("Wang Fang", "", "", "");
        String here = "/w/" + workspace.slug() + "/customers/" + wang;
        Map<String, String> form =
                new HashMap<>(Map.of("name", "Wang", "country", "CN", "city", "杭州市", "street", "文三路 1 号"));
        form.put("phone", "13800000000");
        assertThat(browser.post(here + "/addresses/new", form).status()).isEqualTo(302);
        form.put("street", "淮海路 5 号");
        form.put("main", "true");
        assertThat(browser.post(here + "/addresses/new", form).status()).isEqualTo(302);
        var main = profile(wang).addresses().getFirst();
        form.put("street", "****");
        form.put("phone", "138****0000");
        form.put("city", "上海市");
        form.put("version", String.valueOf(seen(wang).version()));
        String address = here + "/addresses/" + main.id();
        assertThat(browser.get(address + "/edit").body())
                .contains("138****0000")
                .doesNotContain("淮海路");
        assertThat(browser.post(address + "/edit", form).status()).isEqualTo(302);
        var changed = act(() -> profiles.unmasked(wang)).addresses().getFirst().details();
        assertThat(changed.street()).isEqualTo("淮海路 5 号");
        assertThat(changed.phone()).isEqualTo("13800000000");
        assertThat(changed.city()).isEqualTo("上海市");
        assertThat(browser.post(address + "/edit", form).status())
                .as("the same version again")
                .isEqualTo(422);
        assertThat(browser.post(address + "/delete", Map.of()).status()).isEqualTo(302);
        assertThat(profile(wang).addresses())
                .singleElement()
                .extracting(a -> a.details().main())
                .isEqualTo(true);
    }

    @Test
    void whatIsWrongIsNamedByItsField() {
        UUID wang = customer("Wang Fang", "", "", "");
        String api = "/api/v1/customers/" + wang;
        var contact = program.post(api + "/contacts", "{\"name\": \" \", \"phone\": \"12\", \"email\": \"nobody\"}");
        assertThat(contact.status()).isEqualTo(422);
        assertThat(contact.body()).contains("/name", "/phone", "/email", "This is no phone number");
        var address = program.post(api + "/addresses", "{\"name\": \"W\", \"country\": \"ZZ\", \"street\": \"\"}");
        assertThat(address.body()).contains("/country", "/street");
        var consent = program.post(
                api + "/consents",
                "{\"channel\": \"fax\", \"given\": true, \"source\": \"\", \"at\": \"2999-01-01T00:00:00Z\"}");
        assertThat(consent.body()).contains("/channel", "/source", "/at");
        assertThat(program.post(api + "/notes", "{\"note\": \" \"}").body()).contains("/note");
        var customer = program.post(
                "/api/v1/customers",
                "{\"kind\": \"person\", \"name\": \"Wang\", \"phone\": \"x\", \"email\": \"x\", \"idNumber\": \"110101199003071231\","
                        + " \"nodeId\": \"" + top + "\"}");
        assertThat(customer.body()).contains("/phone", "/email", "/idNumber");
        String form = browser.post(
                        "/w/" + workspace.slug() + "/customers/" + wang + "/contacts/new",
                        Map.of("name", "Li", "phone", "12"))
                .body();
        assertThat(form).contains("This is no phone number");
        assertThat(profile(wang).contacts()).isEmpty();
        assertThat(profile(wang).entries()).isEmpty();
    }

    @Test
    void duplicatesAreFoundHoweverTheyAreWritten() {
        UUID one = customer("Wang Fang", "138 0000 0000", "Wang@Example.com", "");
        UUID phone = customer("F. Wang", "+86 13800000000", "", "");
        UUID mail = customer("Fang", "", "wang@example.COM", "");
        UUID near = customer("wang  FANG", "", "", "");
        UUID far = customer("Wang Fang", "", "", "");
        run(() -> {
            profiles.addAddress(one, HOME);
            profiles.addAddress(
                    near, new AddressDetails("", "W", "", "CN", "浙江省", "杭州市", "", "西湖区文三路1号2单元301", "", false));
            profiles.addAddress(far, new AddressDetails("", "W", "", "CN", "上海市", "上海市", "", "文三路1号2单元301", "", false));
        });
        Map<UUID, List<String>> found = new HashMap<>();
        run(() -> duplicates.of(one).forEach(d -> found.put(d.customer().id(), d.reasons())));
        assertThat(found)
                .containsOnly(
                        Map.entry(phone, List.of("phone")),
                        Map.entry(mail, List.of("email")),
                        Map.entry(near, List.of("address")));
        assertThat(act(duplicates::groups)).hasSize(2);
        assertThat(page("/duplicates"))
                .contains("F. Wang", "Same phone", "Same e-mail")
                .doesNotContain("13800000000");
        assertThat(page("/" + one)).contains("Maybe the same customer", "Similar name and address");
    }

    @Test
    void duplicatesOfOtherPlacesAreNotShown() {
        UUID branch = stage.node(workspace, top, "Branch");
        UUID here = act(() -> customers.add(new CustomerDetails("person", "Wang", "13800000000", "", "", branch)));
        UUID there = customer("Wang Fang", "13800000000", "", "");
        Person clerk = stage.member(workspace, "Clerk", "node_manager", branch);
        stage.run(clerk, workspace, () -> {
            assertThat(duplicates.of(here)).isEmpty();
            assertThat(duplicates.groups()).isEmpty();
            Stage.refused(CustomerProblem.NOT_FOUND, () -> duplicates.merge(here, 0, there));
            Stage.refused(CustomerProblem.NOT_FOUND, () -> profiles.profile(there));
            Stage.refused(CustomerProblem.NOT_FOUND, () -> profiles.note(there, "x"));
        });
    }

    @Test
    void twoBecomeOneAndNothingIsLost() {
        UUID kept = customer("Wang Fang", "13800000000", "", "");
        UUID gone = customer("Fang Wang", "13900000000", "fang@example.com", "");
        run(() -> {
            profiles.addAddress(kept, HOME);
            profiles.addAddress(gone, HOME);
            profiles.addContact(gone, new ContactDetails("Li Na", "", "", ""));
            profiles.consent(gone, "post", true, "Letter", null);
            profiles.note(gone, "Likes tea");
            profiles.addTag(List.of(gone), "tea");
        });
        UUID bought = order(gone);
        order(kept);
        await().atMost(SOON)
                .until(() -> Stage.all(
                                        "select order_id from core.order_counted where tenant_id = ? and first",
                                        workspace.tenant().value())
                                .size()
                        == 2);

        var form = Map.of(
                "with", gone.toString(), "version", String.valueOf(seen(kept).version()));
        assertThat(page("/" + kept + "/merge?with=" + gone)).contains("Wang Fang", "Fang Wang", "cannot be undone");
        assertThat(browser.post("/w/" + workspace.slug() + "/customers/" + kept + "/merge", form)
                        .status())
                .isEqualTo(302);

        CustomerProfiles.Profile one = act(() -> profiles.unmasked(kept));
        assertThat(one.customer().details().phone()).isEqualTo("13800000000");
        assertThat(one.customer().details().email()).isEqualTo("fang@example.com");
        assertThat(one.customer().tags()).containsExactly("tea");
        assertThat(one.customer().orders()).isEqualTo(2);
        assertThat(one.contacts())
                .extracting(c -> c.details().name() + c.details().phone())
                .containsExactlyInAnyOrder("Li Na", "Fang Wang13900000000");
        assertThat(one.addresses())
                .hasSize(2)
                .filteredOn(a -> a.details().main())
                .hasSize(1);
        assertThat(one.entries()).extracting(CustomerProfiles.Entry::kind).contains("merged", "note");
        assertThat(one.consents()).hasSize(1);
        assertThat(Stage.<UUID>one("select customer_id from core.sales_order where id = ?", bought))
                .isEqualTo(kept);
        assertThat(act(() -> customers.find(new Customers.Filter("Fang", "", "", "", "name"), "", 10))
                        .rows())
                .extracting(CustomerView::id)
                .containsExactly(kept);
        assertThat(browser.get("/w/" + workspace.slug() + "/customers/" + gone).header("Location"))
                .endsWith("/customers/" + kept);
        assertThat(program.get("/api/v1/customers/" + gone).at("/id")).isEqualTo(kept.toString());
        assertThat(shop.number("select count(*) from core.event where type = 'customer.merged'"))
                .isEqualTo(1);
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'customer.merged'"))
                .isEqualTo(1);
        UUID later = order(gone);
        assertThat(Stage.<UUID>one("select customer_id from core.sales_order where id = ?", later))
                .isEqualTo(kept);
        await().atMost(SOON)
                .until(() -> Stage.all(
                                "select order_id from core.order_counted where tenant_id = ? and first",
                                workspace.tenant().value())
                        .equals(List.of(bought)));
        run(() -> {
            Stage.refused(CustomerProblem.SAME_CUSTOMER, () -> duplicates.merge(kept, 0, kept));
            Stage.refused(
                    CustomerProblem.NOT_FOUND,
                    () -> duplicates.merge(kept, seen(kept).version(), gone));
        });
    }

    /** An order that was being written when its customer was merged. */
    @Test
    void anOrderThatCameInMeanwhileFindsTheCustomerThatStays() {
        UUID kept = customer("Wang Fang", "", "", "");
        UUID gone = customer("Fang Wang", "", "", "");
        UUID order = order(kept);
        run(() -> duplicates.merge(kept, seen(kept).version(), gone));
        Stage.all("update core.sales_order set customer_id = ? where id = ?", gone, order);
        Stage.all(
                "delete from core.event_cursor where tenant_id = ? and consumer = 'order-customers'",
                workspace.tenant().value());
        run(() -> profiles.addTag(List.of(kept), "tea")); // something happens: the consumer looks
        await().atMost(SOON)
                .until(() -> Stage.<UUID>one("select customer_id from core.sales_order where id = ?", order)
                        .equals(kept));
    }

    @Test
    void whoIsToBeForgottenIsForgottenInOrdersToo() {
        UUID wang = customer("Wang Fang", "13800000000", "wang@example.com", "");
        run(() -> {
            profiles.addAddress(wang, HOME);
            profiles.addContact(wang, new ContactDetails("Li Na", "", "13900000000", ""));
            profiles.note(wang, "Likes tea");
            profiles.addTag(List.of(wang), "tea");
        });
        UUID order = order(wang);
        String erase = "/api/v1/customers/" + wang + "/erase";
        assertThat(program.post(erase, "").status()).isEqualTo(428);
        String etag = program.get("/api/v1/customers/" + wang).header("ETag");
        var refused = program.with("If-Match", etag).post(erase, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("still open");
        run(() -> Stage.refused(
                OrderProblem.CUSTOMER_HAS_OPEN_ORDERS,
                () -> duplicates.erase(wang, seen(wang).version())));
        assertThat(act(() -> profiles.unmasked(wang)).contacts()).hasSize(1);
        run(() -> changes.cancel(order, "no"));

        assertThat(program.with("If-Match", etag).post(erase, "").status()).isEqualTo(204);

        CustomerProfiles.Profile left = act(() -> profiles.unmasked(wang));
        assertThat(left.customer().erased()).isTrue();
        assertThat(left.customer().details().phone() + left.customer().details().email())
                .isEmpty();
        assertThat(left.contacts()).isEmpty();
        assertThat(left.addresses()).isEmpty();
        assertThat(left.customer().tags()).isEmpty();
        assertThat(left.entries()).extracting(CustomerProfiles.Entry::kind).containsExactly("erased");
        assertThat(left.customer().orders()).isEqualTo(1);
        String row = Stage.one("select o::text from core.sales_order o where id = ?", order);
        assertThat(row).contains("杭州市").doesNotContain("Wang", "13800000000", "文三路", "Ring twice", "example.com");
        assertThat(act(() -> list.find(OrderFilter.ALL.search("Wang"), "", 10)).rows())
                .isEmpty();
        assertThat(act(() -> customers.find(new Customers.Filter("Wang", "", "", "", "name"), "", 10))
                        .rows())
                .isEmpty();
        assertThat(page("/" + wang)).contains("Erased").doesNotContain("Wang Fang");
        run(() -> Stage.refused(CustomerProblem.ERASED, () -> profiles.note(wang, "x")));
        assertThat(shop.number("select count(*) from core.event where type = 'customer.erased'"))
                .isEqualTo(1);
    }

    @Test
    void whoMayNotSeePersonalDataCannotErase() {
        UUID wang = customer("Wang Fang", "", "", "");
        var program = new ApiClient(stage.key(
                        workspace.owner(),
                        workspace,
                        top,
                        java.util.Set.of(
                                io.storelane.access.Permission.CUSTOMERS_MANAGE,
                                io.storelane.access.Permission.CUSTOMERS_VIEW))
                .token());
        var answer = program.with("If-Match", "\"0\"").post("/api/v1/customers/" + wang + "/erase", "");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .contains(AccessProblem.NOT_ALLOWED
                        .name()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '-'));
    }

    @Test
    void manyAreTaggedAndTheListShowsThoseOfATagOrAConsent() {
        UUID wang = customer("Wang Fang", "", "", "");
        UUID li = customer("Li Lei", "", "", "");
        customer("Zhao", "", "", "");
        browser.postRaw(
                "/w/" + workspace.slug() + "/customers/tag",
                "id=" + wang + "&id=" + li + "&tag=vip",
                "application/x-www-form-urlencoded",
                true);
        run(() -> {
            profiles.consent(wang, "sms", true, "Form", null);
            profiles.consent(li, "sms", true, "Form", null);
            profiles.consent(li, "sms", false, "Call", null);
        });
        assertThat(page("?tag=vip")).contains("Wang Fang", "Li Lei").doesNotContain("Zhao");
        assertThat(page("?consent=sms")).contains("Wang Fang").doesNotContain("Li Lei", "Zhao");
        assertThat(page("/export?tag=vip")).contains("Wang Fang", "Li Lei").doesNotContain("Zhao");
        assertThat(program.get("/api/v1/customers?tag=vip&consent=sms")
                        .json()
                        .at("/data")
                        .size())
                .isEqualTo(1);
        assertThat(program.get("/api/v1/customers?consent=fax").status()).isEqualTo(400);
        assertThat(program.post("/api/v1/customers/tag", "{\"ids\": [\"" + wang + "\"], \"tag\": \"tea\"}")
                        .at("/tagged"))
                .isEqualTo("1");
        assertThat(seen(wang).tags()).containsExactly("tea", "vip");
        assertThat(program.post("/api/v1/customers/tag", "{\"ids\": [\"" + wang + "\"], \"tag\": \" \"}")
                        .status())
                .isEqualTo(422);
        run(() -> {
            Stage.refused(CustomerProblem.NOTHING_CHOSEN, () -> profiles.addTag(List.of(), "x"));
            Stage.refused(CustomerProblem.NOT_FOUND, () -> profiles.addTag(List.of(wang, UUID.randomUUID()), "x"));
        });
        assertThat(seen(wang).tags()).containsExactly("tea", "vip");
    }

    @Test
    void programsKeepContactsAndAddresses() {
        UUID wang = customer("Wang Fang", "", "", "");
        String api = "/api/v1/customers/" + wang;
        var made = program.post(api + "/contacts", "{\"name\": \"Li Na\", \"phone\": \"13900000000\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.at("/contacts/0/phone")).isEqualTo("139****0000");
        String contact = api + "/contacts/" + made.at("/contacts/0/id");
        var changed = program.with("If-Match", made.header("ETag"))
                .put(contact, "{\"name\": \"Li Na\", \"role\": \"Buyer\", \"phone\": \"139****0000\"}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(program.with("If-Match", made.header("ETag"))
                        .put(contact, "{\"name\": \"Li Na\"}")
                        .status())
                .isEqualTo(412);
        assertThat(program.get(api + "/profile?personal=true").at("/contacts/0/phone"))
                .isEqualTo("13900000000");
        assertThat(program.delete(contact).status()).isEqualTo(204);
        assertThat(program.delete(contact).status()).isEqualTo(404);
        var address =
                program.post(api + "/addresses", "{\"name\": \"W\", \"country\": \"cn\", \"street\": \"Road 1\"}");
        assertThat(address.at("/addresses/0/main")).isEqualTo("true");
        assertThat(program.get(api + "/addresses").at("/data/0/street")).isEqualTo("****");
        assertThat(program.with("If-Match", address.header("ETag"))
                        .put(api + "/tags", "{\"tags\": [\"a\", \"b\"]}")
                        .at("/tags/1"))
                .isEqualTo("b");
        assertThat(program.post(api + "/consents", "{\"channel\": \"wechat\", \"given\": true, \"source\": \"Scan\"}")
                        .at("/consents/0/channel"))
                .isEqualTo("wechat");
        assertThat(program.get(api + "/duplicates").json().at("/data").size()).isZero();
        assertThat(program.get("/api/v1/customers/duplicates").status()).isEqualTo(200);
    }
}
