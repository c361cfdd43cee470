package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** What is kept in memory of a tenant is never older than the last change, whoever made it. */
class StampTests extends ServerTests {

    @Autowired
    ApplicationContext context;

    @Autowired
    Stamps stamps;

    @Autowired
    TransactionTemplate transaction;

    private Workspace workspace;
    private TenantId tenant;

    @BeforeEach
    void aWorkspace() {
        Stage stage = new Stage(context);
        workspace = stage.shop();
        tenant = workspace.tenant();
        Shop shop = new Shop(context, stage, workspace);
        shop.channel("web");
        shop.goods("MUG", 1_500);
        UUID hz = shop.location("HZ", "330106", 100);
        Stage.all("insert into core.routing_rule (tenant_id, rules) values (?, 'stock')", tenant.value());
        Stage.all(
                "insert into core.location_area (tenant_id, location_id, region) values (?, ?, '330000')",
                tenant.value(),
                hz);
        Stage.all(
                "insert into core.location_hours (tenant_id, location_id, day, opens, closes) values (?, ?, 1, '08:00', '18:00')",
                tenant.value(),
                hz);
        Stage.all(
                "insert into core.location_closure (tenant_id, location_id, first_day, last_day) values (?, ?, '2026-10-01', '2026-10-07')",
                tenant.value(),
                hz);
        stage.program(workspace.owner(), workspace, stage.top(workspace));
    }

    /** As another server would do it, or an operator: past this one. */
    private static int change(String sql) throws SQLException {
        try (Connection admin = TestStack.get().admin();
                Statement statement = admin.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.role set name = name",
                "core.role_permission set permission = permission",
                "core.role_assignment set granted_at = granted_at",
                "core.org_node set name = name",
                "core.tenant_profile set locale = locale",
                "core.channel set name = name",
                "core.product set state = state",
                "core.variant set active = active",
                "core.location set priority = priority",
                "core.routing_rule set rules = rules",
                "core.location_area set region = region",
                "core.location_hours set opens = opens",
                "core.location_closure set note = note",
                "core.price_list set active = active",
                "core.price set amount = amount",
                "core.api_key set scopes = scopes",
                "platform.api_key set secret_hash = secret_hash",
                "platform.membership set status = status"
            })
    void eachChangeOfWhatIsKeptMovesTheStampByOne(String change) throws SQLException {
        long before = stamps.read(tenant).value();
        assertThat(change("update " + change + " where tenant_id = '" + tenant + "'"))
                .isPositive();
        assertThat(stamps.read(tenant).value()).isEqualTo(before + 1);
    }

    @Test
    void theStateOfTheWorkspaceMovesItAndTheUseOfAKeyDoesNot() throws SQLException {
        long before = stamps.read(tenant).value();
        change("update core.api_key set last_used_at = now() where tenant_id = '" + tenant + "'");
        assertThat(stamps.read(tenant).value()).isEqualTo(before);
        change("update platform.tenant set status = status where id = '" + tenant + "'");
        assertThat(stamps.read(tenant).value()).isEqualTo(before + 1);
    }

    @Test
    void whatIsKeptIsReadAnewAfterAChangeAndInsideATransaction() throws SQLException {
        Kept<String, Integer> kept = stamps.keep(10);
        AtomicInteger reads = new AtomicInteger();
        Scope.tenant(tenant).run(() -> {
            assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(1);
            assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(1);
            assertThat(transaction.<Integer>execute(_ -> kept.get("a", reads::incrementAndGet)))
                    .isEqualTo(2);
            assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(1);
        });
        change("update core.role set name = name where tenant_id = '" + tenant + "'");
        Scope.tenant(tenant)
                .run(() -> assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(3));
        Scope.tenant(new TenantId(UUID.randomUUID()))
                .run(() -> assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(4));
        Scope.tenant(tenant)
                .run(() -> assertThat(kept.getAll(
                                List.of("a", "b"),
                                n -> n != 3,
                                keys -> Map.of("a", reads.incrementAndGet(), "b", keys.size())))
                        .isEqualTo(Map.of("a", 5, "b", 2)));
    }

    /** A request that changes something sees it, though its stamp was read before. */
    @Test
    void aStampIsSpentByAChangeOfTheSameWork() throws Exception {
        Kept<String, Integer> kept = stamps.keep(10);
        AtomicInteger reads = new AtomicInteger();
        Stamps.Stamp stamp = stamps.read(tenant);
        stamp.call(() -> {
            Scope.tenant(tenant)
                    .run(() -> assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(1));
            change("update core.role set name = name where tenant_id = '" + tenant + "'");
            // changed by somebody else after this work began: as if he had come later
            Scope.tenant(tenant)
                    .run(() -> assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(1));
            Scope.tenant(tenant).run(() -> transaction.executeWithoutResult(_ -> {}));
            Scope.tenant(tenant)
                    .run(() -> assertThat(kept.get("a", reads::incrementAndGet)).isEqualTo(2));
            return true;
        });
    }

    @Test
    void manyAskAtOnceAndEachHasTheStampOfItsTenant() throws Exception {
        int clients = 32;
        CountDownLatch together = new CountDownLatch(clients);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = IntStream.range(0, clients)
                    .mapToObj(n -> pool.submit(() -> {
                        together.countDown();
                        together.await();
                        long own = stamps.read(tenant).value();
                        long none = stamps.read(new TenantId(UUID.randomUUID())).value();
                        return own > 0 && none == 0;
                    }))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        }
    }

    /** The stamp is taken last, so two who change the same things in opposite order wait only for these. */
    @Test
    void aTransactionThatIsUndoneLeavesTheStampAlone() {
        long before = stamps.read(tenant).value();
        Scope.tenant(tenant)
                .run(() -> transaction.executeWithoutResult(status -> {
                    context.getBean(Database.class)
                            .core()
                            .sql("update core.role set name = name where tenant_id = :tenant")
                            .param("tenant", tenant.value())
                            .update();
                    status.setRollbackOnly();
                }));
        assertThat(stamps.read(tenant).value()).isEqualTo(before);
    }
}
