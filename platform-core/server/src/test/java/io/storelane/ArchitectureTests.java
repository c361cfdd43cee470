package io.storelane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** Rules of the code that the compiler does not check. */
@AnalyzeClasses(packages = "io.storelane", importOptions = ArchitectureTests.ServerOnly.class)
class ArchitectureTests {

    /** The server and the user interface; not the tests, not the programs that tests start. */
    static final class ServerOnly implements ImportOption {

        @Override
        public boolean includes(com.tngtech.archunit.core.importer.Location location) {
            return !location.contains("/test-classes/")
                    && !location.contains("/io/storelane/local/")
                    && !location.contains("/io/storelane/plugin/tool/")
                    && !location.contains("storelane-local")
                    && !location.contains("plugin-tool");
        }
    }

    /** Fills the demo workspace at start, as its owner: there is no request that could say who asks. */
    private static final String DEMO = "io.storelane.operation.DemoWorkspace";

    /** Writes the orders of several tenants in one transaction: its thread belongs to none of them. */
    private static final String INTAKE = "io.storelane.order.Intake";

    private static final String TRANSACTIONAL = "org.springframework.transaction.annotation.Transactional";

    @ArchTest
    static final ArchRule noFieldInjection = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("jakarta.persistence.PersistenceContext")
            .because("a constructor names what a class needs, and the compiler sees to it");

    @ArchTest
    static final ArchRule pagesAreUsedByNobody = classes()
            .that()
            .resideInAPackage("io.storelane.*.web..")
            .should(new ArchCondition<JavaClass>("be used in their own package only") {
                @Override
                public void check(JavaClass page, ConditionEvents events) {
                    page.getDirectDependenciesToSelf().stream()
                            .filter(d -> !d.getOriginClass().getPackageName().equals(page.getPackageName()))
                            .forEach(d -> events.add(SimpleConditionEvent.violated(page, d.getDescription())));
                }
            })
            .because("pages call doors, never the other way round, and no page calls that of another module");

    @ArchTest
    static final ArchRule pagesOpenNoTransaction = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("..web..")
            .should()
            .beAnnotatedWith(TRANSACTIONAL)
            .because("a transaction covers one verb of a door, not the rendering of a page");

    @ArchTest
    static final ArchRule pagesAreNoTransactionalClasses = noClasses()
            .that()
            .resideInAPackage("..web..")
            .should()
            .beAnnotatedWith(TRANSACTIONAL)
            .because("a transaction covers one verb of a door, not the rendering of a page");

    @ArchTest
    static final ArchRule pagesSpeakNoSql = noClasses()
            .that()
            .resideInAPackage("..web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.springframework.jdbc..", "jakarta.persistence..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.storelane.tenancy.Database")
            .because("what a caller may see is decided in the door, once for pages and interfaces");

    @ArchTest
    static final ArchRule controllersArePackagePrivate = classes()
            .that()
            .areAnnotatedWith("org.springframework.stereotype.Controller")
            .or()
            .areAnnotatedWith("org.springframework.web.bind.annotation.RestController")
            .should()
            .bePackagePrivate()
            .because("only the dispatcher calls them");

    @ArchTest
    static final ArchRule entitiesArePackagePrivate = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .because("other modules get records from the door, never a row that writes itself back");

    @ArchTest
    static final ArchRule entitiesKnowTheirTenant = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should(new ArchCondition<JavaClass>("have a field with @TenantId and no setter") {
                @Override
                public void check(JavaClass entity, ConditionEvents events) {
                    if (entity.getFields().stream()
                            .noneMatch(f -> f.isAnnotatedWith("org.hibernate.annotations.TenantId"))) {
                        events.add(SimpleConditionEvent.violated(entity, entity.getName() + " has no @TenantId"));
                    }
                    entity.getMethods().stream()
                            .filter(m -> m.getName().matches("set[A-Z].*")
                                    && m.getModifiers().contains(JavaModifier.PUBLIC))
                            .forEach(m -> events.add(SimpleConditionEvent.violated(entity, m.getFullName())));
                }
            })
            .because("Hibernate writes the tenant into each statement, and a rule has one home: a named transition");

    // SessionConfiguration and Ticks use the pool of infra, which sees no tenant's data: sessions and the scheduler
    @ArchTest
    static final ArchRule onlyTenancyOpensConnections = noClasses()
            .that()
            .resideOutsideOfPackage("io.storelane.tenancy..")
            .and()
            .doNotHaveFullyQualifiedName("io.storelane.identity.SessionConfiguration")
            .and()
            .doNotHaveFullyQualifiedName("io.storelane.operation.Ticks")
            .should()
            .dependOnClassesThat(named(Set.of(
                    "java.sql.Connection",
                    "java.sql.DriverManager",
                    "java.sql.Statement",
                    "java.sql.PreparedStatement",
                    "javax.sql.DataSource",
                    "com.zaxxer.hikari.HikariDataSource",
                    "jakarta.persistence.EntityManagerFactory",
                    "org.springframework.jdbc.core.JdbcTemplate")::contains))
            .because("a connection that is opened elsewhere has neither role nor tenant: it goes round the wall");

    @ArchTest
    static final ArchRule transactionsAreNotNestedOrTornApart = noClasses()
            .should()
            .accessField("org.springframework.transaction.annotation.Propagation", "NESTED")
            .orShould()
            .accessField("org.springframework.transaction.annotation.Propagation", "REQUIRES_NEW")
            .orShould()
            .accessField("org.springframework.transaction.annotation.Propagation", "NOT_SUPPORTED")
            .because("a unit of work is one transaction; what happens besides it is an event after the commit");

    // AdminToken compares with times of the provider's answer; OidcSessions dates rows of infra, beside the database's
    // now()
    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.storelane.identity.AdminToken")
            .and()
            .doNotHaveFullyQualifiedName("io.storelane.identity.OidcSessions")
            .should()
            .callMethodWhere(access(
                    "asks the machine for the time",
                    a -> Set.of("now", "currentTimeMillis")
                                    .contains(a.getTarget().getName())
                            && Set.of(
                                            "java.time.Instant",
                                            "java.time.LocalDateTime",
                                            "java.time.LocalTime",
                                            "java.time.ZonedDateTime",
                                            "java.time.OffsetDateTime",
                                            "java.lang.System")
                                    .contains(a.getTargetOwner().getName())
                            && a.getTarget().getName().length() > 0
                            && !a.getDescription().contains("java.time.Clock")))
            .because("tests set the Clock bean, and all times of one piece of work are the same");

    @ArchTest
    static final ArchRule noOldDates = noClasses()
            .should()
            .dependOnClassesThat(
                    named(Set.of("java.util.Date", "java.util.Calendar", "java.util.GregorianCalendar")::contains))
            .because("a time is an Instant, a day is a LocalDate");

    @ArchTest
    static final ArchRule nothingGoesToTheConsole =
            GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
                    "what the server says stands in its log, with the request and the tenant it belongs to");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("work that waits is put off in its table and taken up by a tick");

    // ScopedTransactionManager: the word of Spring's own interface
    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.storelane.tenancy.ScopedTransactionManager")
            .should()
            .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|DTO|VO)(\\$.*)?")
            .because("such a name says nothing that the package does not say");

    @ArchTest
    static final ArchRule packagesAreNamedAfterThings = noClasses()
            .should()
            .resideInAnyPackage(
                    "..impl..", "..util..", "..utils..", "..common..", "..manager..", "..helper..", "..dto..", "..vo..")
            .because("packages are singular nouns of the glossary");

    @ArchTest
    static final ArchRule scopeIsBoundAtTheEdge = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(DEMO)
            .and()
            .doNotHaveFullyQualifiedName(INTAKE)
            .and()
            // looks at the files of each tenant in turn
            .doNotHaveFullyQualifiedName("io.storelane.file.FileSweep")
            .and()
            // removes what is old of each tenant in turn
            .doNotHaveFullyQualifiedName("io.storelane.webhook.OldDeliveries")
            .and()
            // gives each tenant in turn a new key
            .doNotHaveFullyQualifiedName("io.storelane.secret.SecretRotation")
            .and()
            // the address that another system calls leads to its tenant
            .doNotHaveFullyQualifiedName("io.storelane.plugin.PluginHooks")
            .and()
            // the state that another system brings back leads to the tenant where it was made
            .doNotHaveFullyQualifiedName("io.storelane.plugin.PluginAuthorizations")
            .and()
            // removes what a plugin has left of each tenant in turn
            .doNotHaveFullyQualifiedName("io.storelane.plugin.PluginRemains")
            .and()
            // the link of a shopper leads to its tenant
            .doNotHaveFullyQualifiedName("io.storelane.fulfilment.Tracking")
            .and()
            .resideOutsideOfPackages(
                    "io.storelane.tenancy..",
                    "io.storelane.access..",
                    "io.storelane.api..",
                    "io.storelane.web..",
                    "io.storelane.identity..",
                    "io.storelane.member..",
                    "io.storelane.notification..",
                    "io.storelane.workspace..")
            .should()
            .callMethod("java.lang.ScopedValue", "where", "java.lang.ScopedValue", "java.lang.Object")
            .orShould()
            .callMethodWhere(access(
                    "passes to another scope",
                    a -> a.getTargetOwner().getName().equals("io.storelane.tenancy.Scope")
                            && Set.of("run", "call", "tenant")
                                    .contains(a.getTarget().getName())))
            .because("a door works in the scope it is called in; who changes it stands on this list");

    @ArchTest
    static final ArchRule accessIsNotMadeUp = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(DEMO)
            .and()
            // works for a person whose roles it reads anew for each item
            .doNotHaveFullyQualifiedName("io.storelane.job.JobWorker")
            .and()
            // in the background a plugin sees what its workspace has agreed to
            .doNotHaveFullyQualifiedName("io.storelane.plugin.PluginBackground")
            .and()
            // reads the roles of the person who comes back from another system
            .doNotHaveFullyQualifiedName("io.storelane.plugin.PluginAuthorizations")
            .and()
            // stores what a store that somebody has connected sells; whoever connects it agrees to that
            .doNotHaveFullyQualifiedName("io.storelane.connector.ChannelWork")
            .and()
            .resideOutsideOfPackages("io.storelane.access..", "io.storelane.web..")
            .should()
            .callMethodWhere(access(
                    "binds or makes up an access",
                    a -> a.getTargetOwner().getName().equals("io.storelane.access.Access")
                            && Set.of("ofOwner", "call", "<init>")
                                    .contains(a.getTarget().getName())))
            .because("what a caller may do is read from the roles, once, at the edge");

    @ArchTest
    static final ArchRule packagesAreNullMarked = classes()
            .should(new ArchCondition<JavaClass>("reside in a package with @NullMarked") {
                @Override
                public void check(JavaClass any, ConditionEvents events) {
                    if (!any.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(any, any.getPackageName() + " is not @NullMarked"));
                    }
                }
            })
            .because("null is visible and rare");

    private static DescribedPredicate<JavaClass> named(Predicate<String> name) {
        return DescribedPredicate.describe("are one of these", c -> name.test(c.getFullName()));
    }

    private static DescribedPredicate<JavaAccess<?>> access(String description, Predicate<JavaAccess<?>> test) {
        return DescribedPredicate.describe(description, test);
    }
}
