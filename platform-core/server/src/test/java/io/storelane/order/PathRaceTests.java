package io.storelane.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.Reach;
import io.storelane.channel.ChannelDetails;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.Channels;
import io.storelane.customer.CustomerDetails;
import io.storelane.customer.Customers;
import io.storelane.inventory.LocationAddress;
import io.storelane.inventory.LocationDetails;
import io.storelane.inventory.LocationKind;
import io.storelane.inventory.Locations;
import io.storelane.order.Placement.Placed;
import io.storelane.organization.Organization;
import io.storelane.search.Search;
import io.storelane.search.SearchKind;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What is written while its place moves has the path of the place all the same. */
class PathRaceTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Organization organization;

    @Autowired
    Orders orders;

    @Autowired
    Drafts drafts;

    @Autowired
    Intake intake;

    @Autowired
    OrderSearchTexts texts;

    @Autowired
    Channels channels;

    @Autowired
    Customers customers;

    @Autowired
    Locations locations;

    @Autowired
    Search search;

    @Autowired
    TransactionTemplate transaction;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Stage stage;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace workspace;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Person owner;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shop shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID south;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID city;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID outlet;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID channel;

    @BeforeEach
    void aShopInTheNorth() {
        stage = new Stage(context);
        workspace = stage.shop();
        owner = workspace.owner();
        UUID north = stage.node(workspace, stage.top(workspace), "North");
        south = stage.node(workspace, stage.top(workspace), "South");
        city = stage.node(workspace, north, "City");
        outlet = stage.node(workspace, city, "Outlet");
        shop = new Shop(context, stage, workspace);
        shop.goods("MUG", 1_500);
        channel = shop.channel("outlet", outlet, path());
    }

    private String path() {
        return stage.as(owner, workspace, () -> organization.node(outlet)).path();
    }

    /** Everything that keeps a path beside its rows. */
    private void writeAll(String code) {
        LocationAddress nowhere = new LocationAddress("CN", "", "", "", "", "", "", "");
        locations.add(
                new LocationDetails(code, code, LocationKind.OWN, outlet, nowhere, "Asia/Shanghai", null, 100, true));
        customers.add(new CustomerDetails("person", "Wang " + code, "", "", "", outlet));
        channels.add(
                new ChannelDetails(code.toLowerCase(Locale.ROOT), code, ChannelKind.STORE, outlet, "CNY", true, 0));
        Placement placed =
                orders.placeJoined(Shop.order(Source.CHANNEL, channel, "TB-" + code, List.of(Shop.line("MUG", 1))));
        texts.index(List.of(((Placed) placed).id()));
    }

    private void assertAllAre(String path, long each) {
        for (String table : List.of("location", "customer", "sales_order", "order_task")) {
            assertThat(shop.number("select count(*) from core." + table + " where org_path = ?", path))
                    .as(table)
                    .isEqualTo(each);
            assertThat(shop.number("select count(*) from core." + table))
                    .as(table)
                    .isEqualTo(each);
        }
        assertThat(shop.number("select count(*) from core.channel where org_path = ?", path))
                .isEqualTo(each + 1);
        Reach here = new Reach(List.of(path));
        assertThat(stage.as(owner, workspace, () -> search.find(SearchKind.LOCATION, "race", here, 10)))
                .hasSize((int) each);
        assertThat(stage.as(owner, workspace, () -> search.find(SearchKind.CUSTOMER, "race", here, 10)))
                .hasSize((int) each);
        assertThat(stage.as(owner, workspace, () -> search.find(SearchKind.ORDER, "race", here, 10)))
                .hasSize((int) each);
    }

    @Test
    void aMoveWaitsForThoseWhoWriteAtTheOldPath() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> stage.run(
                    owner,
                    workspace,
                    () -> transaction.executeWithoutResult(_ -> {
                        writeAll("RACE");
                        written.countDown();
                        await(commit);
                    })));
            await(written);
            Future<?> mover = threads.submit(() -> stage.run(owner, workspace, () -> organization.move(city, south)));
            assertThatThrownBy(() -> mover.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            commit.countDown();
            writer.get(10, TimeUnit.SECONDS);
            mover.get(10, TimeUnit.SECONDS);
        }
        assertAllAre(path(), 1);
    }

    @Test
    void whoWritesAtANodeWaitsForItsMove() throws Exception {
        CountDownLatch moved = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> mover = threads.submit(() -> stage.run(
                    owner,
                    workspace,
                    () -> transaction.executeWithoutResult(_ -> {
                        organization.move(city, south);
                        moved.countDown();
                        await(commit);
                    })));
            await(moved);
            Future<?> writer = threads.submit(
                    () -> stage.run(owner, workspace, () -> transaction.executeWithoutResult(_ -> writeAll("RACE"))));
            assertThatThrownBy(() -> writer.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            commit.countDown();
            mover.get(10, TimeUnit.SECONDS);
            writer.get(10, TimeUnit.SECONDS);
        }
        assertAllAre(path(), 1);
    }

    @Test
    void anOrderThatWasCheckedBeforeTheMoveAndWrittenAfterItIsAtTheNewPlace() {
        PlaceOrder command = Shop.order(Source.CHANNEL, channel, "TB-1", List.of(Shop.line("MUG", 1)));
        Drafts.Result checked = stage.as(owner, workspace, () -> drafts.make(command));
        stage.run(owner, workspace, () -> organization.move(city, south));
        stage.run(owner, workspace, () -> intake.grouped(checked.draft().orElseThrow()));
        String now = path();
        assertThat(shop.number("select count(*) from core.sales_order where org_path = ?", now))
                .isOne();
        assertThat(shop.number("select count(*) from core.order_task where org_path = ?", now))
                .isOne();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
