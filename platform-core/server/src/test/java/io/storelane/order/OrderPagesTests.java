package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
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
        assertThat(page("?q=tb-").body()).doesNotContain(held.number());
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

        String masked = page("/export").body();
        String full = page("/export?full=true").body();

        assertThat(masked).contains(first.number(), "138****0000").doesNotContain("13800000000", "文三路");
        assertThat(full).contains(first.number(), "13800000000", "文三路");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.exported'"))
                .isEqualTo(2);
        assertThat(page("/export?view=held").body()).doesNotContain(first.number());
    }

    @Test
    void theOrderSaysWhereItsUnitsAreHeldAndWhy() {
        Placement.Placed placed = place(Shop.order(channel, "MUG", 2));

        Answer order = page("/" + placed.id());

        assertThat(order.body())
                .contains("NEAR", "Nearest to the receiver", "before FAR", "138****0000")
                .doesNotContain("13800000000", "文三路");
        assertThat(shop.number("select count(*) from core.audit_entry where action = 'order.unmasked'"))
                .isZero();
        assertThat(browser.post("/w/" + workspace.slug() + "/orders/" + placed.id() + "/personal", java.util.Map.of())
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

    private static String path(UUID node) {
        return Stage.one("select path from core.org_node where id = ?", node);
    }
}
