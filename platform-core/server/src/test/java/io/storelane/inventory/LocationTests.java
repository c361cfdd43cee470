package io.storelane.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.organization.Organization;
import io.storelane.problem.ProblemException;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Places that hold stock: what they are named, whose they are, and who sees them. */
class LocationTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;
    private final Locations locations;
    private final Organization organization;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Shelf shelf;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID north;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID south;

    @Autowired
    LocationTests(ApplicationContext context, Locations locations, Organization organization) {
        this.context = context;
        stage = new Stage(context);
        this.locations = locations;
        this.organization = organization;
    }

    @BeforeEach
    void aShop() {
        shop = stage.workspace(stage.person("Ming"), "Lantern");
        shelf = new Shelf(context, shop);
        north = stage.node(shop, stage.top(shop), "North");
        south = stage.node(shop, stage.top(shop), "South");
    }

    @Test
    void aKnownRegionGivesTheNamesOfItsPlaces() {
        LocationView made = view(shelf.location("HZ", north, "330106"));
        assertThat(made.details().address().line()).isEqualTo("浙江省 杭州市 西湖区 文三路 1 号");
        assertThat(made.active()).isTrue();
        refused(InventoryProblem.REGION_UNKNOWN, () -> shelf.location("XX", north, "339999"));
        refused(InventoryProblem.CODE_TAKEN, () -> shelf.location("HZ", south));
    }

    @Test
    void aPersonSeesAndChangesTheLocationsOfTheOwnNodes() {
        UUID mine = shelf.location("N1", north);
        UUID other = shelf.location("S1", south);
        Person manager = stage.member(shop, "Nora", "node_manager", north);
        assertThat(stage.as(
                        manager,
                        shop,
                        () -> locations.find(Locations.Filter.ALL, "", 50).rows()))
                .extracting(LocationView::id)
                .containsExactly(mine);
        assertThat(stage.as(manager, shop, () -> locations.count(Locations.Filter.ALL)))
                .isEqualTo(1);
        assertThat(stage.as(manager, shop, () -> locations.search("文三"))).hasSize(1);
        refused(InventoryProblem.LOCATION_NOT_FOUND, () -> stage.as(manager, shop, () -> locations.location(other)));
        refused(
                InventoryProblem.LOCATION_NOT_FOUND,
                () -> stage.run(manager, shop, () -> locations.setActive(other, false)));
        stage.run(manager, shop, () -> locations.setActive(mine, false));
        assertThat(view(mine).active()).isFalse();
    }

    @Test
    void locationsGoWithTheirNodeWhenItMoves() {
        UUID mine = shelf.location("N1", north);
        Person southern = stage.member(shop, "Sue", "node_manager", south);
        assertThat(seen(southern)).isEmpty();
        stage.run(shop.owner(), shop, () -> organization.move(north, south));
        assertThat(seen(southern)).containsExactly(mine);
        assertThat(stage.as(southern, shop, () -> locations.search("Place"))).hasSize(1);
    }

    @Test
    void aChangeThatMissedAnotherIsRefused() {
        UUID id = shelf.location("N1", north);
        long version = view(id).version();
        owner(() -> locations.change(id, version, Shelf.details("N2", north, "440305")));
        assertThat(view(id).code()).isEqualTo("N2");
        refused(
                InventoryProblem.CHANGED_MEANWHILE,
                () -> owner(() -> locations.change(id, version, Shelf.details("N3", north, ""))));
    }

    @Test
    void aLocationThatHeldSomethingIsClosedAndNotDeleted() {
        UUID empty = shelf.location("E", north);
        UUID used = shelf.location("U", north);
        shelf.variant("CUP");
        shelf.receive(used, "CUP", 1);
        owner(() -> locations.delete(empty));
        refused(InventoryProblem.LOCATION_NOT_FOUND, () -> view(empty));
        refused(InventoryProblem.LOCATION_IN_USE, () -> owner(() -> locations.delete(used)));
        owner(() -> locations.setActive(used, false));
        refused(InventoryProblem.LOCATION_CLOSED, () -> shelf.receive(used, "CUP", 1));
    }

    @Test
    void filtersSortAndPagesAgree() {
        for (int i = 0; i < 7; i++) {
            shelf.location("C" + i, i % 2 == 0 ? north : south);
        }
        Locations.Filter northern = new Locations.Filter("", LocationKind.OWN, north, "open", "-code");
        List<LocationView> rows = stage.as(
                shop.owner(), shop, () -> locations.find(northern, "", 50).rows());
        assertThat(rows).extracting(LocationView::code).containsExactly("C6", "C4", "C2", "C0");
        var first = stage.as(shop.owner(), shop, () -> locations.find(northern, "", 3));
        var second = stage.as(
                shop.owner(), shop, () -> locations.find(northern, java.util.Objects.requireNonNull(first.next()), 3));
        assertThat(second.rows()).extracting(LocationView::code).containsExactly("C0");
        assertThat(stage.as(shop.owner(), shop, () -> locations.count(northern)))
                .isEqualTo(4);
    }

    private List<UUID> seen(Person person) {
        return stage
                .as(
                        person,
                        shop,
                        () -> locations.find(Locations.Filter.ALL, "", 50).rows())
                .stream()
                .map(LocationView::id)
                .toList();
    }

    private LocationView view(UUID id) {
        return stage.as(shop.owner(), shop, () -> locations.location(id));
    }

    private void owner(Runnable work) {
        stage.run(shop.owner(), shop, work);
    }

    private static void refused(InventoryProblem problem, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(problem));
    }
}
