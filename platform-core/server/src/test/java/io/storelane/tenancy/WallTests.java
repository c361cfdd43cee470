package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import io.storelane.tenancy.probe.ProbeNote;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** The wall between tenants, under load, with timeouts, cancels and rollbacks. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WallTests extends ServerTests {

    private static final int THREADS = 64;
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("storelane.wall.seconds", 60));
    private static final TenantId ONE = new TenantId(Ids.next());
    private static final TenantId TWO = new TenantId(Ids.next());

    private final TransactionTemplate transaction;
    private final Database database;
    private final EntityManagers entityManagers;
    private final ScopedPool pool;
    private final HikariDataSource appPool;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private JdbcClient probe;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private EntityManager notes;

    @Autowired
    WallTests(
            TransactionTemplate transactionTemplate,
            Database database,
            EntityManagers entityManagers,
            ScopedPool scopedPool,
            HikariDataSource appPool) {
        this.transaction = transactionTemplate;
        this.database = database;
        this.entityManagers = entityManagers;
        this.pool = scopedPool;
        this.appPool = appPool;
    }

    @BeforeAll
    void probeSchema() throws SQLException {
        try (Connection admin = TestStack.get().admin();
                Statement statement = admin.createStatement()) {
            statement.execute("""
                    drop schema if exists plugin_probe cascade;
                    create schema plugin_probe authorization storelane_owner;
                    do $$ begin
                      if not exists (select from pg_roles where rolname = 'plugin_probe_rt') then
                        create role plugin_probe_rt nologin;
                      end if;
                    end $$;
                    grant plugin_probe_rt to storelane_app with inherit false, set true;
                    grant usage on schema plugin_probe to plugin_probe_rt;
                    create table plugin_probe.probe_note (tenant_id uuid not null, id uuid not null, text text not null,
                      primary key (tenant_id, id));
                    alter table plugin_probe.probe_note owner to storelane_owner;
                    alter table plugin_probe.probe_note enable row level security;
                    alter table plugin_probe.probe_note force row level security;
                    create policy tenant on plugin_probe.probe_note
                      using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
                      with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
                    grant select, insert, update, delete on plugin_probe.probe_note to plugin_probe_rt""");
        }
        DatabaseRole role = new DatabaseRole("plugin_probe_rt", true);
        probe = JdbcClient.create(new RoleDataSource(pool, role));
        LocalContainerEntityManagerFactoryBean factory =
                entityManagers.factory(role, "plugin_probe", "io.storelane.tenancy.probe");
        factory.afterPropertiesSet();
        notes = SharedEntityManagerCreator.createSharedEntityManager(
                java.util.Objects.requireNonNull(factory.getObject()));
    }

    @Test
    void noTransactionBeginsWithoutAScope() {
        assertThatThrownBy(() -> transaction.execute(_ -> 1)).isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void noStatementRunsOutsideATransaction() {
        assertThatThrownBy(() -> Scope.tenant(ONE).call(() -> departments())).isInstanceOf(DataAccessException.class);
    }

    @Test
    void aScopeRefusesTheRoleOfTheOther() {
        assertThatThrownBy(() -> Scope.PLATFORM.call(() -> transaction.execute(_ -> departments())))
                .hasMessageContaining("tenant scope");
        assertThatThrownBy(() -> Scope.tenant(ONE)
                        .call(() -> transaction.execute(_ -> database.platform()
                                .sql("select count(*) from platform.tenant")
                                .query(Long.class)
                                .single())))
                .hasMessageContaining("platform scope");
    }

    /** Tenants of a group are those that it names, and orders are all that it is for. */
    @Test
    void aGroupAddsOrdersOfItsTenantsAndReachesNothingElse() {
        Scope group = new Scope.Group(new TreeSet<>(Set.of(ONE)));
        String event =
                "insert into core.event (tenant_id, id, type, aggregate_type, aggregate_id, payload, occurred_at)"
                        + " values (:tenant, gen_random_uuid(), 'wall.tried', 'wall', gen_random_uuid(), '{}', now())";
        assertThat(group.<Integer, RuntimeException>call(() ->
                        java.util.Objects.requireNonNull(transaction.execute(status -> {
                            status.setRollbackOnly();
                            return database.core()
                                    .sql(event)
                                    .param("tenant", ONE.value())
                                    .update();
                        }))))
                .isOne();
        assertThatThrownBy(() -> group.run(() -> transaction.execute(_ ->
                        database.core().sql(event).param("tenant", TWO.value()).update())))
                .hasStackTraceContaining("row-level security");
        for (String forbidden : List.of(
                "select count(*) from core.department",
                "select count(*) from core.event",
                "select count(*) from core.location",
                "select count(*) from core.search_entry",
                "select count(*) from core.search_fresh",
                "select count(buyer_phone) from core.sales_order",
                "delete from core.stock_level",
                "update core.stock_level set on_hand = 0",
                "update core.org_node set path = '/'")) {
            assertThatThrownBy(() -> group.run(() -> transaction.execute(_ ->
                            database.core().sql(forbidden).query((_, _) -> 1).list())))
                    .as(forbidden)
                    .hasStackTraceContaining("permission denied");
        }
        assertThatThrownBy(() -> group.run(() -> transaction.execute(_ ->
                        database.platform().sql("select 1").query(Integer.class).single())))
                .hasStackTraceContaining("group of tenants");
        assertThatThrownBy(() -> new Scope.Group(new TreeSet<>())).isInstanceOf(IllegalArgumentException.class);
    }

    /** In one transaction, a group first and one of its tenants then: each statement has the rights of its scope. */
    @Test
    void aTenantsScopeInsideAGroupsTransactionHasItsOwnRights() {
        long seen = new Scope.Group(new TreeSet<>(Set.of(ONE, TWO)))
                .<Long, RuntimeException>call(() -> java.util.Objects.requireNonNull(transaction.execute(_ -> {
                    database.core()
                            .sql("select count(*) from core.stock_level")
                            .query(Long.class)
                            .single();
                    long departments = Scope.tenant(ONE).call(() -> departments());
                    return departments;
                })));
        long alone =
                Scope.tenant(ONE).call(() -> java.util.Objects.requireNonNull(transaction.execute(_ -> departments())));
        assertThat(seen).isEqualTo(alone);
    }

    @Test
    void theLoginRoleMayDoNothingByItself() throws SQLException {
        try (Connection connection = appPool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : List.of("core.department", "platform.tenant", "infra.web_session")) {
                assertThatThrownBy(() -> statement.execute("select * from " + table))
                        .hasMessageContaining("denied");
            }
        }
    }

    @Test
    void aRowOfAnotherTenantIsNeitherWrittenNorSeen() {
        UUID id = Ids.next();
        in(ONE, () -> insert(ONE, id, "mine"));
        assertThatThrownBy(() -> in(ONE, () -> insert(TWO, Ids.next(), "foreign")))
                .hasStackTraceContaining("row-level security");
        in(TWO, () -> {
            assertThat(database.core()
                            .sql("select count(*) from core.department where id = :id")
                            .param("id", id)
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(database.core()
                            .sql("update core.department set name = 'stolen' where id = :id")
                            .param("id", id)
                            .update())
                    .isZero();
            assertThat(database.core()
                            .sql("delete from core.department where id = :id")
                            .param("id", id)
                            .update())
                    .isZero();
        });
        in(
                ONE,
                () -> database.core()
                        .sql("delete from core.department where id = :id")
                        .param("id", id)
                        .update());
    }

    @Test
    void bothEntityManagersCommitAndRollBackTogether() {
        UUID id = Ids.next();
        in(ONE, () -> {
            insert(ONE, id, "both");
            notes.persist(new ProbeNote(id, "both"));
        });
        assertThat(countBoth(ONE, id)).isEqualTo(2);
        assertThat(countBoth(TWO, id)).isZero();

        UUID second = Ids.next();
        assertThatThrownBy(() -> in(ONE, () -> {
                    insert(ONE, second, "host fails later");
                    notes.persist(new ProbeNote(second, "lost"));
                    notes.flush();
                    throw new IllegalStateException("host");
                }))
                .hasMessage("host");
        assertThat(countBoth(ONE, second)).isZero();

        assertThatThrownBy(() -> in(ONE, () -> {
                    insert(ONE, second, "plugin fails at flush");
                    notes.persist(new ProbeNote(id, "same key as before"));
                }))
                .isNotNull();
        assertThat(countBoth(ONE, second)).isZero();
    }

    @Test
    void noRowCrossesUnderLoadAndNoConnectionStaysDirty() throws Exception {
        long end = System.nanoTime() + LENGTH.toNanos();
        ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
        AtomicLong committed = new AtomicLong();
        AtomicLong broken = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            TenantId mine = i % 2 == 0 ? ONE : TWO;
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < end) {
                    try {
                        round(mine, leaks);
                        committed.incrementAndGet();
                    } catch (RuntimeException _) {
                        broken.incrementAndGet(); // meant to happen: timeouts, cancels, rollbacks
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(leaks).isEmpty();
        assertThat(committed).hasPositiveValue();
        assertThat(broken).hasPositiveValue();
        System.out.println("wall: " + committed + " transactions committed, " + broken + " broken off");
        assertConnectionsAreClean();
    }

    private void round(TenantId mine, ConcurrentLinkedQueue<String> leaks) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Scope.tenant(mine)
                .run(() -> transaction.executeWithoutResult(status -> {
                    UUID id = Ids.next();
                    insert(mine, id, "load " + id);
                    notes.persist(new ProbeNote(id, "load"));
                    if (random.nextBoolean()) {
                        notes.flush();
                    }
                    check(leaks, mine, "core", database.core());
                    check(leaks, mine, "plugin", probe);
                    switch (random.nextInt(8)) {
                        case 0 -> status.setRollbackOnly();
                        case 1 -> throw new IllegalStateException("work failed");
                        case 2 ->
                            database.core()
                                    .sql("set local statement_timeout = '5ms'; select pg_sleep(1)")
                                    .query()
                                    .listOfRows();
                        case 3 -> probe.sql("select 1/0").query().listOfRows();
                        case 4 -> cancelled();
                        case 5 -> throw new Interrupted();
                        default -> {}
                    }
                }));
    }

    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The statement is cancelled from another connection, as an impatient client or an operator does. */
    private void cancelled() {
        Integer pid = database.core()
                .sql("select pg_backend_pid()")
                .query(Integer.class)
                .single();
        Thread.startVirtualThread(() -> {
            try (Connection admin = TestStack.get().admin();
                    Statement statement = admin.createStatement()) {
                statement.execute("select pg_sleep(0.01)");
                statement.execute("select pg_cancel_backend(" + pid + ")");
            } catch (SQLException _) {
                // the round ends by its own timeout then
            }
        });
        database.core().sql("select pg_sleep(0.5)").query().listOfRows();
    }

    private static void check(ConcurrentLinkedQueue<String> leaks, TenantId mine, String where, JdbcClient client) {
        String table = where.equals("core") ? "core.department" : "plugin_probe.probe_note";
        long foreign = client.sql("select count(*) from " + table + " where tenant_id <> :mine")
                .param("mine", mine.value())
                .query(Long.class)
                .single();
        String role = client.sql("select current_user || ' ' || current_setting('app.tenant')")
                .query(String.class)
                .single();
        String expected = (where.equals("core") ? "core_rt " : "plugin_probe_rt ") + mine;
        if (foreign != 0 || !role.equals(expected)) {
            leaks.add(where + ": " + foreign + " foreign rows, ran as " + role + ", expected " + expected);
        }
    }

    private void assertConnectionsAreClean() throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < appPool.getMaximumPoolSize(); i++) {
                Connection connection = appPool.getConnection();
                all.add(connection);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(
                                "select current_user, coalesce(current_setting('app.tenant', true), '')")) {
                    row.next();
                    assertThat(row.getString(1)).isEqualTo("storelane_app");
                    assertThat(row.getString(2)).isEmpty();
                }
            }
        } finally {
            for (Connection connection : all) {
                connection.close();
            }
        }
        assertThat(appPool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    private void in(TenantId tenant, Runnable work) {
        Scope.tenant(tenant).run(() -> transaction.executeWithoutResult(_ -> work.run()));
    }

    private long departments() {
        return database.core()
                .sql("select count(*) from core.department")
                .query(Long.class)
                .single();
    }

    private long countBoth(TenantId tenant, UUID id) {
        return java.util.Objects.requireNonNull(Scope.tenant(tenant)
                .call(() -> transaction.execute(_ -> database.core()
                                .sql("select count(*) from core.department where id = :id")
                                .param("id", id)
                                .query(Long.class)
                                .single()
                        + probe.sql("select count(*) from plugin_probe.probe_note where id = :id")
                                .param("id", id)
                                .query(Long.class)
                                .single())));
    }

    private void insert(TenantId tenant, UUID id, String name) {
        database.core()
                .sql("insert into core.department (tenant_id, id, name) values (:tenant, :id, :name)")
                .param("tenant", tenant.value())
                .param("id", id)
                .param("name", name)
                .update();
    }
}
