package io.storelane.member;

import static io.storelane.support.Stage.attempt;
import static io.storelane.support.Stage.refused;
import static io.storelane.support.Stage.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleAssignments;
import io.storelane.role.RoleProblem;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Members come and go; an owner stays. */
class MemberTests extends ServerTests {

    private final Stage stage;
    private final Members members;
    private final RoleAssignments assignments;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID top;

    @Autowired
    MemberTests(ApplicationContext context, Members members, RoleAssignments assignments) {
        stage = new Stage(context);
        this.members = members;
        this.assignments = assignments;
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        top = stage.top(shop);
    }

    @Test
    void theLastOwnerStays() {
        Person owner = shop.owner();
        refused(RoleProblem.LAST_OWNER, () -> stage.run(owner, shop, members::leave));
        refused(RoleProblem.LAST_OWNER, () -> stage.run(owner, shop, () -> members.remove(owner.id())));
        UUID held = held(owner);
        refused(RoleProblem.LAST_OWNER, () -> stage.run(owner, shop, () -> members.revoke(owner.id(), held)));
        assertThat(owners()).isOne();
    }

    @Test
    void theAccountPageLeadsOutOfAWorkspaceButNotTheLastOwner() {
        Person member = stage.member(shop, "Wei", "auditor", top);
        String leave = "/w/" + shop.slug() + "/members/leave";
        Map<String, String> form = Map.of("returnTo", "/account");
        Browser browser = stage.browser(member);
        assertThat(browser.get("/account").body())
                .contains("action=\"" + leave + "\"")
                .contains("data-confirm-title=\"Leave Lantern?\"");
        assertThat(browser.post(leave, form).header("Location")).endsWith("/account");
        assertThat(browser.get("/account").body())
                .contains("You have left the workspace.")
                .doesNotContain(leave);
        assertThat(stage.access(member, shop)).isNull();

        Browser owner = stage.browser(shop.owner());
        assertThat(owner.post(leave, form).header("Location")).endsWith("/account");
        assertThat(owner.get("/account").body())
                .contains("The workspace needs at least one owner")
                .contains(leave);
        assertThat(owners()).isOne();
        assertThat(owner.post(leave, Map.of("returnTo", "//evil.example")).header("Location"))
                .doesNotContain("evil");
    }

    @RepeatedTest(5)
    void twoOwnersWhoRemoveEachOtherAtOnceLeaveOne() throws Exception {
        Person second = secondOwner();
        Access first = Objects.requireNonNull(stage.access(shop.owner(), shop));
        Access other = Objects.requireNonNull(stage.access(second, shop));
        together(List.of(
                attempt(() -> remove(shop.owner(), first, second)),
                attempt(() -> remove(second, other, shop.owner()))));
        assertThat(owners()).isOne();
    }

    @RepeatedTest(5)
    void twoOwnersWhoLeaveAtOnceLeaveOne() throws Exception {
        Person second = secondOwner();
        together(List.of(
                attempt(() -> stage.run(shop.owner(), shop, members::leave)),
                attempt(() -> stage.run(second, shop, members::leave))));
        assertThat(owners()).isOne();
        assertThat(Stage.<Long>one(
                        "select count(*) from platform.membership where tenant_id = ? and status = 'active'",
                        shop.tenant().value()))
                .isOne();
    }

    private void remove(Person by, Access access, Person whom) {
        stage.as(by, shop, access, () -> {
            members.remove(whom.id());
            return true;
        });
    }

    /** Nothing that was sent is wrong, so no field is named. */
    @Test
    void aKeyThatMayNotRemoveTheOwnerIsToldOfNoField() {
        Person administrator = stage.member(shop, "Anna", "administrator", top);
        ApiClient program = stage.program(administrator, shop, top);
        Answer refused = program.delete("/api/v1/members/" + shop.owner().id());
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("role/exceeds-own-rights");
        assertThat(refused.json().has("errors")).isFalse();
        Answer granted = program.post(
                "/api/v1/members/" + administrator.id() + "/roles",
                "{\"roleId\": \"%s\", \"nodeId\": \"%s\"}"
                        .formatted(stage.role(shop, "owner").id(), top));
        assertThat(granted.status()).as(granted.body()).isEqualTo(403);
        assertThat(granted.at("/errors/0/field")).isEqualTo("/roleId");
    }

    @Test
    void ownershipIsHandedOver() {
        Person next = stage.member(shop, "Nora", "auditor", top);
        stage.run(shop.owner(), shop, () -> members.transferOwnership(next.id()));
        assertThat(Objects.requireNonNull(stage.access(next, shop)).owner()).isTrue();
        Access before = Objects.requireNonNull(stage.access(shop.owner(), shop));
        assertThat(before.owner()).isFalse();
        assertThat(before.reaches()).isNotEmpty();
        assertThat(owners()).isOne();
        refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(shop.owner(), shop, () -> members.transferOwnership(next.id())));
    }

    @Test
    void ownershipHandedToOneselfLeavesAnOwner() {
        assertThatThrownBy(() -> stage.run(
                        shop.owner(),
                        shop,
                        () -> members.transferOwnership(shop.owner().id())))
                .isInstanceOf(ProblemException.class);
        assertThat(owners()).isOne();
        assertThat(Objects.requireNonNull(stage.access(shop.owner(), shop)).owner())
                .isTrue();
    }

    @Test
    void ownershipIsNotHandedToWhoIsNoMember() {
        Person stranger = stage.person("Stranger");
        refused(
                MemberProblem.NOT_FOUND,
                () -> stage.run(shop.owner(), shop, () -> members.transferOwnership(stranger.id())));
        assertThat(owners()).isOne();
    }

    @Test
    void aRemovedMemberIsOutFromTheNextRequestOnAndMayComeBack() {
        Person member = stage.member(shop, "Wei", "auditor", top);
        assertThat(stage.as(member, shop, () -> members.count(new Members.Filter("", null, "name"))))
                .isEqualTo(2);
        stage.run(shop.owner(), shop, () -> members.remove(member.id()));
        assertThat(stage.access(member, shop)).isNull();
        assertThat(Stage.all("select id from core.role_assignment where user_id = ?", member.id()))
                .isEmpty();
        stage.join(member, shop, "agency_operator", top);
        assertThat(stage.access(member, shop)).isNotNull();
    }

    @Test
    void aManagerRemovesOnlyWhoWorksNowhereElse() {
        UUID outlet = stage.node(shop, top, "Outlet");
        UUID other = stage.node(shop, top, "Other");
        Person manager = stage.member(shop, "Olga", "node_manager", outlet);
        Person here = stage.member(shop, "Here", "agency_operator", outlet);
        Person there = stage.member(shop, "There", "agency_operator", other);
        Person both = stage.member(shop, "Both", "agency_operator", outlet);
        UUID role = stage.role(shop, "agency_operator").id();
        stage.run(shop.owner(), shop, () -> members.grant(both.id(), role, other));
        refused(MemberProblem.NOT_FOUND, () -> stage.run(manager, shop, () -> members.remove(there.id())));
        refused(MemberProblem.BEYOND_REACH, () -> stage.run(manager, shop, () -> members.remove(both.id())));
        stage.run(manager, shop, () -> members.remove(here.id()));
        assertThat(
                        stage
                                .as(manager, shop, () -> members.find(new Members.Filter("", null, "name"), "", 50))
                                .rows()
                                .stream()
                                .map(MemberView::name))
                .containsExactlyInAnyOrder("Olga", "Both");
    }

    @Test
    void aManagerDoesNotRemoveWhoMayDoMore() {
        UUID outlet = stage.node(shop, top, "Outlet");
        Person manager = stage.member(shop, "Olga", "node_manager", outlet);
        Person administrator = stage.member(shop, "Anna", "administrator", top);
        assertThatThrownBy(() -> stage.run(manager, shop, () -> members.remove(administrator.id())))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> stage.run(
                        administrator, shop, () -> members.remove(shop.owner().id())))
                .isInstanceOf(ProblemException.class);
        assertThat(owners()).isOne();
    }

    @Test
    void aRoleIsHeldOnceAndTakenAway() {
        Person member = stage.member(shop, "Wei", "auditor", top);
        UUID role = stage.role(shop, "auditor").id();
        refused(
                RoleProblem.ALREADY_HELD,
                () -> stage.run(shop.owner(), shop, () -> members.grant(member.id(), role, top)));
        stage.run(shop.owner(), shop, () -> members.revoke(member.id(), held(member)));
        assertThat(Objects.requireNonNull(stage.access(member, shop)).reaches()).isEmpty();
        refused(AccessProblem.NOT_ALLOWED, () -> stage.as(member, shop, () -> members.member(member.id())));
    }

    private Person secondOwner() {
        Person second = stage.member(shop, "Second", "administrator", top);
        UUID owner = stage.role(shop, "owner").id();
        stage.run(shop.owner(), shop, () -> assignments.grant(second.id(), "Second", owner, top));
        assertThat(owners()).isEqualTo(2);
        return second;
    }

    private long owners() {
        return Stage.one(
                "select count(distinct a.user_id) from core.role_assignment a join core.role r on r.id = a.role_id"
                        + " join platform.membership m on m.tenant_id = a.tenant_id and m.user_id = a.user_id and m.status = 'active'"
                        + " where a.tenant_id = ? and r.code = 'owner'",
                shop.tenant().value());
    }

    private UUID held(Person person) {
        return Stage.one(
                "select id from core.role_assignment where tenant_id = ? and user_id = ? limit 1",
                shop.tenant().value(),
                person.id());
    }
}
