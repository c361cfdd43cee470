package io.storelane.rma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Access;
import io.storelane.access.Reach;
import io.storelane.fulfilment.FulfilmentView;
import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.HandOverView;
import io.storelane.fulfilment.HandOvers;
import io.storelane.fulfilment.NewParcel;
import io.storelane.member.Members;
import io.storelane.order.OrderChanges;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement.Placed;
import io.storelane.order.Source;
import io.storelane.organization.Organization;
import io.storelane.role.RoleAssignments;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Orders, fulfilment orders, hand-overs and returns are in the hands of those who may see them, and of nobody else. */
class GivenWorkTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String IN_HAND = """
            select (select count(*) from core.sales_order where assignee_id = u.id) || ' '
              || (select count(*) from core.fulfilment where assignee_id = u.id) || ' '
              || (select count(*) from core.hand_over where owner_id = u.id) || ' '
              || (select count(*) from core.rma where assignee_id = u.id)
            from platform.app_user u where u.id = ?""";

    private final ApplicationContext context;
    private final Returns returns;
    private final Fulfilments fulfilments;
    private final HandOvers handOvers;
    private final OrderChanges changes;
    private final Members members;

    @SuppressWarnings("NullAway.Init") // set before each test
    private SoldOrders sold;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID region;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID branch;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Work first;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Work second;

    @Autowired
    GivenWorkTests(
            ApplicationContext context,
            Returns returns,
            Fulfilments fulfilments,
            HandOvers handOvers,
            OrderChanges changes,
            Members members) {
        this.context = context;
        this.returns = returns;
        this.fulfilments = fulfilments;
        this.handOvers = handOvers;
        this.changes = changes;
        this.members = members;
    }

    /** Something of each kind. */
    private record Work(UUID order, UUID fulfilment, UUID handOver, UUID rma) {}

    @BeforeEach
    void aBranchThatSellsAndDelivers() {
        sold = new SoldOrders(context);
        region = sold.stage.node(sold.workspace, sold.stage.top(sold.workspace), "Region");
        branch = sold.stage.node(sold.workspace, region, "Branch");
        String path = Stage.one("select path from core.org_node where id = ?", branch);
        UUID store = sold.shop.channel("store", branch, path);
        UUID west = sold.shop.location("WEST", "330106", 1, branch, path);
        sold.shop.stock(sold.shop.goods("MUG", 1_500), west, 100);
        first = work(store);
        second = work(store);
    }

    private Work work(UUID store) {
        UUID delivered = placed(store);
        UUID sent = fulfilment(delivered).id();
        sold.run(() -> {
            fulfilments.accept(sent);
            fulfilments.pack(sent);
            fulfilments.ship(sent, List.of(new NewParcel("", "", Map.of())));
            fulfilments.deliver(sent);
        });
        Orders.Whole order = sold.asOwner(() -> context.getBean(Orders.class).order(delivered));
        UUID rma =
                sold.requested(order, "refund", Map.of(order.lines().getFirst().id(), 1L));
        UUID open = placed(store);
        UUID fulfilment = fulfilment(open).id();
        HandOverView handOver =
                sold.asOwner(() -> handOvers.ofSubject(fulfilment)).getFirst();
        return new Work(open, fulfilment, handOver.id(), rma);
    }

    private UUID placed(UUID store) {
        PlaceOrder order = Shop.order(
                Source.MANUAL,
                store,
                "",
                List.of(Shop.line("MUG", 1)),
                List.of(new PlaceOrder.Payment("card", "P-" + Stage.tail(), 1_500, null)));
        return ((Placed) sold.asOwner(() -> context.getBean(Orders.class).place(order))).id();
    }

    private FulfilmentView fulfilment(UUID order) {
        await().atMost(SOON)
                .until(() -> Stage.<Long>one("select count(*) from core.fulfilment where order_id = ?", order) == 1);
        return sold.asOwner(() -> fulfilments.ofOrder(order, "/")).getFirst();
    }

    private void give(Work work, Person person) {
        sold.run(() -> {
            changes.assign(work.order(), person.id());
            fulfilments.assign(work.fulfilment(), person.id());
            HandOverView handOver = handOvers.handOver(work.handOver());
            handOvers.assign(work.handOver(), handOver.version(), null, person.id(), Instant.now());
            returns.assign(work.rma(), person.id(), null);
        });
        assertThat(inHand(person)).isEqualTo("1 1 1 1");
    }

    private static String inHand(Person person) {
        return Stage.one(IN_HAND, person.id());
    }

    private void nothing(Person person) {
        await().atMost(SOON).untilAsserted(() -> assertThat(inHand(person)).isEqualTo("0 0 0 0"));
    }

    private UUID held(Person person) {
        return sold.asOwner(() ->
                        context.getBean(RoleAssignments.class).held(person.id(), new Reach(List.of(Access.ROOT_PATH))))
                .getFirst()
                .id();
    }

    @Test
    void whoLeavesHasNothingInHand() {
        Person clerk = sold.stage.member(sold.workspace, "Clerk", "node_manager", branch);
        Person other = sold.stage.member(sold.workspace, "Other", "node_manager", branch);
        give(first, clerk);
        give(second, other);
        sold.run(() -> members.remove(clerk.id()));
        nothing(clerk);
        assertThat(inHand(other)).as("who stays keeps his").isEqualTo("1 1 1 1");

        assertThat(Stage.<String>one(
                        "select detail::text from core.order_entry where order_id = ? and kind = 'assigned' order by id desc",
                        first.order()))
                .isEqualTo("{}");
        assertThat(Stage.<String>one(
                        "select detail::text from core.rma_entry where rma_id = ? and kind = 'assigned' order by id desc",
                        first.rma()))
                .isEqualTo("{}");
        assertThat(Stage.all(
                        "select action from core.audit_entry where tenant_id = ? and after ->> 'from' = 'Clerk' order by action",
                        sold.workspace.tenant().value()))
                .hasToString("[fulfilment.assigned, handover.assigned, order.assigned, rma.assigned]");
        assertThat(Stage.all("""
                        select type from core.event where tenant_id = ? and type like '%.assigned' and payload ->> 'userId' is null
                        order by type""", sold.workspace.tenant().value()))
                .hasToString("[fulfilment.assigned, order.assigned, rma.assigned]");
        Browser browser = sold.stage.browser(sold.owner);
        for (String page :
                List.of("/orders/" + first.order(), "/returns/" + first.rma(), "/fulfilments/" + first.fulfilment())) {
            assertThat(browser.get("/w/" + sold.workspace.slug() + page).status())
                    .as(page)
                    .isEqualTo(200);
        }
    }

    @Test
    void whoMayNotSeeItAnyMoreHasNothingInHand() {
        Person clerk = sold.stage.member(sold.workspace, "Clerk", "node_manager", region);
        give(first, clerk);
        UUID elsewhere = sold.stage.node(sold.workspace, sold.stage.top(sold.workspace), "Elsewhere");
        sold.run(() -> context.getBean(Organization.class).move(branch, elsewhere));
        nothing(clerk);
        sold.run(() -> context.getBean(Organization.class).move(branch, region));

        Person both = sold.stage.member(sold.workspace, "Double", "node_manager", branch);
        sold.run(() -> members.grant(
                both.id(), sold.stage.role(sold.workspace, "administrator").id(), sold.stage.top(sold.workspace)));
        give(second, both);
        UUID atBranch =
                Stage.one("select id from core.role_assignment where user_id = ? and node_id = ?", both.id(), branch);
        sold.run(() -> members.revoke(both.id(), atBranch));
        give(first, clerk);
        UUID atRegion = held(clerk);
        sold.run(() -> members.revoke(clerk.id(), atRegion));
        nothing(clerk);
        assertThat(inHand(both)).as("another role is enough").isEqualTo("1 1 1 1");
    }

    @Test
    void onlyWhoMaySeeItIsOfferedAndTaken() {
        Person clerk = sold.stage.member(sold.workspace, "Clerk Near", "node_manager", branch);
        UUID elsewhere = sold.stage.node(sold.workspace, sold.stage.top(sold.workspace), "Elsewhere");
        Person stranger = sold.stage.member(sold.workspace, "Stranger Far", "node_manager", elsewhere);
        Person marketing = sold.stage.member(sold.workspace, "Marketing Near", "buyer", branch);
        ApiClient api = sold.stage.program(sold.owner, sold.workspace, sold.stage.top(sold.workspace));
        HandOverView handOver = sold.asOwner(() -> handOvers.handOver(first.handOver()));
        for (UUID unfit : List.of(stranger.id(), marketing.id(), UUID.randomUUID())) {
            String body = "{\"userId\": \"" + unfit + "\"}";
            refused(api.post("/api/v1/orders/" + first.order() + "/assign", body), "/userId");
            refused(api.post("/api/v1/fulfilments/" + first.fulfilment() + "/assignee", body), "/userId");
            refused(
                    api.post(
                            "/api/v1/returns/" + first.rma() + "/assign",
                            "{\"userId\": \"" + unfit + "\", \"dueAt\": null}"),
                    "/userId");
            refused(
                    api.with("If-Match", "\"" + handOver.version() + "\"")
                            .put("/api/v1/hand-overs/" + first.handOver(), """
                                    {"departmentId": null, "ownerId": "%s", "dueAt": "%s"}""".formatted(unfit, handOver.dueAt())),
                    "/ownerId");
        }
        give(first, clerk);

        Browser browser = sold.stage.browser(sold.owner);
        for (String page : List.of(
                "/orders/" + first.order() + "/assignee",
                "/fulfilments/" + first.fulfilment(),
                "/hand-overs/" + first.handOver(),
                "/returns/" + first.rma())) {
            assertThat(browser.get("/w/" + sold.workspace.slug() + page).body())
                    .as(page)
                    .contains("Clerk Near")
                    .doesNotContain("Stranger Far", "Marketing Near");
        }
        // the lists of who is there alone offer him nobody from elsewhere
        for (String page : List.of("/orders", "/fulfilments", "/returns")) {
            assertThat(sold.stage
                            .browser(clerk)
                            .get("/w/" + sold.workspace.slug() + page)
                            .body())
                    .as(page)
                    .contains("Clerk Near", "Ming")
                    .doesNotContain("Stranger Far", "Marketing Near");
        }
        assertThat(Objects.requireNonNull(sold.stage.access(clerk, sold.workspace))
                        .owner())
                .isFalse();
    }

    private static void refused(Answer answer, String field) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.at("/errors/0/field")).as(answer.body()).isEqualTo(field);
    }
}
