package io.storelane.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.api.ApiKeys;
import io.storelane.api.MakeApiKey;
import io.storelane.identity.TestSessions;
import io.storelane.identity.Users;
import io.storelane.member.Invitations;
import io.storelane.member.InvitePerson;
import io.storelane.organization.Departments;
import io.storelane.organization.NodeDetails;
import io.storelane.organization.Organization;
import io.storelane.organization.Staff;
import io.storelane.problem.ProblemCode;
import io.storelane.problem.ProblemException;
import io.storelane.role.RoleAssignments;
import io.storelane.role.RoleView;
import io.storelane.role.Roles;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.web.VisitorSource;
import io.storelane.workspace.CreateWorkspace;
import io.storelane.workspace.Workspaces;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/** Makes people and workspaces through the doors, and lets people act there as a request would. */
public final class Stage {

    private final ApplicationContext context;

    public Stage(ApplicationContext context) {
        this.context = context;
    }

    /** A person who has signed in for the first time and accepted the terms; the address is unlike all others. */
    public Person person(String name) {
        String tail = tail();
        return person("subject-" + tail, "p" + tail + "@example.org", name);
    }

    /** Such a person, who can also sign in through the identity provider, with {@link TestStack#PASSWORD}. */
    public Person personWithLogin(String name) {
        String email = "p" + tail() + "@example.org";
        return person(TestStack.get().createUser(email, name, TestStack.PASSWORD, "en"), email, name);
    }

    private Person person(String subject, String email, String name) {
        Users users = context.getBean(Users.class);
        Users.User user = Scope.PLATFORM.call(() -> users.signedIn(subject, email, name, Locale.ENGLISH));
        Scope.PLATFORM.run(() -> users.acceptTerms(user.id()));
        return new Person(user.id(), subject, email, name);
    }

    /** Letters and digits that no other name has. */
    public static String tail() {
        return Long.toString(Ids.next().getLeastSignificantBits() & 0xff_ffff_ffffL, Character.MAX_RADIX);
    }

    /** A new workspace; a plan without narrow limits. */
    public Workspace workspace(Person owner, String name) {
        String slug = "ws-" + tail();
        asPerson(owner, () -> context.getBean(Workspaces.class).create(command(slug, name)));
        UUID tenant = one("select id from platform.tenant where slug = ?", slug);
        return new Workspace(new TenantId(tenant), slug, name, owner);
    }

    /** The workspace of a bookshop and its owner Ming. */
    public Workspace shop() {
        return workspace(person("Ming"), "Lantern");
    }

    public static CreateWorkspace command(String slug, String name) {
        return new CreateWorkspace(Ids.next(), name, slug, Locale.ENGLISH, "USD", "UTC");
    }

    /** Runs the work of a person outside of any workspace. */
    public <T extends @Nullable Object> T asPerson(Person person, Supplier<T> work) {
        return actor(person).call(() -> Scope.PLATFORM.call(work::get));
    }

    /** Runs the work of a member, with what the member's roles allow at this moment, as a request does. */
    public <T extends @Nullable Object> T as(Person person, Workspace workspace, Supplier<T> work) {
        Access access = access(person, workspace);
        if (access == null) {
            throw new NoAccess();
        }
        return as(person, workspace, access, work);
    }

    public void run(Person person, Workspace workspace, Runnable work) {
        as(person, workspace, () -> {
            work.run();
            return true;
        });
    }

    /** Runs the work with an access that was read before. */
    public <T extends @Nullable Object> T as(Person person, Workspace workspace, Access access, Supplier<T> work) {
        return actor(person)
                .call(() -> access.call(() -> Scope.tenant(workspace.tenant()).call(work::get)));
    }

    /** What the person may do there; null for whoever is no member. */
    public @Nullable Access access(Person person, Workspace workspace) {
        return context.getBean(VisitorSource.class)
                .find(person.id(), workspace.slug())
                .map(VisitorSource.Found::access)
                .orElse(null);
    }

    private static Actor actor(Person person) {
        return new Actor(person.id(), person.name(), "test", "127.0.0.1");
    }

    /** Nobody lets this person in. */
    public static final class NoAccess extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A new node, made by the owner. */
    public UUID node(Workspace workspace, UUID parent, String name) {
        return as(
                workspace.owner(),
                workspace,
                () -> context.getBean(Organization.class).add(parent, new NodeDetails(name, "", "", "", "")));
    }

    /** The node at the top. */
    public UUID top(Workspace workspace) {
        return one(
                "select id from core.org_node where path = '/' and tenant_id = ?",
                workspace.tenant().value());
    }

    /** The role made from a template. */
    public RoleView role(Workspace workspace, String code) {
        return as(
                        workspace.owner(),
                        workspace,
                        () -> context.getBean(Roles.class).list())
                .stream()
                .filter(r -> r.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** A person who was invited by the owner into this role at this node, and has accepted. */
    public Person member(Workspace workspace, String name, String roleCode, UUID node) {
        Person person = person(name);
        join(person, workspace, roleCode, node);
        return person;
    }

    public void join(Person person, Workspace workspace, String roleCode, UUID node) {
        UUID invitation = invite(workspace, person, roleCode, node);
        asPerson(person, () -> context.getBean(Invitations.class).accept(invitation, person.email()));
    }

    /** An open invitation by the owner. */
    public UUID invite(Workspace workspace, Person person, String roleCode, UUID node) {
        UUID role = role(workspace, roleCode).id();
        return as(
                workspace.owner(),
                workspace,
                () -> context.getBean(Invitations.class)
                        .invite(new InvitePerson(person.email(), person.name(), role, node, null, Locale.ENGLISH)));
    }

    /**
     * What belongs to somebody who works somewhere.
     *
     * @param assignment of a role that the person holds
     */
    public record Employment(UUID department, UUID position, UUID staff, UUID assignment) {}

    /** Gives a member the first position of the workspace at a node. */
    public Employment employ(Workspace workspace, Person member, UUID node) {
        return as(workspace.owner(), workspace, () -> {
            var department = context.getBean(Departments.class).list().getFirst();
            UUID position = department.positions().getFirst().id();
            return new Employment(
                    department.id(),
                    position,
                    context.getBean(Staff.class).assign(member.id(), node, position),
                    context.getBean(RoleAssignments.class)
                            .held(member.id(), new Reach(List.of(Access.ROOT_PATH)))
                            .getFirst()
                            .id());
        });
    }

    /** A program with a key that this member has made: for all that the member may do at the node. */
    public ApiClient program(Person maker, Workspace workspace, UUID node) {
        return new ApiClient(key(maker, workspace, node, Set.of()).token());
    }

    /** @param scopes empty = all that the member may do at the node */
    public ApiKeys.Made key(Person maker, Workspace workspace, UUID node, Set<Permission> scopes) {
        return as(maker, workspace, () -> {
            String path = context.getBean(Organization.class)
                    .node(node, Permission.API_KEYS_MANAGE)
                    .path();
            Access access = Access.current();
            Set<Permission> all = EnumSet.allOf(Permission.class);
            all.removeIf(p -> !access.allowsAt(p, path));
            return context.getBean(ApiKeys.class)
                    .make(new MakeApiKey("key " + tail(), scopes.isEmpty() ? all : scopes, node, null));
        });
    }

    /** A key for what plugins bring, made at the top of the workspace. */
    public ApiKeys.Made keyForPlugins(Person maker, Workspace workspace, Set<String> brought) {
        return as(
                maker,
                workspace,
                () -> context.getBean(ApiKeys.class)
                        .make(new MakeApiKey(
                                "key " + tail(), Set.of(Permission.ORGANIZATION_VIEW), brought, top(workspace), null)));
    }

    /** A browser in which the person is signed in. */
    public Browser browser(Person person) {
        return signIn(new Browser(), person);
    }

    /** Signs the person in; sessions are rows, so at a server of another process too. */
    public Browser signIn(Browser browser, Person person) {
        String session = TestSessions.open(context, person.id(), person.subject(), person.email(), person.name());
        browser.cookie("session", TestSessions.cookie(session));
        return browser;
    }

    /** The work ends with this problem. */
    public static void refused(ProblemCode problem, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(problem));
    }

    /** Does all of this at once, each in a thread of its own that begins with the others. @return the answers, in order */
    public static <T> List<T> together(List<? extends Callable<T>> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(work.size());
        List<Callable<T>> aligned = new ArrayList<>();
        work.forEach(one -> aligned.add(() -> {
            start.await();
            return one.call();
        }));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : threads.invokeAll(aligned)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    /** True if the work ended well, false if it was refused. */
    public static Callable<Boolean> attempt(Runnable work) {
        return () -> {
            try {
                work.run();
                return true;
            } catch (ProblemException | NoAccess _) {
                return false;
            }
        };
    }

    /** Signs the person in at a window of Chromium. */
    public void signIn(Browsers.Window window, Person person) {
        String session = TestSessions.open(context, person.id(), person.subject(), person.email(), person.name());
        window.context()
                .addCookies(List.of(new com.microsoft.playwright.options.Cookie("session", TestSessions.cookie(session))
                        .setUrl(TestStack.APP_URL)));
    }

    /** A value of the database as its administrator sees it. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T> T one(String sql, Object... values) {
        return (T) Objects.requireNonNull(all(sql, values).getFirst());
    }

    /** First column of all rows, as the database's administrator sees them. */
    public static List<@Nullable Object> all(String sql, Object... values) {
        return all(TestStack.get()::admin, sql, values);
    }

    /** Opens connections to a database as its administrator. */
    @FunctionalInterface
    public interface Administrator {
        Connection connect() throws SQLException;
    }

    /** First column of all rows of another database. */
    public static List<@Nullable Object> all(Administrator database, String sql, Object... values) {
        try (Connection admin = database.connect();
                PreparedStatement statement = admin.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<@Nullable Object> found = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        found.add(rows.getObject(1));
                    }
                }
            } else {
                found.add((long) statement.getUpdateCount());
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
