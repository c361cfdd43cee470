package io.storelane.organization;

import static io.storelane.support.Stage.attempt;
import static io.storelane.support.Stage.refused;
import static io.storelane.support.Stage.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The tree of places: how it grows, moves and shrinks, and how far roles in it reach. */
class OrganizationTests extends ServerTests {

    private final Stage stage;
    private final Organization organization;
    private final Staff staff;
    private final Departments departments;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID top;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID north;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID south;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID city;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID outlet;

    @Autowired
    OrganizationTests(ApplicationContext context, Organization organization, Staff staff, Departments departments) {
        stage = new Stage(context);
        this.organization = organization;
        this.staff = staff;
        this.departments = departments;
    }

    @BeforeEach
    void aTree() {
        shop = stage.shop();
        top = stage.top(shop);
        north = stage.node(shop, top, "North");
        south = stage.node(shop, top, "South");
        city = stage.node(shop, north, "City");
        outlet = stage.node(shop, city, "Outlet");
    }

    @Test
    void siblingsHaveDifferentNames() {
        refused(OrganizationProblem.NODE_NAME_TAKEN, () -> stage.node(shop, top, "North"));
        stage.node(shop, south, "North");
    }

    @Test
    void theTreeIsAsDeepAsItsLevels() {
        refused(OrganizationProblem.TOO_DEEP, () -> stage.node(shop, outlet, "Shelf"));
        refused(OrganizationProblem.TOO_DEEP, () -> move(north, south));
        refused(
                OrganizationProblem.LEVEL_IN_USE,
                () -> owner(() -> organization.setLevels(List.of(new LevelName(0, "一", "One")))));
    }

    @Test
    void aNodeMovesWithAllBelowItAndTheReachFollows() {
        Person manager = stage.member(shop, "Nora", "node_manager", north);
        assertThat(reach(manager)).contains(city, outlet);
        move(city, south);
        assertThat(view(outlet).depth()).isEqualTo(3);
        assertThat(view(outlet).path())
                .startsWith(view(city).path())
                .startsWith(view(south).path());
        assertThat(reach(manager)).containsExactly(north);
        Person other = stage.member(shop, "Sue", "node_manager", south);
        assertThat(reach(other)).contains(south, city, outlet);
        move(city, top);
        assertThat(view(outlet).depth()).isEqualTo(2);
        assertThat(reach(other)).containsExactly(south);
    }

    @Test
    void aNodeDoesNotMoveBelowItselfNorTheTopAtAll() {
        refused(OrganizationProblem.MOVE_NOT_POSSIBLE, () -> move(north, city));
        refused(OrganizationProblem.MOVE_NOT_POSSIBLE, () -> move(north, north));
        refused(OrganizationProblem.MOVE_NOT_POSSIBLE, () -> move(top, south));
    }

    @Test
    void nobodyMovesANodeOutOfOrIntoAPlaceBeyondTheOwnReach() {
        Person manager = stage.member(shop, "Nora", "node_manager", north);
        refused(
                OrganizationProblem.NODE_NOT_FOUND,
                () -> stage.run(manager, shop, () -> organization.move(city, south)));
        refused(
                OrganizationProblem.NODE_NOT_FOUND,
                () -> stage.run(manager, shop, () -> organization.move(south, north)));
        refused(OrganizationProblem.NODE_NOT_FOUND, () -> stage.as(manager, shop, () -> organization.node(south)));
        refused(OrganizationProblem.NODE_NOT_FOUND, () -> stage.as(manager, shop, () -> organization.node(top)));
    }

    @Test
    void aPlaceInUseIsNotDeleted() {
        refused(OrganizationProblem.NODE_IN_USE, () -> owner(() -> organization.delete(city)));
        refused(OrganizationProblem.NODE_IS_TOP, () -> owner(() -> organization.delete(top)));
        stage.member(shop, "Olga", "node_manager", outlet);
        refused(OrganizationProblem.NODE_IN_USE, () -> owner(() -> organization.delete(outlet)));
        owner(() -> organization.delete(south));
        refused(OrganizationProblem.NODE_NOT_FOUND, () -> view(south));
    }

    @Test
    void aRoleAtAClosedPlaceCountsNoMore() {
        Person manager = stage.member(shop, "Olga", "node_manager", outlet);
        assertThat(Objects.requireNonNull(stage.access(manager, shop)).reaches())
                .isNotEmpty();
        owner(() -> organization.setActive(outlet, false));
        assertThat(Objects.requireNonNull(stage.access(manager, shop)).reaches())
                .isEmpty();
        owner(() -> organization.setActive(outlet, true));
        assertThat(Objects.requireNonNull(stage.access(manager, shop)).allows(Permission.MEMBERS_VIEW))
                .isTrue();
        refused(OrganizationProblem.NODE_IS_TOP, () -> owner(() -> organization.setActive(top, false)));
    }

    @Test
    void aChangeThatMissedAnotherIsRefused() {
        NodeView seen = view(city);
        NodeDetails details = new NodeDetails("Town", "T1", "", "", "");
        owner(() -> organization.change(city, seen.version(), details));
        refused(
                OrganizationProblem.CHANGED_MEANWHILE,
                () -> owner(() -> organization.change(city, seen.version(), details)));
        assertThat(view(city).name()).isEqualTo("Town");
    }

    @Test
    void thePlanLimitsTheNumberOfPlaces() {
        long before =
                Stage.one("select value from platform.plan_limit where plan_code = 'trial' and name = 'org_nodes'");
        Stage.all("update platform.plan_limit set value = 5 where plan_code = 'trial' and name = 'org_nodes'");
        try {
            refused(OrganizationProblem.NODE_LIMIT, () -> stage.node(shop, south, "One more"));
        } finally {
            Stage.all(
                    "update platform.plan_limit set value = ? where plan_code = 'trial' and name = 'org_nodes'",
                    before);
        }
        stage.node(shop, south, "One more");
    }

    @Test
    void aPersonHoldsAPositionOnceAtAPlace() {
        Person member = stage.member(shop, "Wei", "auditor", outlet);
        UUID position =
                owner(departments::list).getFirst().positions().getFirst().id();
        owner(() -> staff.assign(member.id(), outlet, position));
        refused(OrganizationProblem.ALREADY_ASSIGNED, () -> owner(() -> staff.assign(member.id(), outlet, position)));
        refused(
                OrganizationProblem.PERSON_NOT_FOUND,
                () -> owner(() -> staff.assign(stage.person("Stranger").id(), outlet, position)));
        refused(OrganizationProblem.POSITION_IN_USE, () -> owner(() -> departments.deletePosition(position)));
        assertThat(view(outlet).people()).isOne();
    }

    @Test
    void nobodyPutsAPersonInAPositionWhomTheyDoNotSee() {
        Person manager = stage.member(shop, "Nora", "node_manager", north);
        Person here = stage.member(shop, "Here", "auditor", outlet);
        Person there = stage.member(shop, "There", "auditor", south);
        UUID position =
                owner(departments::list).getFirst().positions().getFirst().id();
        assertThat(stage.as(manager, shop, staff::candidates))
                .extracting(Staff.Candidate::name)
                .containsExactly("Here", "Nora");
        refused(
                OrganizationProblem.PERSON_NOT_FOUND,
                () -> stage.run(manager, shop, () -> staff.assign(there.id(), outlet, position)));
        assertThat(Stage.all("select id from core.staff_assignment where user_id = ?", there.id()))
                .isEmpty();
        stage.run(manager, shop, () -> staff.assign(here.id(), outlet, position));
        owner(() -> staff.assign(there.id(), outlet, position));
        assertThat(view(outlet).people()).isEqualTo(2);
    }

    @Test
    void theNumberOfPeopleInAPositionIsThatWhichTheReaderMaySee() {
        Person manager = stage.member(shop, "Nora", "node_manager", north);
        Person here = stage.member(shop, "Here", "auditor", outlet);
        Person there = stage.member(shop, "There", "auditor", south);
        UUID position =
                owner(departments::list).getFirst().positions().getFirst().id();
        owner(() -> staff.assign(here.id(), outlet, position));
        owner(() -> staff.assign(there.id(), south, position));
        assertThat(owner(departments::list).getFirst().positions().getFirst().people())
                .isEqualTo(2);
        assertThat(stage.as(manager, shop, departments::list)
                        .getFirst()
                        .positions()
                        .getFirst()
                        .people())
                .isOne();
    }

    @Test
    void theLimitOfPlacesHoldsForManyAtOnce() throws Exception {
        UUID tenant = shop.tenant().value();
        long present = Stage.one("select count(*) from core.org_node where tenant_id = ?", tenant);
        Stage.all("insert into platform.plan (code, trial_days, sort, active) select 'narrow', 1, 9, true"
                + " on conflict do nothing");
        Stage.all(
                "insert into platform.plan_limit (plan_code, name, value) values ('narrow', 'org_nodes', ?)"
                        + " on conflict (plan_code, name) do update set value = excluded.value",
                present + 2);
        Stage.all("update platform.subscription set plan_code = 'narrow' where tenant_id = ?", tenant);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "New " + i;
            UUID parent = i % 2 == 0 ? north : south;
            work.add(attempt(() -> stage.node(shop, parent, name)));
        }
        assertThat(together(work)).filteredOn(done -> done).hasSize(2);
        assertThat(Stage.<Long>one("select count(*) from core.org_node where tenant_id = ?", tenant))
                .isEqualTo(present + 2);
    }

    @Test
    void aNameIsAskedForInTheDrawerAndOnAPage() {
        Departments.Department first = owner(departments::list).getFirst();
        UUID position = first.positions().getFirst().id();
        UUID role = stage.role(shop, "auditor").id();
        String base = "/w/" + shop.slug();
        for (String form : List.of(
                base + "/departments/new",
                base + "/departments/" + first.id() + "/edit",
                base + "/departments/" + first.id() + "/positions/new",
                base + "/departments/positions/" + position + "/edit",
                base + "/roles/" + role + "/copy")) {
            for (Browser browser : List.of(
                    stage.browser(shop.owner()), stage.browser(shop.owner()).header("HX-Request", "true"))) {
                Answer shown = browser.get(form);
                assertThat(shown.status()).as(form).isEqualTo(200);
                assertThat(shown.body()).contains("action=\"" + form + "\"").contains("name=\"name\"");
                assertThat(browser.post(form, Map.of("name", " ")).status())
                        .as(form)
                        .isEqualTo(422);
            }
            Answer saved = stage.browser(shop.owner()).post(form, Map.of("name", "Called " + Stage.tail()));
            assertThat(saved.status()).as(form).isEqualTo(302);
        }
    }

    @Test
    void aChangeIsInTheTrailAndInTheLog() {
        owner(() -> organization.setActive(outlet, false));
        assertThat(Stage.all("select action from core.audit_entry where target_id = ?", outlet.toString()))
                .contains("node.added", "node.closed");
        assertThat(Stage.all("select type from core.event where aggregate_id = ?", outlet))
                .contains("node.added", "node.closed");
    }

    private void owner(Runnable work) {
        stage.run(shop.owner(), shop, work);
    }

    private <T> T owner(java.util.function.Supplier<T> work) {
        return stage.as(shop.owner(), shop, work);
    }

    private void move(UUID node, UUID parent) {
        owner(() -> organization.move(node, parent));
    }

    private NodeView view(UUID id) {
        return stage.as(shop.owner(), shop, () -> organization.node(id));
    }

    private List<UUID> reach(Person person) {
        Access access = Objects.requireNonNull(stage.access(person, shop));
        return stage.as(person, shop, access, organization::tree).stream()
                .map(NodeView::id)
                .toList();
    }
}
