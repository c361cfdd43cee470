package io.storelane.workspace;

import static io.storelane.support.Stage.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.problem.ProblemException;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A workspace is made whole or not at all, and once. */
class WorkspaceTests extends ServerTests {

    private final Stage stage;
    private final Workspaces workspaces;
    private final Slugs slugs;
    private final Database database;
    private final TransactionTemplate transaction;

    @Autowired
    WorkspaceTests(
            ApplicationContext context,
            Workspaces workspaces,
            Slugs slugs,
            Database database,
            TransactionTemplate transactionTemplate) {
        stage = new Stage(context);
        this.workspaces = workspaces;
        this.slugs = slugs;
        this.database = database;
        this.transaction = transactionTemplate;
    }

    @Test
    void aNewWorkspaceHasItsOwnerAndItsFurniture() {
        Person owner = stage.person("Ming");
        Workspace made = stage.workspace(owner, "Lantern Books");
        UUID tenant = made.tenant().value();
        assertThat(stage.access(owner, made))
                .isNotNull()
                .satisfies(a -> assertThat(a.owner()).isTrue());
        assertThat(count("core.org_node", tenant)).isOne();
        assertThat(count("core.org_level", tenant)).isEqualTo(4);
        assertThat(count("core.role", tenant)).isGreaterThan(10);
        assertThat(count("core.tenant_profile", tenant)).isOne();
        assertThat(count("core.audit_entry", tenant)).isPositive();
        assertThat(count("platform.subscription", tenant)).isOne();
    }

    @Test
    void theSameFormTwiceMakesOneWorkspace() {
        Person owner = stage.person("Ming");
        CreateWorkspace command = Stage.command("twice-" + Stage.tail(), "Twice");
        String first = stage.asPerson(owner, () -> workspaces.create(command));
        String second = stage.asPerson(owner, () -> workspaces.create(command));
        assertThat(second).isEqualTo(first);
        assertThat(tenants(owner)).isOne();
    }

    @Test
    void theSameFormTwiceAtOnceMakesOneWorkspace() throws Exception {
        Person owner = stage.person("Ming");
        CreateWorkspace command = Stage.command("atonce-" + Stage.tail(), "At once");
        List<String> answers =
                together(Collections.nCopies(4, () -> stage.asPerson(owner, () -> workspaces.create(command))));
        assertThat(answers).containsOnly(command.slug());
        assertThat(tenants(owner)).isOne();
    }

    @Test
    void somebodyElsesFormTokenGivesNothingAway() {
        CreateWorkspace command = Stage.command("mine-" + Stage.tail(), "Mine");
        stage.asPerson(stage.person("Ming"), () -> workspaces.create(command));
        Person other = stage.person("Other");
        assertThatThrownBy(() -> stage.asPerson(other, () -> workspaces.create(command)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(WorkspaceProblem.SLUG_TAKEN));
    }

    @Test
    void rejectsATakenAddressAndProposesAnother() {
        Person owner = stage.person("Ming");
        Workspace made = stage.workspace(owner, "Taken");
        Person other = stage.person("Other");
        assertThatThrownBy(() -> stage.asPerson(other, () -> workspaces.create(Stage.command(made.slug(), "Again"))))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo(WorkspaceProblem.SLUG_TAKEN);
                    assertThat(e.args()[0]).asString().startsWith(made.slug() + "-");
                });
        assertThat(tenants(other)).isZero();
        assertThat(Scope.PLATFORM.call(() -> slugs.propose(made.slug()))).contains(made.slug() + "-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"www", "admin", "api", "login", "storelane", "workspaces"})
    void rejectsReservedAddresses(String slug) {
        assertRefused(slug, WorkspaceProblem.SLUG_RESERVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "-abc",
                "abc-",
                "a--bc",
                "Abc",
                "a_b",
                "书店",
                "a.bc",
                "a b c",
                "../etc",
                "abc\n",
                "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx"
            })
    void rejectsAddressesOfTheWrongForm(String slug) {
        assertRefused(slug, WorkspaceProblem.SLUG_INVALID);
    }

    private void assertRefused(String slug, WorkspaceProblem problem) {
        Person owner = stage.person("Ming");
        assertThatThrownBy(() -> stage.asPerson(owner, () -> workspaces.create(Stage.command(slug, "Name"))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(problem));
        assertThat(tenants(owner)).isZero();
    }

    @Test
    void aNameWithoutLatinLettersProposesNothing() {
        assertThat(Scope.PLATFORM.call(() -> slugs.propose("灯笼书店"))).isEmpty();
        assertThat(Scope.PLATFORM.call(() -> slugs.propose("Café Ölstraße")).orElseThrow())
                .startsWith("cafe-ol");
    }

    @Test
    void aFailureInTheMiddleLeavesNothing() {
        Person owner = stage.person("Ming");
        CreateWorkspace command = Stage.command("half-" + Stage.tail(), "Half");
        assertThatThrownBy(() -> stage.asPerson(
                        owner,
                        () -> transaction.execute(_ -> {
                            workspaces.create(command);
                            // a second top node breaks a unique key, after everything was written
                            UUID tenant = database.platform()
                                    .sql("select id from platform.tenant where slug = :slug")
                                    .param("slug", command.slug())
                                    .query(UUID.class)
                                    .single();
                            Scope.tenant(new io.storelane.tenancy.TenantId(tenant))
                                    .run(() -> database.core()
                                            .sql("insert into core.org_node (tenant_id, id, depth, path, name)"
                                                    + " values (:tenant, :id, 0, '/', 'second')")
                                            .param("tenant", tenant)
                                            .param("id", Ids.next())
                                            .update());
                            return true;
                        })))
                .isInstanceOf(org.springframework.dao.DuplicateKeyException.class);
        assertNothingLeft(owner, command);
    }

    @Test
    void aConnectionThatDiesInTheMiddleLeavesNothing() {
        Person owner = stage.person("Ming");
        CreateWorkspace command = Stage.command("dead-" + Stage.tail(), "Dead");
        assertThatThrownBy(() -> stage.asPerson(
                        owner,
                        () -> transaction.execute(_ -> {
                            String slug = workspaces.create(command);
                            int pid = database.platform()
                                    .sql("select pg_backend_pid()")
                                    .query(Integer.class)
                                    .single();
                            Stage.all("select pg_terminate_backend(?, 5000)", pid);
                            return slug;
                        })))
                .isInstanceOf(RuntimeException.class);
        assertNothingLeft(owner, command);
        // the pool gives out a living connection again, and the form can be sent once more
        assertThat(stage.asPerson(owner, () -> workspaces.create(command))).isEqualTo(command.slug());
    }

    private void assertNothingLeft(Person owner, CreateWorkspace command) {
        assertThat(tenants(owner)).isZero();
        assertThat(Stage.all("select id from platform.tenant where slug = ?", command.slug()))
                .isEmpty();
        assertThat(Stage.all("select user_id from platform.membership where user_id = ?", owner.id()))
                .isEmpty();
        assertThat(Stage.all("select id from core.role_assignment where user_id = ?", owner.id()))
                .isEmpty();
        assertThat(Stage.all(
                        "select n.id from core.org_node n where not exists"
                                + " (select from platform.tenant t where t.id = n.tenant_id)"
                                + " and n.name = ?",
                        command.name()))
                .isEmpty();
    }

    @Test
    void fiftyAtOnceAllEndWell() throws Exception {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            people.add(stage.person("Founder " + i));
        }
        List<Callable<String>> work = new ArrayList<>();
        for (Person person : people) {
            work.add(() -> stage.asPerson(
                    person, () -> workspaces.create(Stage.command("many-" + Stage.tail(), "灯笼 " + person.name()))));
        }
        assertThat(together(work)).hasSize(50).doesNotHaveDuplicates();
        for (Person person : people) {
            assertThat(tenants(person)).isOne();
        }
    }

    @Test
    void aChangeOfSettingsThatMissedAnotherIsRefused() {
        Person owner = stage.person("Ming");
        Workspace made = stage.workspace(owner, "Settings");
        Workspaces.Current read = stage.as(owner, made, workspaces::current);
        WorkspaceSettings first = named("First");
        stage.run(owner, made, () -> workspaces.change(first, read.version()));
        assertThatThrownBy(() -> stage.run(owner, made, () -> workspaces.change(named("Second"), read.version())))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.code()).isEqualTo(WorkspaceProblem.CHANGED_MEANWHILE));
        assertThat(stage.as(owner, made, workspaces::current).settings().name()).isEqualTo("First");
        assertThat(Stage.<String>one("select name from platform.tenant where slug = ?", made.slug()))
                .isEqualTo("First");
    }

    @Test
    void onlyWhoManagesSettingsHidesTheFirstSteps() {
        Person owner = stage.person("Ming");
        Workspace made = stage.workspace(owner, "Steps");
        Person auditor = stage.member(made, "Auditor", "auditor", stage.top(made));
        assertThatThrownBy(() -> stage.run(auditor, made, () -> workspaces.hideFirstSteps(true)))
                .isInstanceOf(ProblemException.class);
        stage.run(owner, made, () -> workspaces.hideFirstSteps(true));
        assertThat(stage.as(owner, made, workspaces::current).firstStepsHidden())
                .isTrue();
    }

    private static WorkspaceSettings named(String name) {
        return WorkspaceSettings.initial(name, Locale.ENGLISH, "USD", "UTC");
    }

    private static long count(String table, UUID tenant) {
        return Stage.one("select count(*) from " + table + " where tenant_id = ?", tenant);
    }

    private static long tenants(Person owner) {
        return Stage.one("select count(*) from platform.tenant where created_by = ?", owner.id());
    }
}
