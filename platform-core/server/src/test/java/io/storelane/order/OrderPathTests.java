package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Reach;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.customer.CustomerDetails;
import io.storelane.customer.CustomerView;
import io.storelane.customer.Customers;
import io.storelane.order.Placement.Placed;
import io.storelane.organization.Organization;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.search.SearchText;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What belongs to a place goes with it when it moves. */
class OrderPathTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Organization organization;

    @Autowired
    Orders orders;

    @Autowired
    OrderList list;

    @Autowired
    OrderSearchTexts texts;

    @Autowired
    Channels channels;

    @Autowired
    Customers customers;

    @Autowired
    Search search;

    @Autowired
    TransactionTemplate transaction;

    @Test
    void ordersChannelsCustomersAndTheirTextsGoWithTheirPlace() {
        Stage stage = new Stage(context);
        Workspace workspace = stage.shop();
        Person owner = workspace.owner();
        UUID top = stage.top(workspace);
        UUID north = stage.node(workspace, top, "North");
        UUID south = stage.node(workspace, top, "South");
        UUID city = stage.node(workspace, north, "City");
        UUID outlet = stage.node(workspace, city, "Outlet");
        Person old = stage.member(workspace, "Nora", "node_manager", north);
        Person next = stage.member(workspace, "Sue", "node_manager", south);
        Shop shop = new Shop(context, stage, workspace);
        shop.goods("MUG", 1_500);
        String path =
                stage.as(owner, workspace, () -> organization.node(outlet)).path();
        UUID channel = shop.channel("outlet", outlet, path);
        UUID stays = shop.channel(
                "north",
                north,
                stage.as(owner, workspace, () -> organization.node(north)).path());
        UUID location = shop.location("SHELF", "", 1, outlet, path);
        Scope.tenant(workspace.tenant())
                .run(() -> transaction.executeWithoutResult(
                        _ -> search.put(SearchKind.LOCATION, List.of(new SearchText(location, path, "SHELF")))));
        UUID customer = stage.as(
                owner, workspace, () -> customers.add(new CustomerDetails("person", "Wang Fang", "", "", "", outlet)));
        // of a channel and short, so that there is a task
        UUID order = ((Placed) stage.as(
                        owner,
                        workspace,
                        () -> orders.place(Shop.order(Source.CHANNEL, channel, "TB-1", List.of(Shop.line("MUG", 1))))))
                .id();
        stage.run(owner, workspace, () -> texts.index(List.of(order)));

        Seen all = new Seen(List.of(order), true, List.of(customer), 1);
        Seen nothing = new Seen(List.of(), false, List.of(), 0);
        assertThat(seen(stage, old, workspace, channel, north)).isEqualTo(all);
        assertThat(seen(stage, next, workspace, channel, south)).isEqualTo(nothing);

        stage.run(owner, workspace, () -> organization.move(city, south));

        assertThat(seen(stage, old, workspace, channel, north)).isEqualTo(nothing);
        assertThat(seen(stage, next, workspace, channel, south)).isEqualTo(all);
        assertThat(stage.as(old, workspace, () -> channels.channel(stays)).id()).isEqualTo(stays);
        String now = stage.as(owner, workspace, () -> organization.node(outlet)).path();
        for (String table : List.of("channel", "sales_order", "order_task", "customer", "location")) {
            assertThat(shop.number("select count(*) from core." + table + " where org_path = ?", now))
                    .as(table)
                    .isOne();
        }
    }

    /** What a person sees, by lists and by words. */
    private record Seen(List<UUID> orders, boolean channel, List<UUID> customers, int locations) {}

    private Seen seen(Stage stage, Person person, Workspace workspace, UUID channel, UUID place) {
        return stage.as(person, workspace, () -> {
            List<UUID> found = orders(OrderFilter.ALL);
            assertThat(orders(OrderFilter.ALL.search("TB-1"))).isEqualTo(found);
            List<UUID> people = customers("");
            assertThat(customers("Wang")).isEqualTo(people);
            Reach reach = new Reach(List.of(organization.node(place).path()));
            return new Seen(
                    found,
                    channels.list().stream().map(Channel::id).anyMatch(channel::equals),
                    people,
                    search.find(SearchKind.LOCATION, "shelf", reach, 10).size());
        });
    }

    private List<UUID> orders(OrderFilter filter) {
        return list.find(filter, "", 10).rows().stream().map(OrderSummary::id).toList();
    }

    private List<UUID> customers(String text) {
        return customers.find(new Customers.Filter(text, "", "", "", "name"), "", 10).rows().stream()
                .map(CustomerView::id)
                .toList();
    }
}
