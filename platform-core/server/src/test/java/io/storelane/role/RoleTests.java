package io.storelane.role;

import static io.storelane.support.Stage.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.problem.ProblemException;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Roles, and that nobody gives away more than one has. */
class RoleTests extends ServerTests {

    private final Stage stage;
    private final Roles roles;
    private final RoleAssignments assignments;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID top;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID outlet;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Person member;

    @Autowired
    RoleTests(ApplicationContext context, Roles roles, RoleAssignments assignments) {
        stage = new Stage(context);
        this.roles = roles;
        this.assignments = assignments;
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        top = stage.top(shop);
        outlet = stage.node(shop, top, "Outlet");
        member = stage.member(shop, "Wei", "agency_operator", outlet);
    }

    @Test
    void aManagerGivesNoMoreThanTheOwnRights() {
        Person manager = stage.member(shop, "Olga", "node_manager", outlet);
        UUID owner = stage.role(shop, "owner").id();
        UUID auditor = stage.role(shop, "auditor").id();
        UUID own = stage.as(
                shop.owner(),
                shop,
                () -> roles.create("Structure", "", Set.of(Permission.STRUCTURE_MANAGE, Permission.ORGANIZATION_VIEW)));
        stage.run(manager, shop, () -> assignments.grant(member.id(), "Wei", auditor, outlet));
        refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(manager, shop, () -> assignments.grant(member.id(), "Wei", owner, outlet)));
        assertThatThrownBy(() -> stage.run(manager, shop, () -> assignments.grant(member.id(), "Wei", auditor, top)))
                .isInstanceOf(ProblemException.class);
        // it counts only at the top, so at an outlet it gives nothing away
        stage.run(manager, shop, () -> assignments.grant(member.id(), "Wei", own, outlet));
        assertThat(java.util.Objects.requireNonNull(stage.access(member, shop)).allows(Permission.STRUCTURE_MANAGE))
                .isFalse();
    }

    @Test
    void anAdministratorMakesNobodyOwner() {
        Person administrator = stage.member(shop, "Anna", "administrator", top);
        UUID owner = stage.role(shop, "owner").id();
        refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(administrator, shop, () -> assignments.grant(administrator.id(), "Anna", owner, top)));
        refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(administrator, shop, () -> assignments.transferOwnership(administrator.id(), "Anna")));
        UUID held = Stage.one(
                "select id from core.role_assignment where user_id = ? and tenant_id = ?",
                shop.owner().id(),
                shop.tenant().value());
        refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(
                        administrator,
                        shop,
                        () -> assignments.revoke(shop.owner().id(), "Ming", held)));
    }

    @Test
    void theOwnerRoleIsHeldAtTheTopOnly() {
        UUID owner = stage.role(shop, "owner").id();
        refused(
                RoleProblem.EXCEEDS_OWN_RIGHTS,
                () -> stage.run(shop.owner(), shop, () -> assignments.grant(member.id(), "Wei", owner, outlet)));
    }

    @Test
    void whoManagesRolesAddsNoRightThatIsNotTheirs() {
        UUID limited = stage.as(
                shop.owner(),
                shop,
                () -> roles.create("Role keeper", "", EnumSet.of(Permission.ROLES_VIEW, Permission.ROLES_MANAGE)));
        Person keeper = stage.member(shop, "Kim", "agency_operator", top);
        stage.run(shop.owner(), shop, () -> assignments.grant(keeper.id(), "Kim", limited, top));
        assertThatThrownBy(() ->
                        stage.as(keeper, shop, () -> roles.create("Everything", "", EnumSet.allOf(Permission.class))))
                .isInstanceOf(ProblemException.class);
        RoleView auditor = stage.role(shop, "auditor");
        assertThatThrownBy(() -> stage.as(keeper, shop, () -> roles.copy(auditor.id(), "Like the auditor")))
                .isInstanceOf(ProblemException.class);
        RoleView own = stage.as(shop.owner(), shop, () -> roles.role(limited));
        assertThatThrownBy(() -> stage.run(
                        keeper,
                        shop,
                        () -> roles.change(limited, own.version(), "Role keeper", "", EnumSet.allOf(Permission.class))))
                .isInstanceOf(ProblemException.class);
        stage.as(keeper, shop, () -> roles.create("Less", "", EnumSet.of(Permission.ROLES_VIEW)));
    }

    @Test
    void theOwnerRoleStaysAsItIs() {
        RoleView owner = stage.role(shop, "owner");
        refused(
                RoleProblem.FIXED,
                () -> stage.run(
                        shop.owner(), shop, () -> roles.change(owner.id(), owner.version(), "King", "", Set.of())));
        assertThatThrownBy(() -> stage.run(shop.owner(), shop, () -> roles.delete(owner.id())))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void aRoleInUseIsNotDeleted() {
        RoleView held = stage.role(shop, "agency_operator");
        refused(RoleProblem.IN_USE, () -> stage.run(shop.owner(), shop, () -> roles.delete(held.id())));
        Person invited = stage.person("Ines");
        stage.invite(shop, invited, "auditor", outlet);
        refused(
                RoleProblem.IN_USE,
                () -> stage.run(
                        shop.owner(),
                        shop,
                        () -> roles.delete(stage.role(shop, "auditor").id())));
        UUID free = stage.as(shop.owner(), shop, () -> roles.create("Free", "", Set.of()));
        stage.run(shop.owner(), shop, () -> roles.delete(free));
        refused(RoleProblem.NOT_FOUND, () -> stage.as(shop.owner(), shop, () -> roles.role(free)));
    }

    @Test
    void aRoleHasANameOfItsOwnAndChangesOnce() {
        UUID first = stage.as(shop.owner(), shop, () -> roles.create("Counter", "", Set.of(Permission.STAFF_VIEW)));
        refused(
                RoleProblem.NAME_TAKEN,
                () -> stage.as(shop.owner(), shop, () -> roles.create("Counter", "", Set.of())));
        RoleView seen = stage.as(shop.owner(), shop, () -> roles.role(first));
        stage.run(shop.owner(), shop, () -> roles.change(first, seen.version(), "Desk", "", Set.of()));
        refused(
                RoleProblem.CHANGED_MEANWHILE,
                () -> stage.run(shop.owner(), shop, () -> roles.change(first, seen.version(), "Till", "", Set.of())));
    }

    @Test
    void thePlanLimitsTheNumberOfOwnRoles() {
        long before = Stage.one("select value from platform.plan_limit where plan_code = 'trial' and name = 'roles'");
        Stage.all("update platform.plan_limit set value = 0 where plan_code = 'trial' and name = 'roles'");
        try {
            refused(
                    RoleProblem.LIMIT_REACHED,
                    () -> stage.as(shop.owner(), shop, () -> roles.create("One more", "", Set.of())));
        } finally {
            Stage.all("update platform.plan_limit set value = ? where plan_code = 'trial' and name = 'roles'", before);
        }
    }

    @Test
    void whoSeesAPartOfTheCompanyCountsTheHoldersThere() {
        UUID other = stage.node(shop, top, "Other outlet");
        stage.member(shop, "Lan", "agency_operator", other);
        Person manager = stage.member(shop, "Olga", "node_manager", outlet);
        UUID operator = stage.role(shop, "agency_operator").id();
        assertThat(stage.as(shop.owner(), shop, roles::holders)).containsEntry(operator, 2);
        assertThat(stage.as(manager, shop, roles::holders)).containsEntry(operator, 1);
    }

    @Test
    void whoMayNotSeeRolesSeesNone() {
        refused(AccessProblem.NOT_ALLOWED, () -> stage.as(member, shop, roles::list));
    }
}
